// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spans that wait for the rest of their traces. Bounded: what does not fit makes the trace go that
 * grew least recently. Every span that is added leaves exactly once. Times are readings of {@link
 * System#nanoTime()}. Confined to whoever holds the exporter's lock.
 */
final class HeldTraces {
  /** How many traces that went are remembered, to tell that more of them came. */
  private static final int REMEMBERED = 1024;

  private final Limits limits;

  /** The one that grew least recently first. */
  private final LinkedHashMap<Key, Held> traces = new LinkedHashMap<>();

  private final Set<Key> gone = new LinkedHashSet<>();
  private int spans;
  private @Nullable Resource service;
  private boolean severalServices;

  HeldTraces(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes a span in; appends to {@code ready} what has to go because of it. A span that throws when
   * it is asked changes nothing.
   */
  void add(SpanData span, long now, List<Ready> ready) {
    Key key = new Key(span.traceIdHigh(), span.traceIdLow());
    Resource resource = span.resource();
    boolean root = span.isRoot();
    Held held = traces.remove(key);
    if (held == null) {
      held = new Held(gone.contains(key));
    }
    held.add(span, root, now);
    traces.put(key, held);
    spans++;
    if (service == null) {
      service = resource;
    } else if (!severalServices && !service.equals(resource)) {
      severalServices = true;
    }
    while (traces.size() > limits.traces || spans > limits.spans) {
      release(traces.keySet().iterator().next(), ready);
    }
  }

  /** Appends to {@code ready} the traces whose time has come. */
  void due(long now, List<Ready> ready) {
    for (Map.Entry<Key, Held> entry : List.copyOf(traces.entrySet())) {
      if (left(entry.getValue(), now) <= 0) {
        release(entry.getKey(), ready);
      }
    }
  }

  /** How long it takes until the time of a trace comes; {@link Long#MAX_VALUE} if none is held. */
  long nanosToNext(long now) {
    long least = Long.MAX_VALUE;
    for (Held held : traces.values()) {
      least = Math.min(least, left(held, now));
    }
    return least;
  }

  /** Appends all traces to {@code ready}. */
  void all(List<Ready> ready) {
    while (!traces.isEmpty()) {
      release(traces.keySet().iterator().next(), ready);
    }
  }

  boolean isEmpty() {
    return traces.isEmpty();
  }

  private long left(Held held, long now) {
    long quiet = severalServices ? limits.sharedQuietNanos : limits.quietNanos;
    return (held.isComplete() ? quiet : Math.max(quiet, limits.mostWaitNanos)) - (now - held.last);
  }

  private void release(Key key, List<Ready> ready) {
    Held held = traces.remove(key);
    if (held != null) {
      spans -= held.spans.size();
      ready.add(new Ready(held.spans, held.continued));
      gone.add(key);
      if (gone.size() > REMEMBERED) {
        gone.remove(gone.iterator().next());
      }
    }
  }

  /**
   * Bounds.
   *
   * @param quietNanos how long nothing must come for a trace with its root to be complete
   * @param sharedQuietNanos the same once spans of several services came
   * @param mostWaitNanos how long nothing must come for a trace to go without root
   * @param traces most traces
   * @param spans most spans of all traces
   */
  record Limits(
      long quietNanos, long sharedQuietNanos, long mostWaitNanos, int traces, int spans) {}

  /**
   * A trace to be shown.
   *
   * @param continued whether spans of it were shown before
   */
  record Ready(List<SpanData> spans, boolean continued) {}

  private record Key(long traceIdHigh, long traceIdLow) {}

  /** The spans of one trace so far. */
  private static final class Held {
    private final List<SpanData> spans = new ArrayList<>();
    private final boolean continued;
    private long last;
    private boolean rooted;
    private boolean remotelyRooted;
    private boolean checked;

    Held(boolean continued) {
      this.continued = continued;
    }

    void add(SpanData span, boolean root, long now) {
      spans.add(span);
      last = now;
      checked = false;
      rooted |= root;
    }

    /** Whether it has a span above which there is nothing in this process, as far as known. */
    boolean isComplete() {
      if (!rooted && !continued && !checked) {
        checked = true;
        remotelyRooted = hasRemoteRoot();
      }
      return rooted || continued || remotelyRooted;
    }

    private boolean hasRemoteRoot() {
      Set<Long> ids = new HashSet<>();
      for (SpanData span : spans) {
        ids.add(span.spanIdAsLong());
      }
      for (SpanData span : spans) {
        if (span.isParentRemote() && !ids.contains(span.parentSpanIdAsLong())) {
          return true;
        }
      }
      return false;
    }
  }
}
