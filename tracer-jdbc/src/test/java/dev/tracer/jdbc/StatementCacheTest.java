// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatementCacheTest {
  private final AtomicInteger made = new AtomicInteger();
  private final StatementCache<String> cache =
      new StatementCache<>(
          100_000,
          sql -> {
            made.incrementAndGet();
            return sql.toUpperCase(java.util.Locale.ROOT);
          },
          value -> value.startsWith("SECRET") ? -1 : value.length());

  @Test
  void get_again_isMadeOnce() {
    assertThat(cache.get("a")).isEqualTo("A").isSameAs(cache.get("a"));
    assertThat(made).hasValue(1);
  }

  @Test
  void get_manyStatements_bytesAreBounded() {
    for (int i = 0; i < 100_000; i++) {
      cache.get("select " + i);
      if (i % 1000 == 0) {
        assertThat(cache.bytes()).isLessThan(101_000);
      }
    }
  }

  @Test
  void get_whatIsUsedStays() {
    for (int i = 0; i < 10_000; i++) {
      cache.get("select " + i);
      cache.get("often");
    }
    assertThat(made).hasValue(10_001);
  }

  @Test
  void get_longStatementsAndSecretsAreNotKept() {
    String large = "x".repeat(StatementCache.MAX_STATEMENT + 1);
    cache.get(large);
    cache.get("secret");
    assertThat(cache.bytes()).isZero();
    cache.get(large);
    assertThat(made).hasValue(3);
  }

  @Test
  void sanitizer_keepsNoPassword() {
    SanitizedSql hidden = SqlSanitizer.of("mysql").sanitize("ALTER USER bob IDENTIFIED BY hunter2");
    assertThat(SqlSanitizer.charsToKeep(hidden)).isNegative();
    assertThat(SqlSanitizer.charsToKeep(new SanitizedSql("SELECT ?, ?", "SELECT"))).isPositive();
  }
}
