// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the queries among spans, by what they ask. */
final class Queries {
  private static final int MAX_TOLD = 10;

  private Queries() {}

  /** Fails if there are more than {@code max}, and tells which repeat. */
  static void assertAtMost(int max, List<SpanData> spans) {
    if (max < 0) {
      throw new IllegalArgumentException("max must not be negative: " + max);
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    int total = 0;
    for (SpanData span : spans) {
      Attributes attributes = span.attributes();
      if (span.kind() == SpanKind.CLIENT && attributes.get("db.system.name") != null) {
        Object text = attributes.get("db.query.text");
        counts.merge(text == null ? span.name() : text.toString(), 1, Integer::sum);
        total++;
      }
    }
    if (total > max) {
      throw new AssertionError(message(max, total, counts));
    }
  }

  private static String message(int max, int total, Map<String, Integer> counts) {
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()));
    StringBuilder text = new StringBuilder();
    text.append(total).append(" queries were made, at most ").append(max);
    text.append(" are allowed:");
    for (Map.Entry<String, Integer> entry : sorted.subList(0, Math.min(MAX_TOLD, sorted.size()))) {
      text.append("\n  ").append(entry.getValue()).append(" x ").append(entry.getKey());
    }
    if (sorted.size() > MAX_TOLD) {
      text.append("\n  and ").append(sorted.size() - MAX_TOLD).append(" others");
    }
    if (sorted.get(0).getValue() > 1) {
      text.append("\nOne that repeats is mostly a query for each row of another one.");
    }
    return text.toString();
  }
}
