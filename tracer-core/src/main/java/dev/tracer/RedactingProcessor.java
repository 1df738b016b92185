// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.redact.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Redacts spans for a processor that does not do it by itself, on the thread that ends them.
 * Thread-safe.
 */
final class RedactingProcessor implements SpanProcessor {
  final SpanProcessor delegate;
  private final SpanFilter redaction;
  private final LongAdder refused = new LongAdder();

  private RedactingProcessor(SpanProcessor delegate, SpanFilter redaction) {
    this.delegate = delegate;
    this.redaction = redaction;
  }

  /** The processors of a tracer, of which each gets redacted spans or redacts them itself. */
  static SpanProcessor[] wrap(TracerSettings config, Faults faults) {
    SpanProcessor[] processors = config.processors.toArray(new SpanProcessor[0]);
    if (config.redaction.isNone()) {
      return processors;
    }
    SpanFilter guarded = guarded(config.redaction, faults);
    for (int i = 0; i < processors.length; i++) {
      if (!takes(processors[i], guarded, faults)) {
        processors[i] = new RedactingProcessor(processors[i], guarded);
      }
    }
    return processors;
  }

  private static boolean takes(SpanProcessor processor, SpanFilter redaction, Faults faults) {
    try {
      return processor.takeRedaction(redaction);
    } catch (Throwable e) { // what it redacts twice is as redacted
      faults.add("span processor " + processor.getClass().getName(), e);
      return false;
    }
  }

  private static SpanFilter guarded(Redaction redaction, Faults faults) {
    return span -> {
      try {
        return redaction.filter(span);
      } catch (Throwable e) {
        faults.add("redaction (the span is dropped)", e);
        return null;
      }
    };
  }

  @Override
  public void onStart(Span span, Context parent) {
    delegate.onStart(span, parent);
  }

  @Override
  public void onEnd(SpanData span) {
    @Nullable SpanData redacted = redaction.filter(span);
    if (redacted != null) {
      delegate.onEnd(redacted);
    } else if (span.isSampled()) {
      refused.increment();
    }
  }

  @Override
  public FlushResult flush(Duration timeout) {
    return delegate.flush(timeout);
  }

  @Override
  public FlushResult close(Duration timeout) {
    return delegate.close(timeout);
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    long left = refused.sum();
    List<TracerStats.Exporter> accounts = new ArrayList<>();
    for (TracerStats.Exporter account : delegate.stats()) {
      accounts.add(account.with(DropReason.FILTERED, left, 0));
    }
    return accounts;
  }
}
