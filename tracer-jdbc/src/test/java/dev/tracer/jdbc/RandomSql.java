// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.Random;

/** Makes statements at random, as a dialect allows them, with marks in their literals. */
final class RandomSql {
  /** Occurs in literals and comments only. */
  static final String MARK = "zq";

  /** As a number. */
  static final String NUMBER_MARK = "7391";

  private final Random random;
  private final String system;

  RandomSql(Random random, String system) {
    this.random = random;
    this.system = system;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String next() {
    String statement =
        switch (random.nextInt(6)) {
          case 0 -> "SELECT " + list() + from() + where();
          case 1 -> "INSERT INTO " + name() + " (a, b) VALUES " + rows();
          case 2 -> "UPDATE " + name() + " SET a = " + value() + ", b = " + value() + where();
          case 3 -> "DELETE FROM " + name() + where();
          case 4 -> "{call p(" + list() + ")}";
          default -> "SELECT (SELECT " + value() + from() + where() + ") AS x" + from() + where();
        };
    return blank() + statement + (random.nextInt(4) == 0 ? ";" + next() : "");
  }

  private String blank() {
    return switch (random.nextInt(8)) {
      case 0 -> "/* it's " + MARK + " */";
      case 1 -> " -- \"" + MARK + " don't\n";
      case 2 -> is("mysql") ? " # it's " + MARK + "\n" : "\n\t";
      default -> " ";
    };
  }

  private boolean is(String name) {
    return system.equals(name);
  }

  private String name() {
    return switch (system) {
      case "mysql" -> pick("orders", "`it's`", "shop.`a\"b`", "o$1");
      case "microsoft.sql_server" -> pick("orders", "[it's \"x]", "dbo.[a]]b]", "#tmp");
      case "sqlite" -> pick("orders", "[it's]", "`a'b`");
      case "oracle.db" -> pick("orders", "\"it's\"", "v$x#", "shop.\"a\"\"b\"");
      default -> pick("orders", "\"it's\"", "shop.\"a\"\"b\"", "o$1");
    };
  }

  private String from() {
    return blank() + "FROM " + name() + pick("", " o", " o, items i", " JOIN b ON a.x = b.y");
  }

  private String where() {
    StringBuilder where = new StringBuilder(blank());
    where.append(" WHERE ").append(condition());
    for (int i = random.nextInt(3); i > 0; i--) {
      where.append(blank()).append(pick("AND", "OR")).append(' ').append(condition());
    }
    return where.toString();
  }

  private String condition() {
    return switch (random.nextInt(5)) {
      case 0 -> "a IN (" + list() + ")";
      case 1 -> "a BETWEEN " + value() + " AND " + value();
      case 2 -> "lower(a)=" + value();
      case 3 -> value() + " <> b-" + NUMBER_MARK;
      default -> "a LIKE" + blank() + value();
    };
  }

  private String list() {
    StringBuilder list = new StringBuilder(value());
    for (int i = random.nextInt(5); i > 0; i--) {
      list.append(pick(",", ", ", " ,")).append(value());
    }
    return list.toString();
  }

  private String rows() {
    StringBuilder rows = new StringBuilder("(" + list() + ")");
    for (int i = random.nextInt(3); i > 0; i--) {
      rows.append(", (").append(list()).append(')');
    }
    return rows.toString();
  }

  private String value() {
    return switch (random.nextInt(9)) {
      case 0 -> "?";
      case 1 -> pick("c", "now()", "NULL", "f(" + string() + ")");
      case 2, 3 -> number();
      case 4 -> pick("DATE ", "TIMESTAMP", "INTERVAL ") + "'" + MARK + "'";
      case 5 -> pick("x", "X") + "'" + NUMBER_MARK + "'";
      default -> string();
    };
  }

  private String number() {
    String n = pick("", "-", "+") + pick(NUMBER_MARK, NUMBER_MARK + ".5", "." + NUMBER_MARK);
    return n + pick("", "", "e5", "E-" + NUMBER_MARK, "e+3");
  }

  /** Characters that mean something outside of strings. */
  private String content() {
    StringBuilder content = new StringBuilder(MARK);
    for (int i = random.nextInt(5); i > 0; i--) {
      content
          .append(pick("''", "--", "/*", "*/", ";", ")", "(", ",", "\n", "$$", "[", "]", "`", "#"))
          .append(pick("\"\"", " FROM ", "IN (", "\u00e9", "?", " "))
          .append(MARK);
    }
    return content.toString();
  }

  private String string() {
    String standard = "'" + content() + "'";
    return switch (system) {
      case "postgresql" ->
          pick(
              standard,
              "E'" + content() + "\\'" + MARK + "'",
              "'" + MARK + "\\\\" + content() + "'",
              "'" + MARK + "\\'",
              "$" + "t$" + content() + "'" + "$t$",
              "$$" + MARK + "'\"" + MARK + "$$",
              "U&'" + MARK + "\\0061'");
      case "mysql" ->
          pick(
              standard,
              "'" + content() + "\\'" + MARK + "'",
              "\"" + content() + "\"",
              "\"" + MARK + "'" + MARK + "\\\"" + MARK + "\"",
              "_utf8mb4'" + MARK + "'",
              "N'" + MARK + "'");
      case "oracle.db" ->
          pick(
              standard,
              "'" + MARK + "\\'",
              "q'[" + MARK + "it's]" + MARK + "]'",
              "Nq'{" + MARK + "'}'",
              "q'!" + MARK + "'" + MARK + "!'",
              "N'" + content() + "'");
      default -> pick(standard, "'" + MARK + "\\'", "\"" + content() + "\"");
    };
  }
}
