// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.Deadline;
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

  /** Spans that were dropped at their start. */
  final LongAdder notRecorded = new LongAdder();

  private final LongAdder recorded = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder filtered = new LongAdder();

  Pipeline(List<SpanFilter> filters, List<SpanProcessor> processors, Faults faults) {
    this.filters = filters.toArray(new SpanFilter[0]);
    this.processors = processors.toArray(new SpanProcessor[0]);
    this.faults = faults;
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

  /** The end of a recorded span. Counts it before foreign code may throw. */
  void ended(SpanRecord span) {
    ended.increment();
    SpanData passed = filters.length == 0 ? span : filter(span);
    if (passed == null) {
      return;
    }
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
    long filteredNow = filtered.sum();
    List<TracerStats.Exporter> exporters = new ArrayList<>();
    for (SpanProcessor processor : processors) {
      try {
        for (TracerStats.Exporter account : processor.stats()) {
          exporters.add(filteredNow == 0 ? account : withFiltered(account, filteredNow));
        }
      } catch (Throwable e) {
        faults.enter(describe(processor), e);
      }
    }
    long never = notRecorded.sum();
    return new TracerStats(
        recorded.sum() + never,
        ended.sum() + never,
        never + notSampled.sum(),
        truncatedValues,
        refusedHeaders,
        faults.count(),
        scopeMisuses,
        exporters);
  }

  private static TracerStats.Exporter withFiltered(TracerStats.Exporter account, long count) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.putAll(account.dropped());
    dropped.merge(DropReason.FILTERED, count, Long::sum);
    return new TracerStats.Exporter(
        account.name(),
        account.exported(),
        account.queued(),
        dropped,
        account.lastSuccess(),
        account.lastError());
  }
}
