// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What was added to the batch of a statement. Confined to one thread at a time. */
final class Batch {
  /** Different statements beyond these are told only if they begin otherwise than all before. */
  private static final int MAX_TOLD = 16;

  /** Statements that begin otherwise beyond these are counted and not told. */
  private static final int MAX_BEGINNINGS = 32;

  /** The most characters of a statement that is kept until the batch is executed. */
  private static final int MAX_LENGTH = 65_536;

  private final Set<String> statements = new LinkedHashSet<>();

  /** How those begin. */
  private final Set<String> beginnings = new HashSet<>();

  private int size;

  /** A statement was added; null for one that is not told. */
  void add(String sql) {
    size++;
    if (sql == null || sql.length() > MAX_LENGTH || statements.contains(sql)) {
      return;
    }
    boolean isNew = beginnings.size() < MAX_BEGINNINGS && beginnings.add(beginning(sql));
    if (isNew || statements.size() < MAX_TOLD) {
      statements.add(sql);
    }
  }

  /** What stands before the first value or bracket: statements that differ in values share it. */
  private static String beginning(String sql) {
    int end = 0;
    while (end < sql.length() && "('\"?".indexOf(sql.charAt(end)) < 0 && !isNumber(sql, end)) {
      end++;
    }
    return sql.substring(0, end);
  }

  private static boolean isNumber(String sql, int at) {
    char c = sql.charAt(at);
    return c >= '0' && c <= '9' && (at == 0 || !Character.isJavaIdentifierPart(sql.charAt(at - 1)));
  }

  /** The batch as its span tells it. */
  Query describe(Database database) {
    StringBuilder text = new StringBuilder();
    Set<String> summaries = new LinkedHashSet<>();
    Set<String> texts = new LinkedHashSet<>();
    for (String statement : statements) {
      SanitizedSql sql = database.query(statement).sql();
      summaries.add(sql.summary());
      if (texts.add(sql.text()) && text.length() + sql.text().length() < SqlText.MAX_BYTES / 3) {
        text.append(text.length() == 0 ? "" : "; ").append(sql.text());
      } else if (texts.size() == 1 && text.length() == 0) {
        text.append(sql.text());
      }
    }
    String summary = summaries.size() == 1 ? summaries.iterator().next() : "";
    return database.describe(new SanitizedSql(text.toString(), summary), size);
  }
}
