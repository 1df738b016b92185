// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;

/**
 * A database as spans tell it, with the statements it was asked. Knows no tracer, as connections
 * that stay open after their tracing was uninstalled remember it. Thread-safe.
 */
final class Database {
  private static final int CACHE_BYTES = 1 << 20;

  private final JdbcSettings settings;
  private final String system;
  private final Attributes attributes;
  private final String fallbackName;
  private final SqlSanitizer sanitizer;
  private final StatementCache<Query> queries =
      new StatementCache<>(CACHE_BYTES, this::make, query -> SqlSanitizer.charsToKeep(query.sql()));

  /** Describes a database; see {@link JdbcSpans#database}. */
  Database(JdbcUrl url, JdbcSettings settings) {
    this.settings = settings;
    this.system = url.system();
    var known = Attributes.builder();
    known.set(Names.SYSTEM, system).set(url.nameAttribute(), url.name());
    known.set(Names.SERVER_ADDRESS, url.host());
    if (url.port() >= 0) {
      known.set(Names.SERVER_PORT, url.port());
    }
    this.attributes = known.build();
    this.sanitizer = SqlSanitizer.of(system);
    this.fallbackName = SpanName.of("", null, attributes);
  }

  /** Whether that tracing describes it so. */
  boolean isOf(JdbcSpans traced) {
    return settings.equals(traced.settings());
  }

  /** Its {@code db.system.name}. */
  String system() {
    return system;
  }

  /** What every span of it tells. */
  Attributes attributes() {
    return attributes;
  }

  Query query(String sql) {
    return queries.get(sql);
  }

  private Query make(String sql) {
    return describe(sanitizer.scan(sql), 1);
  }

  /**
   * Describes what is executed.
   *
   * @param sql a statement; of a batch its texts, and the summary if all have the same
   * @param batchSize how many statements; 1 if it is no batch
   */
  Query describe(SanitizedSql sql, int batchSize) {
    var all = attributes.toBuilder();
    String summary = sql.summary();
    String procedure = StoredProcedure.of(summary, system);
    all.set(Names.PROCEDURE, procedure);
    if (batchSize != 1) {
      summary = summary.isEmpty() ? "BATCH" : "BATCH " + summary;
      all.set(Names.BATCH_SIZE, batchSize);
    }
    if (!summary.isEmpty()) {
      all.set(Names.QUERY_SUMMARY, summary);
    }
    boolean isEscape = procedure != null && sql.text().startsWith("{"); // which tells no more
    if (settings.queryText() && !isEscape && !sql.text().isEmpty()) {
      all.set(Names.QUERY_TEXT, sql.text());
    }
    return new Query(sql, summary.isEmpty() ? fallbackName : summary, all.build());
  }
}
