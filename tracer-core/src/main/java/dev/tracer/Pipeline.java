// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EndingProcessor;
import dev.tracer.export.MeasuringProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.Deadline;
import dev.tracer.sampling.LocalTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a recorded span: start, end, filters, processors; and the count of all spans on it.
 * Thread-safe. What filters and processors throw ends here.
 */
final class Pipeline implements Consumer<SpanData> {
  final LocalTraceGate gate;

  private final SpanFilter[] filters;
  private final SpanProcessor[] processors;
  private final MeasuringProcessor[] meters;
  private final Faults faults;
  private final Clock clock;

  /** Whether one of the processors may write when a span ends. */
  final boolean writesAtEnd;

  private final LongAdder notRecorded = new LongAdder();
  private final LongAdder recorded = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder filtered = new LongAdder();

  /** Spans that nobody got, as their way here ended in an error. */
  private final LostSpans lost = new LostSpans();

  /** Spans that a processor did not take, as it threw. */
  private final LongAdder[] refused;

  Pipeline(TracerSettings settings, Faults faults) {
    this.filters = settings.filters.toArray(new SpanFilter[0]);
    this.processors = RedactingProcessor.wrap(settings, faults);
    this.refused = new LongAdder[processors.length];
    boolean writes = false;
    List<MeasuringProcessor> measuring = new ArrayList<>();
    for (int i = 0; i < refused.length; i++) {
      refused[i] = new LongAdder();
      SpanProcessor given = unwrap(processors[i]);
      writes |= given instanceof EndingProcessor;
      if (given instanceof MeasuringProcessor meter) {
        measuring.add(meter);
      }
    }
    this.writesAtEnd = writes;
    this.meters = measuring.toArray(new MeasuringProcessor[0]);
    this.faults = faults;
    this.clock = settings.clock;
    this.gate = new LocalTraceGate(settings.sampler, this, faults);
  }

  /** The processors, as they were added. */
  String describe() {
    List<String> texts = new ArrayList<>();
    for (SpanProcessor processor : processors) {
      texts.add(String.valueOf(unwrap(processor)));
    }
    return texts.toString();
  }

  /** A span was dropped at its start. */
  void notRecorded() {
    notRecorded.increment();
  }

  /** Whether there is nobody to take the spans. */
  boolean leadsNowhere() {
    return processors.length == 0;
  }

  /** Whether spans that are not sampled have to be recorded all the same. */
  boolean measures() {
    return meters.length != 0;
  }

  void started(Span span, Context parent) {
    recorded.increment();
    for (SpanProcessor processor : processors) {
      try {
        processor.onStart(span, parent);
      } catch (Throwable e) {
        faults.add(describe(processor), e);
      }
    }
  }

  /** A span is about to end. */
  void ending(Span span) {
    for (SpanProcessor processor : processors) {
      if (unwrap(processor) instanceof EndingProcessor writer) {
        try {
          writer.onEnding(span);
        } catch (Throwable e) {
          faults.add(describe(processor), e);
        }
      }
    }
  }

  /** Counts the end of a recorded span, before foreign code may throw. */
  void countEnd() {
    ended.increment();
  }

  /** Brings a span that has ended on its way; see {@link SpanOwner#ended}. */
  void ended(SpanData span, LocalTrace trace, boolean root, long nanoTime) {
    for (MeasuringProcessor meter : meters) {
      try {
        meter.measure(span);
      } catch (Throwable e) {
        faults.add(describe(meter), e);
      }
    }
    SpanData passed = filters.length == 0 ? span : filter(span);
    trace.ended(passed, root, nanoTime);
  }

  /** A span was lost at its end; see {@link SpanOwner#lost}. */
  void lost(LocalTrace trace, boolean root, Throwable error) {
    try {
      trace.ended(null, root, clock.nanoTime());
    } finally {
      faults.add("end of a span (it is lost)", error);
    }
  }

  LostSpans lostSpans() {
    return lost;
  }

  /**
   * Hands a span to the processors. Here and in the filters what is lost is counted last: who
   * throws before that, at the end of the stack, has it counted by the one who called.
   */
  @Override
  public void accept(SpanData span) {
    if (!isWhole(span)) {
      return;
    }
    for (int i = 0; i < processors.length; i++) {
      try {
        processors[i].onEnd(span);
      } catch (Throwable e) {
        faults.add(describe(processors[i]), e);
        refused[i].increment();
      }
    }
  }

  /** Counts a span that is not sampled; false if it is a filter's own kind of span, and throws. */
  private boolean isWhole(SpanData span) {
    try {
      if (!span.isSampled()) { // what counts is what the processors see
        notSampled.increment();
      }
      return true;
    } catch (Throwable e) {
      faults.add("span that a filter returned (it is dropped)", e);
      filtered.increment();
      return false;
    }
  }

  private @Nullable SpanData filter(SpanData span) {
    SpanData passed = span;
    for (SpanFilter filter : filters) {
      Throwable error = null;
      try {
        passed = filter.filter(passed);
      } catch (Throwable e) {
        error = e;
        passed = null;
      }
      if (passed == null) {
        if (error != null) {
          faults.add(
              "span filter " + filter.getClass().getName() + " (the span is dropped)", error);
        }
        (span.isSampled() ? filtered : notSampled).increment();
        return null;
      }
    }
    return passed;
  }

  private static String describe(SpanProcessor processor) {
    return "span processor " + unwrap(processor).getClass().getName();
  }

  /** The processor that the application gave. */
  private static SpanProcessor unwrap(SpanProcessor processor) {
    return processor instanceof RedactingProcessor redacting ? redacting.delegate : processor;
  }

  /** Flushes or closes all processors; one that hangs leaves the others their part of the time. */
  FlushResult flush(Duration timeout, boolean close) {
    Deadline deadline = Deadline.in(timeout);
    try {
      if (close) {
        gate.traces().close(clock.nanoTime());
      } else {
        gate.traces().flush();
      }
    } catch (Throwable e) { // the spans that it holds stay counted as queued
      faults.add("clock or sampler of local traces", e);
    }
    FlushResult sum = FlushResult.EMPTY;
    for (int i = 0; i < processors.length; i++) {
      Duration share = deadline.left().dividedBy(processors.length - i);
      try {
        sum = sum.plus(close ? processors[i].close(share) : processors[i].flush(share));
      } catch (Throwable e) {
        faults.add(describe(processors[i]), e);
      }
    }
    return sum;
  }

  TracerStats stats(Limiter limiter, long refusedHeaders, long scopeMisuses) {
    List<List<TracerStats.Exporter>> accounts = new ArrayList<>();
    for (SpanProcessor processor : processors) {
      accounts.add(accounts(processor));
    }
    // after the accounts and before the sum, lest a span on its way be seen twice
    long held = gate.traces().held();
    long left = filtered.sum();
    long failed = lost.all();
    List<TracerStats.Exporter> exporters = new ArrayList<>();
    for (int i = 0; i < processors.length; i++) {
      for (TracerStats.Exporter account : accounts.get(i)) {
        exporters.add(
            account
                .with(DropReason.FILTERED, left, held)
                .with(DropReason.FAULT, failed + refused[i].sum(), 0));
      }
    }
    long never = notRecorded.sum();
    // before those that were started, which are never fewer
    long over = ended.sum() + lost.uncounted() + never;
    return new TracerStats(
        recorded.sum() + never,
        over,
        never + notSampled.sum() + gate.traces().dropped(),
        gate.traces().fallbacks(),
        limiter.truncated(),
        limiter.dropped(),
        refusedHeaders,
        faults.count(),
        scopeMisuses,
        exporters);
  }

  private List<TracerStats.Exporter> accounts(SpanProcessor processor) {
    try {
      return List.copyOf(processor.stats());
    } catch (Throwable e) {
      faults.add(describe(processor), e);
      return List.of();
    }
  }
}
