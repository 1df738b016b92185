// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.Deadline;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.LocalTraces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The way of a recorded span: start, end, filters, processors; and the count of all spans on it.
 * Thread-safe. What filters and processors throw ends here.
 */
final class Pipeline {
  private final SpanFilter[] filters;
  private final SpanProcessor[] processors;
  private final Faults faults;
  private final Clock clock;
  final @Nullable LocalTraces tail;

  /** Spans that were dropped at their start. */
  final LongAdder notRecorded = new LongAdder();

  private final LongAdder recorded = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder filtered = new LongAdder();

  Pipeline(TracerBuilder config, Faults faults) {
    this.filters = config.filters.toArray(new SpanFilter[0]);
    this.processors = config.processors.toArray(new SpanProcessor[0]);
    this.faults = faults;
    this.clock = config.clock;
    this.tail =
        config.sampler instanceof LocalTraceSampler sampler
            ? sampler.attach(this::pass, faults::enter)
            : null;
  }

  /**
   * Whether a child of {@code parent} may be recorded although the head sampler drops it: what it
   * has dropped and the tail sampler had no room for stays dropped.
   */
  boolean mayHold(Span parent) {
    if (tail == null) {
      return false;
    }
    Engine engine = parent.engine();
    return engine == null
        || engine.pipeline != this
        || (parent instanceof SpanRecord record && record.localTrace != null);
  }

  /** Gives a local root to the tail sampler; null if that leaves it to the head sampler. */
  @Nullable LocalTrace open(long traceIdLow, TraceState traceState, byte flags, long now) {
    boolean sampled = (flags & SpanContext.SAMPLED) != 0;
    return tail == null ? null : tail.open(traceIdLow, traceState, sampled, now);
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

  /**
   * The end of a recorded span. Counts it before foreign code may throw.
   *
   * @param now the clock's {@code nanoTime}, whatever end the span was given
   */
  void ended(SpanRecord span, long now) {
    ended.increment();
    SpanData passed = filters.length == 0 ? span : filter(span);
    LocalTrace trace = span.localTrace;
    if (trace != null) {
      trace.ended(passed, span.spanId == span.localRoot.spanId, now);
    } else if (passed != null) {
      pass(passed);
    }
  }

  private void pass(SpanData passed) {
    if (!passed.isSampled()) { // what counts is what the processors see
      notSampled.increment();
    }
    Throwable fatal = null;
    for (SpanProcessor processor : processors) {
      try {
        processor.onEnd(passed);
      } catch (Throwable e) {
        fatal = e instanceof VirtualMachineError ? e : fatal;
        faults.enter(describe(processor), e);
      }
    }
    if (fatal != null) {
      Errors.passFatal(fatal); // only now: each processor's account shall close
    }
  }

  private @Nullable SpanData filter(SpanRecord span) {
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
        (span.isSampled() ? filtered : notSampled).increment();
        if (error != null) {
          faults.add(
              "span filter " + filter.getClass().getName() + " (the span is dropped)", error);
        }
        return null;
      }
    }
    return passed;
  }

  private static String describe(SpanProcessor processor) {
    return "span processor " + processor.getClass().getName();
  }

  /** Flushes or closes all processors; one that hangs leaves the others their part of the time. */
  FlushResult flush(Duration timeout, boolean close) {
    Deadline deadline = Deadline.in(timeout);
    if (tail != null) {
      if (close) {
        tail.close(clock.nanoTime());
      } else {
        tail.flush();
      }
    }
    FlushResult sum = FlushResult.EMPTY;
    for (int i = 0; i < processors.length; i++) {
      Duration share = deadline.left().dividedBy(processors.length - i);
      try {
        sum = sum.plus(close ? processors[i].close(share) : processors[i].flush(share));
      } catch (Throwable e) {
        faults.enter(describe(processors[i]), e);
      }
    }
    return sum;
  }

  TracerStats stats(long truncatedValues, long refusedHeaders, long scopeMisuses) {
    List<TracerStats.Exporter> accounts = new ArrayList<>();
    for (SpanProcessor processor : processors) {
      try {
        accounts.addAll(processor.stats());
      } catch (Throwable e) {
        faults.enter(describe(processor), e);
      }
    }
    // after the accounts and before the sum, lest a span on its way be seen twice
    long held = tail == null ? 0 : tail.held();
    long left = filtered.sum();
    List<TracerStats.Exporter> exporters = new ArrayList<>();
    for (TracerStats.Exporter account : accounts) {
      exporters.add((held | left) == 0 ? account : with(account, held, left));
    }
    long never = notRecorded.sum();
    long out = never + notSampled.sum() + (tail == null ? 0 : tail.dropped());
    return new TracerStats(
        recorded.sum() + never,
        ended.sum() + never,
        out,
        tail == null ? 0 : tail.fallbacks(),
        truncatedValues,
        refusedHeaders,
        faults.count(),
        scopeMisuses,
        exporters);
  }

  private static TracerStats.Exporter with(TracerStats.Exporter account, long held, long left) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.putAll(account.dropped());
    if (left > 0) {
      dropped.merge(DropReason.FILTERED, left, Long::sum);
    }
    return new TracerStats.Exporter(
        account.name(),
        account.exported(),
        account.queued() + held,
        dropped,
        account.lastSuccess(),
        account.lastError());
  }
}
