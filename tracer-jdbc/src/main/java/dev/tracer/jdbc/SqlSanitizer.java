// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

/**
 * Takes the literals out of SQL statements, and says what they do:
 *
 * <pre>{@code
 * SanitizedSql sql = SqlSanitizer.of("postgresql").sanitize(
 *     "SELECT * FROM orders WHERE id IN (1, 2, 3) AND owner = 'Ann'");
 * sql.text();    // SELECT * FROM orders WHERE id IN (?) AND owner = ?
 * sql.summary(); // SELECT orders
 * }</pre>
 *
 * <p>One pass without regular expressions, in time proportional to the length, for valid and
 * invalid SQL. Strings, numbers, dates, booleans, hexadecimal and binary literals become {@code ?},
 * lists of them one {@code ?}; comments are left out. A statement that sets a password is hidden
 * whole. Where a statement can be read in two ways that differ in what is a literal, because a
 * setting of the session decides, its rest is hidden. Names are kept: do not build names of tables
 * or columns from secrets.
 *
 * <p>Thread-safe. Remembers statements of up to 10,240 characters in up to a megabyte.
 *
 * @since 0.1
 */
public final class SqlSanitizer {
  private static final int CACHE_BYTES = 1 << 20;

  private final SqlDialect dialect;
  private final StatementCache<SanitizedSql> cache =
      new StatementCache<>(CACHE_BYTES, this::scan, SqlSanitizer::charsToKeep);

  private SqlSanitizer(SqlDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A sanitiser for a database.
   *
   * @param systemName a {@code db.system.name} of the semantic conventions, such as {@code
   *     postgresql}; of a database that is not known, what is between double quotes is hidden, too
   * @throws NullPointerException if {@code systemName} is null
   */
  public static SqlSanitizer of(String systemName) {
    return new SqlSanitizer(SqlDialect.of(requireNonNull(systemName, "systemName")));
  }

  /**
   * What may be recorded of a statement.
   *
   * @throws NullPointerException if {@code sql} is null
   */
  public SanitizedSql sanitize(String sql) {
    return cache.get(requireNonNull(sql, "sql"));
  }

  SanitizedSql scan(String sql) {
    SqlTokens tokens = new SqlTokens(sql, dialect);
    return tokens.sanitized(SqlSummary.of(tokens));
  }

  /** How long a result is; negative for one that must not be kept, as its key holds a secret. */
  static int charsToKeep(SanitizedSql result) {
    boolean hidden = result.text().equals("?") || result.text().equals(result.summary() + " ?");
    return hidden ? -1 : result.text().length() + result.summary().length();
  }
}
