// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Context;
import dev.tracer.Tracer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The trace in a comment at the end of a statement, as sqlcommenter has it. */
final class SqlComment {
  private SqlComment() {}

  /**
   * The statement with the context's headers behind it; as it is if it has a comment already, or is
   * an escape of JDBC, <code>{call f(?)}</code>, behind which drivers take nothing.
   */
  static String append(String sql, Context context, Tracer tracer) {
    if (sql.contains("/*") || sql.contains("*/") || sql.contains("--")) {
      return sql; // as sqlcommenter wants it, and lest ours becomes part of the other
    }
    if (isEscape(sql)) {
      return sql;
    }
    Map<String, String> headers = new TreeMap<>();
    tracer.inject(context, headers, Map::put);
    StringBuilder comment = new StringBuilder(80);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("traceparent") || name.equals("tracestate")) { // baggage is not for it
        comment.append(comment.length() == 0 ? " /*" : ",").append(name).append("='");
        comment.append(URLEncoder.encode(header.getValue(), StandardCharsets.UTF_8)).append('\'');
      }
    }
    if (comment.length() == 0) {
      return sql;
    }
    int end = sql.length();
    while (end > 0 && (sql.charAt(end - 1) <= ' ' || sql.charAt(end - 1) == ';')) {
      end--;
    }
    return sql.substring(0, end) + comment.append("*/") + sql.substring(end);
  }

  private static boolean isEscape(String sql) {
    int start = 0;
    while (start < sql.length() && sql.charAt(start) <= ' ') {
      start++;
    }
    return start < sql.length() && sql.charAt(start) == '{';
  }
}
