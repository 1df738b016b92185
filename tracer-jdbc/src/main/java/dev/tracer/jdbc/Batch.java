// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.LinkedHashSet;
import java.util.Set;

/** What was added to the batch of a statement. Confined to one thread at a time. */
final class Batch {
  /** Different statements beyond these are counted and not told. */
  private static final int MAX_TOLD = 16;

  /** The most characters of a statement that is kept until the batch is executed. */
  private static final int MAX_LENGTH = 65_536;

  private final Set<String> statements = new LinkedHashSet<>();
  private int size;

  /** A statement was added; null for one that is not told. */
  void add(String sql) {
    size++;
    if (statements.size() < MAX_TOLD && sql != null && sql.length() <= MAX_LENGTH) {
      statements.add(sql);
    }
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
