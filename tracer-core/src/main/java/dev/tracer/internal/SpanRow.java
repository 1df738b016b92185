// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import dev.tracer.export.SpanData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span in the tree that a heap of spans makes up. {@link #of} gives the tree as lines: a span,
 * its children behind it, those by start and then by id. Roots are spans without parent and those
 * whose parent is remote and unknown. Spans with an unknown parent of this process come last, under
 * a row without span that stands for the parent. Every span is there exactly once, whatever the ids
 * say: a ring of parents is cut open. Immutable once {@link #of} has returned.
 */
public final class SpanRow {
  private static final Comparator<SpanData> ORDER =
      Comparator.comparingLong(SpanData::startEpochNanos)
          .thenComparing((a, b) -> Long.compareUnsigned(a.spanIdAsLong(), b.spanIdAsLong()));

  private final @Nullable SpanData span;
  private final List<SpanRow> children = new ArrayList<>();
  private @Nullable SpanRow parent;
  private int depth;
  private boolean last = true;

  private SpanRow(@Nullable SpanData span) {
    this.span = span;
  }

  /** The span; null if this row stands for a missing parent. */
  public @Nullable SpanData span() {
    return span;
  }

  /** The row this one hangs on; null at the top. */
  public @Nullable SpanRow parent() {
    return parent;
  }

  /** How many rows it hangs on. */
  public int depth() {
    return depth;
  }

  /** Whether no other child of its parent follows. */
  public boolean isLast() {
    return last;
  }

  /** The rows that hang on it, in their order. */
  public List<SpanRow> children() {
    return children;
  }

  /** The lines of the tree. */
  public static List<SpanRow> of(Collection<? extends SpanData> spans) {
    List<SpanData> ordered = new ArrayList<>(spans);
    ordered.sort(ORDER);
    List<SpanRow> nodes = new ArrayList<>(ordered.size());
    Map<Id, SpanRow> byId = new HashMap<>();
    for (SpanData span : ordered) {
      SpanRow node = new SpanRow(span);
      nodes.add(node);
      byId.putIfAbsent(Id.of(span), node);
    }
    List<SpanRow> roots = new ArrayList<>();
    Map<Id, SpanRow> missing = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      SpanRow node = nodes.get(i);
      SpanData span = ordered.get(i);
      SpanRow found = span.isRoot() ? null : byId.get(Id.ofParent(span));
      if (found != null) {
        node.hangOn(found);
      } else if (span.isRoot() || span.isParentRemote()) {
        roots.add(node);
      } else {
        node.hangOn(missing.computeIfAbsent(Id.ofParent(span), id -> new SpanRow(null)));
      }
    }
    roots.addAll(missing.values());
    cutRings(nodes, roots);
    return flatten(roots);
  }

  private void hangOn(SpanRow newParent) {
    parent = newParent;
    newParent.children.add(this);
  }

  /** Hangs spans that no root leads to, which are their own ancestors, on missing parents. */
  private static void cutRings(List<SpanRow> nodes, List<SpanRow> roots) {
    int reached = 0;
    for (SpanRow root : roots) {
      reached += count(root);
    }
    for (int i = 0; reached < nodes.size(); i++) {
      SpanRow node = nodes.get(i);
      SpanRow above = node.parent;
      if (above != null && node.isOwnAncestor(nodes.size())) {
        above.children.remove(node);
        SpanRow cut = new SpanRow(null);
        node.hangOn(cut);
        roots.add(cut);
        reached += count(cut);
      }
    }
  }

  /** How many spans the tree under {@code root} has. */
  private static int count(SpanRow root) {
    int count = 0;
    Deque<SpanRow> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      SpanRow row = open.pop();
      count += row.span == null ? 0 : 1;
      row.children.forEach(open::push);
    }
    return count;
  }

  /** Whether the way up leads back here. */
  private boolean isOwnAncestor(int spans) {
    SpanRow above = parent;
    for (int i = 0; i < spans && above != null && above != this; i++) {
      above = above.parent;
    }
    return above == this;
  }

  private static List<SpanRow> flatten(List<SpanRow> roots) {
    List<SpanRow> rows = new ArrayList<>();
    Deque<SpanRow> open = new ArrayDeque<>();
    for (int i = roots.size() - 1; i >= 0; i--) {
      open.push(roots.get(i));
    }
    while (!open.isEmpty()) {
      SpanRow row = open.pop();
      rows.add(row);
      SpanRow above = row.parent;
      row.depth = above == null ? 0 : above.depth + 1;
      for (int i = row.children.size() - 1; i >= 0; i--) {
        SpanRow child = row.children.get(i);
        child.last = i == row.children.size() - 1;
        open.push(child);
      }
    }
    return rows;
  }

  /** A span's identity across traces. */
  private record Id(long traceIdHigh, long traceIdLow, long spanId) {
    static Id of(SpanData span) {
      return new Id(span.traceIdHigh(), span.traceIdLow(), span.spanIdAsLong());
    }

    static Id ofParent(SpanData span) {
      return new Id(span.traceIdHigh(), span.traceIdLow(), span.parentSpanIdAsLong());
    }
  }
}
