// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Spans that wait for the rest of their traces. Bounded: what does not fit makes the trace go that
 * grew least recently. Every span that is added leaves exactly once. Times are readings of {@link
 * System#nanoTime()}. Confined to whoever holds the exporter's lock.
 */
final class OpenTraces {
  /** How long nothing must come for a trace to go without root. */
  static final long MOST_WAIT_NANOS = 60_000_000_000L;

  /** How many traces that went are remembered, to tell that more of them came. */
  private static final int REMEMBERED = 1024;

  private final long quietNanos;
  private final int maxTraces;
  private final int maxSpans;

  /** By trace id; the one that grew least recently first. */
  private final Map<String, Trace> traces = new LinkedHashMap<>();

  private final Set<String> gone = new LinkedHashSet<>();
  private int spans;

  /**
   * Nothing yet.
   *
   * @param quietNanos how long nothing must come for a trace with its root to be complete
   */
  OpenTraces(long quietNanos, int maxTraces, int maxSpans) {
    this.quietNanos = quietNanos;
    this.maxTraces = maxTraces;
    this.maxSpans = maxSpans;
  }

  /**
   * Takes a span in; appends to {@code ready} what has to go because of it. A span that throws when
   * it is asked changes nothing.
   */
  void add(SpanData span, long now, List<Trace> ready) {
    String id = span.traceId();
    Long spanId = span.spanIdAsLong();
    Long parentId = span.parentSpanIdAsLong();
    boolean remote = span.isParentRemote();
    Trace trace = traces.remove(id);
    if (trace == null) {
      trace = new Trace(id, gone.contains(id));
    }
    traces.put(id, trace);
    trace.spans.add(span);
    trace.last = now;
    trace.ids.add(spanId);
    if (remote || parentId == 0) {
      trace.tops.add(parentId);
    }
    spans++;
    while (traces.size() > maxTraces || spans > maxSpans) {
      release(traces.values().iterator().next(), ready);
    }
  }

  /**
   * Appends to {@code ready} the traces whose time has come.
   *
   * @return how long it takes until the time of the next one comes; {@link Long#MAX_VALUE} if none
   *     is held any more
   */
  long due(long now, List<Trace> ready) {
    long least = Long.MAX_VALUE;
    for (Trace trace : new ArrayList<>(traces.values())) {
      long wait = trace.isComplete() ? quietNanos : Math.max(quietNanos, MOST_WAIT_NANOS);
      long left = wait - (now - trace.last);
      if (left > 0) {
        least = Math.min(least, left);
      } else {
        release(trace, ready);
      }
    }
    return least;
  }

  /** Appends all traces to {@code ready}. */
  void all(List<Trace> ready) {
    for (Trace trace : new ArrayList<>(traces.values())) {
      release(trace, ready);
    }
  }

  boolean isEmpty() {
    return traces.isEmpty();
  }

  private void release(Trace trace, List<Trace> ready) {
    traces.remove(trace.id);
    spans -= trace.spans.size();
    ready.add(trace);
    gone.add(trace.id);
    if (gone.size() > REMEMBERED) {
      gone.remove(gone.iterator().next());
    }
  }

  /** The spans of one trace so far. */
  static final class Trace {
    final String id;
    final List<SpanData> spans = new ArrayList<>();

    /** Whether spans of it went before. */
    final boolean continued;

    private final Set<Long> ids = new HashSet<>();

    /** The parents of spans that have none in their process; 0 for roots. */
    private final Set<Long> tops = new HashSet<>();

    private long last;

    private Trace(String id, boolean continued) {
      this.id = id;
      this.continued = continued;
    }

    /** Whether it has a span above which there is nothing in this process, as far as known. */
    private boolean isComplete() {
      return continued || !ids.containsAll(tops);
    }
  }
}
