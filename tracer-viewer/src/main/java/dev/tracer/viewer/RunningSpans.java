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
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings the spans of this process into the store, and knows those that are not over yet, as far as
 * there is room. Thread-safe. The application's threads only enter the start of a span into a table
 * and hand its end to a {@link BatchProcessor}.
 */
/*
 * The table holds spans weakly: what is not over is held by whoever is to end it, so nothing stays
 * in memory because of the table, however a span ends, and a strict tracer notices those that were
 * forgotten. Nobody is told of the end of a span that does not come here, as a filter or a tail
 * sampler dropped it; so an entry stays until its place is needed. A place is looked for at random,
 * lest those that are started one after another and run for long take all places in a row.
 */
final class RunningSpans implements SpanProcessor {
  static final int PLACES = 1 << 14;

  /** In how many places a span is tried: the application's thread pays for them. */
  private static final int TRIES = 16;

  private final TraceStore store;
  private final SpanProcessor behind;
  private final AtomicReferenceArray<@Nullable WeakReference<Span>> places =
      new AtomicReferenceArray<>(PLACES);
  private final LongAdder starts = new LongAdder();

  /**
   * The redactions of the tracers that share this; each hides what it knows of every span. Held
   * weakly, lest those of former tracers stay: that of a span is held by its tracer, which the span
   * holds, or by {@link #behind}.
   */
  private final List<WeakReference<SpanFilter>> redactions = new CopyOnWriteArrayList<>();

  RunningSpans(TraceStore store) {
    this.store = store;
    this.behind =
        BatchProcessor.builder(new IntoStore()).scheduleDelay(Duration.ofMillis(100)).build();
  }

  @Override
  public void onStart(Span span, Context parent) {
    WeakReference<Span> entry = new WeakReference<>(span);
    int start = ThreadLocalRandom.current().nextInt(PLACES);
    for (int i = 0; i < TRIES; i++) {
      int place = (start + i) % PLACES;
      WeakReference<Span> old = places.get(place);
      if (running(old) == null && places.compareAndSet(place, old, entry)) {
        break;
      }
    }
    starts.increment();
  }

  /** The span of an entry, if it is not over yet. */
  private static @Nullable Span running(@Nullable WeakReference<Span> entry) {
    Span span = entry == null ? null : entry.get();
    return span != null && span.isRecording() ? span : null;
  }

  @Override
  public boolean takeRedaction(SpanFilter redaction) {
    redactions.removeIf(known -> known.refersTo(null));
    redactions.add(new WeakReference<>(redaction));
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

  /** Flushes: it belongs to the viewer, and other tracers may go on. */
  @Override
  public FlushResult close(Duration timeout) {
    return behind.flush(timeout);
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    return behind.stats();
  }

  /** A number that grows with each span that starts. */
  long starts() {
    return starts.sum();
  }

  /** The spans that are not over yet, redacted. */
  List<SpanData> now() {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      SpanData redacted = running(places.get(i)) instanceof SpanData span ? redacted(span) : null;
      if (redacted != null) {
        spans.add(redacted);
      }
    }
    return spans;
  }

  private @Nullable SpanData redacted(SpanData span) {
    SpanData result = span;
    for (WeakReference<SpanFilter> known : redactions) {
      SpanFilter redaction = known.get();
      if (result != null && redaction != null) {
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

  /** Closes what is behind, for all tracers. */
  void stop(Duration timeout) {
    behind.close(timeout);
  }

  /** What the batch processor calls. */
  private final class IntoStore implements SpanExporter {
    @Override
    public ExportResult export(List<SpanData> spans) {
      List<SpanData> own = new ArrayList<>(spans.size());
      String message = null;
      for (SpanData span : spans) {
        try {
          own.add(ReceivedSpan.own(span));
        } catch (Throwable e) { // of a filter's own kind of span
          message = "a span that a filter returned: " + e.getClass().getName();
        }
      }
      int refused = store.add(own, List.of());
      return new ExportResult(own.size() - refused, 0, refused, spans.size() - own.size(), message);
    }

    @Override
    public String name() {
      return "viewer";
    }
  }
}
