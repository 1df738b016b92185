// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.internal.SpanRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trace waited for, seen from its end: the child that finished last is on the path, then the
 * one that had finished last when that one began, and so on; in between it is the span itself. A
 * consumer that outlives its producer is not waited for. The same as the page's {@code analysis.js}
 * finds. Confined to one thread.
 */
final class CriticalPath {
  /**
   * A span on the path. Immutable.
   *
   * @param span the span
   * @param nanos for how long the trace waited for it itself, and for none of its children
   */
  record Share(SpanData span, long nanos) {}

  /** A row, and between which moments it can have been waited for. */
  private record Open(SpanRow row, long from, long until) {}

  private final Map<SpanData, Long> shares = new LinkedHashMap<>();

  private CriticalPath() {}

  /** The spans on the path, those that took most of it first; none without spans. */
  static List<Share> of(List<SpanData> spans) {
    CriticalPath path = new CriticalPath();
    SpanRow.of(spans).stream()
        .filter(row -> !row.missing && isTop(row))
        .max(Comparator.comparingLong(row -> row.span.durationNanos()))
        .ifPresent(path::walk);
    List<Share> found = new ArrayList<>();
    path.shares.forEach((span, nanos) -> found.add(new Share(span, nanos)));
    found.sort(Comparator.comparingLong(Share::nanos).reversed());
    return found;
  }

  private static boolean isTop(SpanRow row) {
    SpanRow parent = row.parent();
    return parent == null || parent.missing;
  }

  private void walk(SpanRow root) {
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(root, root.span.startEpochNanos(), root.span.endEpochNanos()));
    while (!open.isEmpty()) {
      walk(open.pop(), open);
    }
  }

  private void walk(Open here, Deque<Open> open) {
    SpanData span = here.row().span;
    long from = Math.max(here.from(), span.startEpochNanos());
    long until = Math.min(here.until(), span.endEpochNanos());
    List<SpanRow> children = new ArrayList<>(here.row().children);
    children.sort(Comparator.comparingLong((SpanRow child) -> -endWithin(child.span, span)));
    for (SpanRow child : children) {
      long end = endWithin(child.span, span);
      boolean onItsOwn =
          child.span.kind() == SpanKind.CONSUMER
              && child.span.endEpochNanos() > span.endEpochNanos();
      if (end > until || child.span.startEpochNanos() >= until || end <= from || onItsOwn) {
        continue;
      }
      add(span, until - end);
      open.push(new Open(child, from, end));
      until = Math.max(child.span.startEpochNanos(), from);
    }
    add(span, until - from);
  }

  private static long endWithin(SpanData child, SpanData parent) {
    return Math.min(child.endEpochNanos(), parent.endEpochNanos());
  }

  private void add(SpanData span, long nanos) {
    if (nanos > 0) {
      shares.merge(span, nanos, Long::sum);
    }
  }
}
