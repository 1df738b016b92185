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
   * Does with the spans what the verdict says.
   *
   * @param shed how many spans of their trace were not held
   */
  void release(HeldSpans spans, Verdict verdict, int shed) {
    if (verdict.isKeep()) {
      spans.forEach((span, isLast) -> pass(span, verdict, isLast ? shed : 0));
    } else {
      drop(spans.count());
    }
  }

  private void pass(SpanData span, Verdict verdict, int shed) {
    try {
      next.accept(explained(span, verdict, shed));
    } catch (Throwable e) {
      faults.accept(e); // the other spans shall be in the books as well
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

  void drop(int spans) {
    dropped.add(spans);
  }

  long dropped() {
    return dropped.sum();
  }
}
