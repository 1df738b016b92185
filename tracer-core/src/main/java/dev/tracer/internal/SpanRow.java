// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the tree that a heap of spans makes up: see {@link #of}. Immutable once that has
 * returned.
 */
public final class SpanRow implements Comparable<SpanRow> {
  /** The span; if it is {@link #missing}, the first one of those that hang on it. */
  public final SpanData span;

  /** Whether this stands for the parent of spans whose parent did not come. */
  public final boolean missing;

  /** The rows that hang on it, in their order. */
  public final List<SpanRow> children = new ArrayList<>();

  private @Nullable SpanRow parent;
  private int depth = -1;

  private SpanRow(SpanData span, boolean missing) {
    this.span = span;
    this.missing = missing;
  }

  /** The row this one hangs on; null at the top. */
  public @Nullable SpanRow parent() {
    return parent;
  }

  /** How many rows it hangs on. */
  public int depth() {
    return depth;
  }

  /**
   * The lines of the tree: a span, its children behind it, those by start and then by id. Roots are
   * spans without parent and those whose parent is remote and unknown. Spans with an unknown parent
   * of this process come last, under a row that stands for the parent. Every span is there exactly
   * once, whatever the ids say: a ring of parents is cut open.
   */
  public static List<SpanRow> of(Collection<? extends SpanData> spans) {
    List<SpanRow> nodes = new ArrayList<>();
    for (SpanData span : spans) {
      nodes.add(new SpanRow(span, false));
    }
    Collections.sort(nodes);
    Map<String, SpanRow> byId = new HashMap<>();
    for (SpanRow node : nodes) {
      byId.putIfAbsent(node.span.traceId() + node.span.spanId(), node);
    }
    List<SpanRow> roots = new ArrayList<>();
    Map<String, SpanRow> missing = new LinkedHashMap<>();
    for (SpanRow node : nodes) {
      SpanData span = node.span;
      String id = span.traceId() + span.parentSpanId();
      SpanRow parent = byId.get(id);
      if (parent == null && !span.isRoot() && !span.isParentRemote()) {
        parent = missing.get(id);
        if (parent == null) {
          parent = new SpanRow(span, true);
          missing.put(id, parent);
        }
      }
      node.parent = parent;
      (parent == null ? roots : parent.children).add(node);
    }
    roots.addAll(missing.values());
    List<SpanRow> rows = new ArrayList<>();
    for (SpanRow root : roots) {
      root.addTo(rows);
    }
    for (SpanRow node : nodes) {
      if (node.depth < 0 && node.parent != null) { // no root leads here: it is in or below a ring
        node.parent.children.remove(node);
        node.parent = null;
        node.addTo(rows);
      }
    }
    return rows;
  }

  /** By start, then by id. */
  @Override
  public int compareTo(SpanRow other) {
    int byStart = Long.compare(span.startEpochNanos(), other.span.startEpochNanos());
    return byStart != 0
        ? byStart
        : Long.compareUnsigned(span.spanIdAsLong(), other.span.spanIdAsLong());
  }

  /** Adds this row and those below it, without recursion: a trace may be deeper than the stack. */
  private void addTo(List<SpanRow> rows) {
    List<SpanRow> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      SpanRow row = open.remove(open.size() - 1);
      row.depth = row.parent == null ? 0 : row.parent.depth + 1;
      rows.add(row);
      for (int i = row.children.size() - 1; i >= 0; i--) {
        open.add(row.children.get(i));
      }
    }
  }
}
