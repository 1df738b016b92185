// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.SpanRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of the drawing: a span, or a handful of siblings that are alike and told as one.
 *
 * @param row the span, of siblings the first
 * @param alike all that it stands for, itself included
 * @param isLast whether no other line of its parent's children follows
 */
record WaterfallRow(SpanRow row, List<SpanRow> alike, boolean isLast) {
  /** Fewer siblings than this are told one by one. */
  private static final int LEAST_FOLDED = 4;

  /** What folded siblings have in common; besides, none has failed or has children. */
  private static List<Object> likeness(SpanData span) {
    return List.of(span.resource().serviceName(), span.name(), span.kind());
  }

  /** The lines for the rows of a tree, in the same order. */
  static List<WaterfallRow> of(List<SpanRow> tree) {
    Map<SpanRow, List<SpanRow>> folded = new LinkedHashMap<>();
    Set<SpanRow> hidden = new HashSet<>();
    Set<SpanRow> last = new HashSet<>();
    for (SpanRow parent : tree) {
      for (List<SpanRow> alike : families(parent)) {
        if (alike.size() >= LEAST_FOLDED) {
          folded.put(alike.get(0), alike);
          hidden.addAll(alike.subList(1, alike.size()));
        }
      }
      for (int i = parent.children.size() - 1; i >= 0; i--) {
        if (!hidden.contains(parent.children.get(i))) {
          last.add(parent.children.get(i));
          break;
        }
      }
    }
    List<WaterfallRow> lines = new ArrayList<>();
    for (SpanRow row : tree) {
      if (!hidden.contains(row)) {
        List<SpanRow> alike = folded.getOrDefault(row, List.of(row));
        lines.add(new WaterfallRow(row, alike, last.contains(row)));
      }
    }
    return lines;
  }

  private static Iterable<List<SpanRow>> families(SpanRow parent) {
    Map<List<Object>, List<SpanRow>> families = new LinkedHashMap<>();
    if (parent.children.size() >= LEAST_FOLDED) {
      for (SpanRow child : parent.children) {
        if (child.children.isEmpty() && child.span.statusCode() != StatusCode.ERROR) {
          families.computeIfAbsent(likeness(child.span), key -> new ArrayList<>()).add(child);
        }
      }
    }
    return families.values();
  }

  SpanData span() {
    return row.span;
  }

  boolean isMissing() {
    return row.missing;
  }

  boolean isFolded() {
    return alike.size() > 1;
  }

  boolean isFailed() {
    return !row.missing && row.span.statusCode() == StatusCode.ERROR;
  }

  /** How long it took, of several together. */
  long durationNanos() {
    long sum = 0;
    for (SpanRow each : alike) {
      sum += each.span.durationNanos();
    }
    return sum;
  }

  long startEpochNanos() {
    return row.span.startEpochNanos(); // siblings are in the order of their starts
  }

  long endEpochNanos() {
    long end = row.span.endEpochNanos();
    for (SpanRow each : alike) {
      end = Math.max(end, each.span.endEpochNanos());
    }
    return end;
  }
}
