// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.Span;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings the spans of this process into the store, and knows those that are not over yet, up to
 * {@link #LIMIT}. Thread-safe. The application's threads only enter the start of a span into a
 * concurrent map and hand its end to a {@link BatchProcessor}.
 */
final class RunningSpans implements SpanProcessor {
  static final int LIMIT = 10_000;

  private final TraceStore store;
  private final SpanProcessor behind;
  private final Map<Long, SpanData> running = new ConcurrentHashMap<>();
  private final LongAdder starts = new LongAdder();

  /** The redactions of the tracers that share this; each hides what it knows of every span. */
  private final List<SpanFilter> redactions = new CopyOnWriteArrayList<>();

  RunningSpans(TraceStore store) {
    this.store = store;
    this.behind =
        BatchProcessor.builder(new IntoStore()).scheduleDelay(Duration.ofMillis(100)).build();
  }

  @Override
  public void onStart(Span span, Context parent) {
    if (span instanceof SpanData data && running.size() < LIMIT) {
      running.put(data.spanIdAsLong(), data);
      starts.increment();
    }
  }

  @Override
  public boolean takeRedaction(SpanFilter redaction) {
    redactions.add(redaction);
    return behind.takeRedaction(redaction);
  }

  @Override
  public void onEnd(SpanData span) {
    behind.onEnd(span);
  }

  @Override
  public FlushResult flush(Duration timeout) {
    return behind.flush(timeout);
  }

  @Override
  public FlushResult close(Duration timeout) {
    return behind.close(timeout);
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    return behind.stats();
  }

  /** A number that grows with each span that starts. */
  long starts() {
    return starts.sum();
  }

  /** The spans that are not over yet, redacted; forgets those that ended without coming here. */
  List<SpanData> now() {
    running.values().removeIf(span -> span.endEpochNanos() != 0);
    List<SpanData> spans = new ArrayList<>();
    for (SpanData span : running.values()) {
      SpanData redacted = redacted(span);
      if (redacted != null) {
        spans.add(redacted);
      }
    }
    return spans;
  }

  private @Nullable SpanData redacted(SpanData span) {
    SpanData result = span;
    for (SpanFilter redaction : redactions) {
      if (result != null) {
        result = redaction.filter(result);
      }
    }
    return result;
  }

  /** The spans of a trace that are not over yet. */
  List<SpanData> of(TraceId id) {
    List<SpanData> spans = now();
    spans.removeIf(span -> span.traceIdHigh() != id.high() || span.traceIdLow() != id.low());
    return spans;
  }

  /** What the batch processor calls. */
  private final class IntoStore implements SpanExporter {
    @Override
    public ExportResult export(List<SpanData> spans) {
      int refused = store.add(spans, List.of());
      for (SpanData span : spans) { // not before: a span must not be missing in between
        running.remove(span.spanIdAsLong());
      }
      return new ExportResult(spans.size() - refused, 0, refused, 0, null);
    }

    @Override
    public String name() {
      return "viewer";
    }
  }
}
