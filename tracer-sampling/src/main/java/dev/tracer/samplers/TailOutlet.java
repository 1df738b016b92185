// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.AttributesBuilder;
import dev.tracer.export.SpanData;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Where spans go when their trace is decided: on to the processors, with the reason, or into the
 * count of those dropped. What others throw on the way goes to {@code faults}. Thread-safe.
 */
final class TailOutlet {
  private final Consumer<? super SpanData> next;
  private final Consumer<? super Throwable> faults;
  private final LongAdder dropped = new LongAdder();

  TailOutlet(Consumer<? super SpanData> next, Consumer<? super Throwable> faults) {
    this.next = next;
    this.faults = faults;
  }

  /**
   * Hands a span of a kept trace on; false if that failed, and it has to be counted as dropped.
   *
   * @param shed how many other spans of the trace were not held
   */
  boolean pass(SpanData span, Verdict verdict, int shed) {
    try {
      next.accept(explained(span, verdict, shed));
      return true;
    } catch (Throwable e) {
      faults.accept(e); // the other spans shall be in the books as well
      return false;
    }
  }

  private SpanData explained(SpanData span, Verdict verdict, int shed) {
    try {
      AttributesBuilder attributes =
          span.attributes().toBuilder().set("sampling.reason", verdict.reason());
      if (shed > 0) {
        attributes.set("sampling.dropped_spans", shed);
      }
      return span.withSampling(true, verdict.traceState()).withAttributes(attributes.build());
    } catch (Throwable e) { // of a filter's own kind of span
      faults.accept(e);
      return span;
    }
  }

  /** Counts spans of a dropped trace. */
  void drop(int spans) {
    dropped.add(spans);
  }

  long dropped() {
    return dropped.sum();
  }
}
