// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.IdGenerator;
import dev.tracer.ScopeListener;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all tracers of a test call: gives the ids 1, 2, 3 ..., to traces and spans each for
 * themselves, collects spans and notes scopes. Thread-safe.
 */
final class Recorder implements IdGenerator, ScopeListener {
  private static final String ACCOUNT = "test";

  private final AtomicLong traceIds = new AtomicLong();
  private final AtomicLong spanIds = new AtomicLong();

  final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();

  /** Whether one of the tracers is closed. */
  volatile boolean closed;

  /** Spans by their identity; one that a filter dropped stays until it is seen to have ended. */
  private final Map<SpanContext, Span> started = new ConcurrentHashMap<>();

  /** What is current on threads where not nothing is; written by those threads. */
  private final Map<Thread, Span> current = new ConcurrentHashMap<>();

  @Override
  public long traceIdHigh() {
    return 0;
  }

  @Override
  public long traceIdLow() {
    return traceIds.incrementAndGet();
  }

  @Override
  public long spanId() {
    return spanIds.incrementAndGet();
  }

  /** The processor of one of the tracers. */
  SpanProcessor processor() {
    return new Processor();
  }

  private final class Processor implements SpanProcessor {
    private final AtomicLong collected = new AtomicLong();

    @Override
    public void onStart(Span span, Context parent) {
      started.put(span.context(), span);
    }

    @Override
    public void onEnd(SpanData span) {
      started.remove(span.context());
      if (span.isSampled()) {
        ended.add(span);
        collected.incrementAndGet(); // last: whoever sees the count finds the span
      }
    }

    @Override
    public FlushResult close(Duration timeout) {
      closed = true;
      return FlushResult.EMPTY;
    }

    @Override
    public List<TracerStats.Exporter> stats() {
      return List.of(new TracerStats.Exporter(ACCOUNT, collected.get(), 0, Map.of(), null, null));
    }
  }

  /** Whether all spans of a tracer have ended and those to collect are here. */
  static boolean hasAllOf(Tracer tracer) {
    TracerStats stats = tracer.stats();
    for (TracerStats.Exporter account : stats.exporters()) {
      if (account.name().equals(ACCOUNT)) {
        long arrived =
            stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued();
        return stats.open() == 0 && arrived >= stats.ended();
      }
    }
    return true; // it is disabled
  }

  @Override
  public void contextChanged(Context now) {
    if (now.span().isValid()) {
      current.put(Thread.currentThread(), now.span());
    } else {
      current.remove(Thread.currentThread());
    }
  }

  /** The names of spans that have not ended, in order. */
  List<String> openSpans() {
    List<String> names = new ArrayList<>();
    for (Span span : started.values()) {
      if (span.isRecording()) {
        names.add(name(span));
      }
    }
    Collections.sort(names);
    return names;
  }

  /** Where which spans are current, in order. */
  List<String> openScopes() {
    List<String> open = new ArrayList<>();
    for (Map.Entry<Thread, Span> entry : current.entrySet()) {
      Thread thread = entry.getKey();
      String where = thread == Thread.currentThread() ? "this thread" : thread.getName();
      open.add("'" + name(entry.getValue()) + "' on " + where);
    }
    Collections.sort(open);
    return open;
  }

  private static String name(Span span) {
    return span instanceof SpanData data ? data.name() : "span " + span.spanId();
  }
}
