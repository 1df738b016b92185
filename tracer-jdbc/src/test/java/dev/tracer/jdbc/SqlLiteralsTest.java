// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No part of a literal is left, whatever the statement: by statements made at random. */
class SqlLiteralsTest {
  private static final int STATEMENTS = 5_000;

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "oracle.db", "microsoft.sql_server", "sqlite"})
  void sanitize_noLiteralSurvives(String system) {
    for (int seed = 0; seed < STATEMENTS; seed++) {
      String sql = new RandomSql(new Random(seed), system).next();
      SanitizedSql sanitized = SqlSanitizer.of(system).scan(sql);
      assertClean(sanitized, sql);
      // of a database that is not known, too
      assertClean(SqlSanitizer.of("other_sql").scan(sql), sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "oracle.db", "microsoft.sql_server", "sqlite"})
  void sanitize_noLiteralOfACutStatementSurvives(String system) {
    for (int seed = 0; seed < STATEMENTS; seed++) {
      Random random = new Random(seed);
      String sql = new RandomSql(random, system).next();
      assertClean(
          SqlSanitizer.of(system).scan(sql.substring(0, random.nextInt(sql.length()))), sql);
    }
  }

  private static void assertClean(SanitizedSql sanitized, String sql) {
    String all = sanitized.text() + sanitized.summary();
    assertThat(all).as(sql).doesNotContain(RandomSql.MARK, RandomSql.NUMBER_MARK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "oracle.db", "microsoft.sql_server", "other_sql"})
  void sanitize_noiseIsReadWithoutFaults(String system) {
    String[] parts = {
      "'",
      "\"",
      "`",
      "[",
      "]",
      "$",
      "$$",
      "$a$",
      "\\",
      "--",
      "/*",
      "*/",
      "#",
      "\n",
      "\r",
      " ",
      "(",
      ")",
      ",",
      ";",
      ".",
      "?",
      "q'",
      "E'",
      "N'",
      "U&",
      "x",
      "1",
      "e",
      "-",
      "SELECT",
      "FROM",
      "IN",
      "VALUES",
      "INTO",
      "\u0000",
      "\ud83d",
      "\ude00",
      "\u00e9",
      "{",
      "}",
      "=",
      "IDENTIFIED",
      "BY"
    };
    SqlSanitizer sanitizer = SqlSanitizer.of(system);
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        sql.append(parts[random.nextInt(parts.length)]);
      }
      SanitizedSql sanitized = sanitizer.scan(sql.toString());
      assertThat(sanitized.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
      assertThat(sanitized.summary()).hasSizeLessThanOrEqualTo(SummaryText.MAX_LENGTH);
    }
  }
}
