// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlSanitizerTest {
  private static String text(String system, String sql) {
    return SqlSanitizer.of(system).sanitize(sql).text();
  }

  private static String summary(String sql) {
    return SqlSanitizer.of("postgresql").sanitize(sql).summary();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          SELECT * FROM t WHERE a = 'x' => SELECT * FROM t WHERE a = ?
          SELECT 'it''s', '' FROM t => SELECT ?, ? FROM t
          WHERE a = 12 AND b=1.5e-3 AND c=.5 AND d = 0xFF => WHERE a = ? AND b=? AND c=? AND d = ?
          WHERE a = -5 AND b=+.7 AND c - 5 > d-6 => WHERE a = ? AND b=? AND c - ? > d-?
          WHERE a BETWEEN -1 AND -2 LIMIT -3 => WHERE a BETWEEN ? AND ? LIMIT ?
          WHERE d = DATE '2020-01-01' AND t > timestamp'x' => WHERE d = DATE ? AND t > timestamp?
          SELECT {d '2020-01-01'}, {ts '2020'} => SELECT {d ?}, {ts ?}
          SELECT N'a', X'4D', b'101', E'it\\'s', U&'d\\0061' => SELECT ?, ?, ?, ?, ?
          SELECT INTERVAL '1' DAY => SELECT INTERVAL ? DAY
          SELECT TRUE, false, NULL => SELECT ?, ?, NULL
          WHERE id IN (1, 2,3 , 'x') AND b => WHERE id IN (?) AND b
          WHERE id IN (?, ?, ?) => WHERE id IN (?)
          WHERE id IN(-1,-2) OR x NOT IN ( ?,? ) => WHERE id IN(?) OR x NOT IN ( ? )
          WHERE (a, b) IN ((1, 2), (3, 4)) => WHERE (a, b) IN ((?))
          WHERE id IN (1, f(2, 3), c) => WHERE id IN (?, f(?), c)
          WHERE id IN (SELECT a, 1, 2 FROM t) => WHERE id IN (SELECT a, ?, ? FROM t)
          INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c') => INSERT INTO t VALUES (?, ?)
          VALUES (1), (2) ON CONFLICT (a), (b) => VALUES (?) ON CONFLICT (a), (b)
          VALUES (?, now()), (?, ?) => VALUES (?, now()), (?, ?)
          SELECT ARRAY[1, 2, 3] => SELECT ARRAY[?]
          SELECT $1, $2::int, ?1 => SELECT ?, ?::int, ?
          SELECT $$it's$$, $a$ $b$ $$ $a$, c => SELECT ?, ?, c
          SELECT "a ""x", "B".c => SELECT "a ""x", "B".c
          SELECT a -- it's => SELECT a
          SELECT /* 'x' /* y */ z */ a => SELECT a
          SELECT a#>'{b}', a ?| b => SELECT a#>?, a ?| b
          SELECT :name, @p, a::text => SELECT :name, @p, a::text
          a   b => a b
          SELECT 'open => SELECT ?
          SELECT "open 'x' => SELECT ?
          ' => ?
          SELECT 1 /* open => SELECT ? ?
          SELECT 5; SELECT 'a'; => SELECT ?; SELECT ?;
          {? = call f(?, 'x')} => {? = call f(?, ?)}
          SELECT id1, t2.c3 FROM v1_2 => SELECT id1, t2.c3 FROM v1_2
          """)
  void text_everyLiteralBecomesAQuestionMark(String sql, String expected) {
    assertThat(text("postgresql", sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          mysql | SELECT "x", `na'me` FROM t # it's | SELECT ?, `na'me` FROM t
          mysql | SELECT 5--3 | SELECT ?-?
          mysql | SELECT 5 -- 3 | SELECT ?
          mysql | SELECT 'it\\'s', 'secret' | SELECT ?
          mysql | SELECT 'back\\\\', a | SELECT ?, a
          mysql | SELECT _utf8'x', 1st | SELECT _utf8?, ?
          postgresql | SELECT 'C:\\', 'secret' | SELECT ?
          postgresql | SELECT `x | SELECT ?
          oracle.db | SELECT 'C:\\', a FROM v$x# | SELECT ?, a FROM v$x#
          oracle.db | SELECT q'[it's]', nQ'!a'b!', c | SELECT ?, ?, c
          microsoft.sql_server | SELECT [it's], $9.99, #t.c, "x" | SELECT [it's], ?, #t.c, ?
          sqlite | SELECT [a], "b", x'00', ?1, $v | SELECT [a], ?, ?, ?, $v
          h2database | SELECT "a", 'C:\\', `b` | SELECT "a", ?, `b`
          other_sql | SELECT "a", '''b''', c | SELECT ?, ?
          other_sql | SELECT a[1], [it's], 'x' | SELECT a[?], ?
          other_sql | SELECT a # it's | SELECT a ?
          other_sql | SELECT a --'x | SELECT a ?
          """)
  void text_quotesAreThoseOfTheDialect(String system, String sql, String expected) {
    assertThat(text(system, sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          SELECT * FROM songs, artists => SELECT songs artists
          select a.x from shop.orders o, "Items" as i where x => select shop.orders "Items"
          SELECT * FROM a JOIN b ON a.x = b.x, c LEFT JOIN d USING (y) => SELECT a b c d
          SELECT * FROM (SELECT x, y FROM orders) o JOIN customers => SELECT SELECT orders customers
          INSERT INTO shipping (a, b) SELECT a, b FROM orders => INSERT shipping SELECT orders
          UPDATE t SET a = (SELECT b FROM u), c = 1 => UPDATE t SELECT u
          DELETE FROM t USING u WHERE x => DELETE t u
          MERGE INTO t USING s ON (x) WHEN MATCHED THEN UPDATE SET a = 1 => MERGE t s
          SELECT EXTRACT(YEAR FROM d) FROM t WHERE a IS DISTINCT FROM b => SELECT t
          SELECT * FROM t FOR UPDATE => SELECT t
          SELECT a.from, b.select FROM t => SELECT t
          CREATE TABLE IF NOT EXISTS s.t (a int, b int) => CREATE TABLE s.t
          CREATE OR REPLACE VIEW v AS SELECT * FROM t => CREATE VIEW v SELECT t
          CREATE UNIQUE INDEX i ON t (a) => CREATE INDEX i
          DROP TABLE t => DROP TABLE t
          DROP TABLE IF EXISTS a, s.b CASCADE => DROP TABLE a s.b
          DROP FUNCTION f(int, text), g(int) => DROP FUNCTION f g
          DROP TABLE a; SELECT b, c FROM d => DROP TABLE a SELECT d
          ALTER TABLE t ADD a int, DROP COLUMN b, c int => ALTER TABLE t
          TRUNCATE TABLE t => TRUNCATE t
          TRUNCATE TABLE a, ONLY b, "c" RESTART IDENTITY => TRUNCATE a b "c"
          LOCK TABLE a, b IN EXCLUSIVE MODE => LOCK a b
          UPDATE a x, b AS y SET x.c = y.c, d = 1 WHERE e IN (f, g) => UPDATE a b
          WITH x AS (UPDATE a SET b = 1, c = 2 RETURNING d, e), y AS (SELECT 1) SELECT * FROM x => UPDATE a SELECT SELECT x
          INSERT INTO t (a, b) VALUES (1, 2) ON DUPLICATE KEY UPDATE a = 1, b = 2 => INSERT t
          SELECT a, b FROM t FOR UPDATE OF t, u => SELECT t
          {call shop.settle(?)} => call shop.settle
          {? = call f(?)} => call f
          WITH x AS (SELECT * FROM a) INSERT INTO b SELECT * FROM x => SELECT a INSERT b SELECT x
          SELECT 1 UNION SELECT c FROM t => SELECT SELECT t
          EXPLAIN SELECT * FROM t => EXPLAIN SELECT t
          SELECT a FROM generate_series(1, 2), t => SELECT generate_series t
          SELECT 1; DELETE FROM t => SELECT DELETE t
          COMMIT => COMMIT
          SELECT (1 => SELECT
          hello world => ~~
          """)
  void summary_isOperationsAndTargets(String sql, String expected) {
    assertThat(summary(sql)).isEqualTo(expected);
  }

  @Test
  void summary_isCutBetweenTokens() {
    String name = "n".repeat(60);
    String sql = "SELECT * FROM a." + (name + ", b.").repeat(9) + "c";
    assertThat(summary(sql))
        .isEqualTo("SELECT a." + name + (" b." + name).repeat(2))
        .hasSizeLessThanOrEqualTo(SummaryText.MAX_LENGTH);
  }

  @Test
  void sanitize_millionValuesAreOne() {
    String values = "'secret', -17, ?, ".repeat(400_000);
    assertThat(text("mysql", "SELECT a FROM t WHERE id IN (" + values + "0) AND b = 1"))
        .isEqualTo("SELECT a FROM t WHERE id IN (?) AND b = ?");
  }

  @Test
  void sanitize_millionRowsAreOne() {
    String rows = "(1, 'secret', NULL), ".repeat(300_000);
    assertThat(text("h2database", "INSERT INTO t VALUES " + rows + "(1, 'x', NULL)"))
        .isEqualTo("INSERT INTO t VALUES (?, ?, NULL)");
  }

  @Test
  void sanitize_longTextIsCutBetweenTokens() {
    String text = text("postgresql", "SELECT " + "col\u00fcmn_name, ".repeat(10_000) + "x");
    assertThat(text).endsWith("col\u00fcmn_name,...");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(SqlText.MAX_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "(", "[", "$", "$a", "#", "\\", "/*", "--", "'", "\"", "`", ".", "?", "-", "q'", "a$"
  })
  void sanitize_hostileRepetitionIsReadOnce(String part) {
    // quadratic behaviour would take hours
    for (String system : new String[] {"postgresql", "mysql", "oracle.db", "other_sql"}) {
      String text = SqlSanitizer.of(system).scan(part.repeat(1_000_000)).text();
      assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    }
  }

  @Test
  void sanitize_null_throws() {
    assertThatNullPointerException()
        .isThrownBy(() -> SqlSanitizer.of("mysql").sanitize(null))
        .withMessage("sql");
    assertThatNullPointerException()
        .isThrownBy(() -> SqlSanitizer.of(null))
        .withMessage("systemName");
  }
}
