// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.EnumSet;
import java.util.Set;

/**
 * What databases disagree about in the way they quote. Where a setting of the session may change
 * the answer, a dialect claims nothing, and {@link SqlScanner} hides the rest of a statement that
 * could be read in two ways.
 */
enum SqlDialect {
  POSTGRESQL(
      Trait.DOUBLE_QUOTED_NAMES, Trait.DOLLAR_QUOTES, Trait.PLAIN_HASHES, Trait.PLAIN_DASHES),
  MYSQL(Trait.BACKTICKS, Trait.HASH_COMMENTS),
  ORACLE(
      Trait.DOUBLE_QUOTED_NAMES,
      Trait.PLAIN_BACKSLASHES,
      Trait.PLAIN_HASHES,
      Trait.PLAIN_DASHES,
      Trait.Q_QUOTES),
  SQL_SERVER(
      Trait.BRACKETED_NAMES, Trait.PLAIN_BACKSLASHES, Trait.PLAIN_HASHES, Trait.PLAIN_DASHES),
  SQLITE(
      Trait.BRACKETED_NAMES,
      Trait.BACKTICKS,
      Trait.PLAIN_BACKSLASHES,
      Trait.PLAIN_HASHES,
      Trait.PLAIN_DASHES),
  /** H2, HSQLDB, Derby, Db2 and others that keep close to the SQL standard. */
  STANDARD(
      Trait.DOUBLE_QUOTED_NAMES,
      Trait.BACKTICKS,
      Trait.DOLLAR_QUOTES,
      Trait.PLAIN_BACKSLASHES,
      Trait.PLAIN_HASHES,
      Trait.PLAIN_DASHES),
  UNKNOWN(Trait.BACKTICKS, Trait.DOLLAR_QUOTES, Trait.Q_QUOTES, Trait.TRIPLE_QUOTES);

  /** One thing that is certain of a dialect, or possible in an unknown one. */
  private enum Trait {
    DOUBLE_QUOTED_NAMES,
    BRACKETED_NAMES,
    BACKTICKS,
    DOLLAR_QUOTES,
    Q_QUOTES,
    TRIPLE_QUOTES,
    PLAIN_BACKSLASHES,
    PLAIN_HASHES,
    PLAIN_DASHES,
    HASH_COMMENTS
  }

  /** {@code "orders"} is a name; else it may be a string. */
  final boolean doubleQuotedNames;

  /** {@code [orders]} is a name. */
  final boolean bracketedNames;

  /** {@code `orders`} is a name. */
  final boolean backticks;

  /** {@code $tag$...$tag$} is a string. */
  final boolean dollarQuotes;

  /** {@code q'[...]'} is a string. */
  final boolean oracleQuotes;

  /** {@code '''...'''} may be a string of its own kind. */
  final boolean tripleQuotes;

  /** A backslash never escapes a quote. */
  final boolean plainBackslashes;

  /** {@code #} never begins a comment. */
  final boolean plainHashes;

  /** {@code --} always begins a comment, a blank behind it or not. */
  final boolean plainDashes;

  /** {@code #} begins a comment, and {@code --} only before a blank. */
  final boolean hashComments;

  SqlDialect(Trait first, Trait... others) {
    Set<Trait> traits = EnumSet.of(first, others);
    doubleQuotedNames = traits.contains(Trait.DOUBLE_QUOTED_NAMES);
    bracketedNames = traits.contains(Trait.BRACKETED_NAMES);
    backticks = traits.contains(Trait.BACKTICKS);
    dollarQuotes = traits.contains(Trait.DOLLAR_QUOTES);
    oracleQuotes = traits.contains(Trait.Q_QUOTES);
    tripleQuotes = traits.contains(Trait.TRIPLE_QUOTES);
    plainBackslashes = traits.contains(Trait.PLAIN_BACKSLASHES);
    plainHashes = traits.contains(Trait.PLAIN_HASHES);
    plainDashes = traits.contains(Trait.PLAIN_DASHES);
    hashComments = traits.contains(Trait.HASH_COMMENTS);
  }

  /** The dialect of a {@code db.system.name} of the semantic conventions. */
  static SqlDialect of(String systemName) {
    return switch (systemName) {
      case "postgresql", "aws.redshift", "cockroachdb", "yugabytedb" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      case "oracle.db" -> ORACLE;
      case "microsoft.sql_server" -> SQL_SERVER;
      case "sqlite" -> SQLITE;
      case "h2database", "hsqldb", "derby", "ibm.db2", "firebirdsql", "sap.hana" -> STANDARD;
      default -> UNKNOWN;
    };
  }
}
