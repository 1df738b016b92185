// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Span;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does a span cost that the sampler leaves out? A root span, started and ended; its ids exist,
 * as they have to be propagated.
 *
 * <p>Dimensions: the library.
 */
public class UnsampledBenchmark {
  /** Starts and ends a span that is not sampled. */
  @Benchmark
  public Span tracer(TracerState.Unsampled state) {
    Span span = state.tracer.startSpan("work");
    span.end();
    return span;
  }

  /** Starts and ends a span that is not sampled. */
  @Benchmark
  public Object openTelemetry(OpenTelemetryState.Unsampled state) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
    span.end();
    return span;
  }

  /** Starts and ends a span that is not sampled. */
  @Benchmark
  public Object brave(BraveState.Unsampled state) {
    brave.Span span = state.tracer.nextSpan().name("work").start();
    span.finish();
    return span;
  }
}
