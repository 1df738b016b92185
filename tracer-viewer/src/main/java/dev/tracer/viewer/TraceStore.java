// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Traces in memory, bounded in bytes: the trace that got nothing for the longest time goes first,
 * and a trace that alone takes half of the memory gets no more spans. Thread-safe; nothing foreign
 * is called under the lock.
 */
final class TraceStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final long maxBytes;
  private final Names names = new Names();

  /** In the order of their last spans. */
  @GuardedBy("lock") private final LinkedHashMap<TraceId, StoredTrace> traces = new LinkedHashMap<>();

  @GuardedBy("lock") private long bytes;

  @GuardedBy("lock") private long version;

  @GuardedBy("lock") private long evictedTraces;

  @GuardedBy("lock") private long refusedSpans;

  @GuardedBy("lock") private long conflictingSpans;

  @GuardedBy("lock") private boolean closed;

  TraceStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  Names names() {
    return names;
  }

  /**
   * Figures of the store. Immutable.
   *
   * @param traces how many there are
   * @param spans how many of their spans
   * @param bytes how many bytes they take
   * @param maxBytes how many they may take
   * @param evictedTraces how many had to go
   * @param refusedSpans how many spans, and lines of logs, did not fit
   * @param conflictingSpans how many spans were lost because another one of their trace had their
   *     id
   */
  record Figures(
      int traces,
      long spans,
      long bytes,
      long maxBytes,
      long evictedTraces,
      long refusedSpans,
      long conflictingSpans) {}

  /**
   * Keeps what a request brought.
   *
   * @param spans of no foreign kind, see {@link ReceivedSpan#own}: they are asked under the lock
   * @return how many spans and lines did not fit; none for those that were there before
   */
  int add(List<? extends SpanData> spans, List<LogLine> logs) {
    // all texts are read for that, so not under the lock
    int[] weights = spans.stream().mapToInt(Weight::of).toArray();
    int[] logWeights = logs.stream().mapToInt(Weight::of).toArray();
    int refused = 0;
    lock.lock();
    try {
      if (closed) {
        return weights.length + logWeights.length;
      }
      for (int i = 0; i < weights.length; i++) {
        refused += keep(spans.get(i), weights[i]) ? 0 : 1;
      }
      for (int i = 0; i < logWeights.length; i++) {
        refused += keep(logs.get(i), logWeights[i]) ? 0 : 1;
      }
      refusedSpans += refused;
      evict();
      version++;
    } finally {
      lock.unlock();
    }
    return refused;
  }

  /** Forgets all traces. From now on nothing fits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      traces.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a span; false if it does not fit. */
  @GuardedBy("lock") private boolean keep(SpanData span, int weight) {
    StoredTrace trace = trace(new TraceId(span.traceIdHigh(), span.traceIdLow()));
    SpanData here = trace.span(span.spanIdAsLong());
    if (here != null) {
      conflictingSpans += trace.conflicts(span, here) ? 1 : 0;
      return true;
    }
    if (trace.bytes() + weight > maxBytes / 2) {
      return false;
    }
    trace.add(span, weight);
    bytes += weight;
    return true;
  }

  /** Keeps a line of a log; false if it does not fit. */
  @GuardedBy("lock") private boolean keep(LogLine log, int weight) {
    StoredTrace trace = trace(new TraceId(log.traceIdHigh(), log.traceIdLow()));
    if (trace.bytes() + weight > maxBytes / 2) {
      return false;
    }
    trace.add(log, weight);
    bytes += weight;
    return true;
  }

  @GuardedBy("lock") private StoredTrace trace(TraceId id) {
    StoredTrace trace = traces.remove(id); // to be put behind all others
    if (trace == null) {
      trace = new StoredTrace(id);
      bytes += trace.bytes();
    }
    traces.put(id, trace);
    return trace;
  }

  @GuardedBy("lock") private void evict() {
    Iterator<StoredTrace> oldest = traces.values().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
      evictedTraces++;
    }
  }

  /** A number that grows with each change. */
  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** The spans of a trace that have ended, in no order; none if it is unknown. */
  List<SpanData> spans(TraceId id) {
    lock.lock();
    try {
      StoredTrace trace = traces.get(id);
      return trace == null ? List.of() : new ArrayList<>(trace.spans());
    } finally {
      lock.unlock();
    }
  }

  /** How many spans of a trace were lost because another one had their id. */
  int conflicts(TraceId id) {
    lock.lock();
    try {
      StoredTrace trace = traces.get(id);
      return trace == null ? 0 : trace.conflicts();
    } finally {
      lock.unlock();
    }
  }

  /** The lines of logs of a trace; none if it is unknown. */
  List<LogLine> logs(TraceId id) {
    lock.lock();
    try {
      StoredTrace trace = traces.get(id);
      return trace == null ? List.of() : new ArrayList<>(trace.logs());
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code each}, which must not keep it, with every trace. */
  void forEach(Consumer<StoredTrace> each) {
    lock.lock();
    try {
      traces.values().forEach(each);
    } finally {
      lock.unlock();
    }
  }

  Figures figures() {
    lock.lock();
    try {
      long spans = 0;
      for (StoredTrace trace : traces.values()) {
        spans += trace.spans().size();
      }
      return new Figures(
          traces.size(), spans, bytes, maxBytes, evictedTraces, refusedSpans, conflictingSpans);
    } finally {
      lock.unlock();
    }
  }
}
