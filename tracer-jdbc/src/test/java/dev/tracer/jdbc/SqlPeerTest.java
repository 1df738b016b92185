// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside OpenTelemetry's sanitizer, on the same statements. */
class SqlPeerTest {
  private static final SqlQueryAnalyzer PEER = SqlQueryAnalyzer.create(true);

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "oracle.db", "microsoft.sql_server"})
  void sanitize_whatThePeerHidesIsHidden(String system) {
    SqlDialect dialect =
        system.equals("postgresql") || system.equals("oracle.db")
            ? SqlDialect.DOUBLE_QUOTES_ARE_IDENTIFIERS
            : SqlDialect.DOUBLE_QUOTES_ARE_STRING_LITERALS;
    int ours = 0;
    int theirs = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      String sql = new RandomSql(new Random(seed), system).next();
      SanitizedSql sanitized = SqlSanitizer.of(system).scan(sql);
      SqlQuery peer = PEER.analyzeWithSummary(sql, dialect);
      boolean leaks = isMarked(sanitized.text()) || isMarked(sanitized.summary());
      boolean peerLeaks = isMarked(peer.getQueryText()) || isMarked(peer.getQuerySummary());
      assertThat(leaks && !peerLeaks).as(sql).isFalse();
      ours += leaks ? 1 : 0;
      theirs += peerLeaks ? 1 : 0;
    }
    assertThat(ours).isZero().isLessThanOrEqualTo(theirs);
  }

  private static boolean isMarked(String text) {
    return text != null && (text.contains(RandomSql.MARK) || text.contains(RandomSql.NUMBER_MARK));
  }
}
