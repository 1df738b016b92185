// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Span;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does the smallest span cost the thread that makes it? A sampled root span without
 * attributes, started and ended, up to and including a processor that does nothing with it.
 *
 * <p>Dimensions: the library.
 */
public class StartEndBenchmark {
  /** Starts and ends a span. */
  @Benchmark
  public Span tracer(TracerState state) {
    Span span = state.tracer.startSpan("work");
    span.end();
    return span;
  }

  /** Starts and ends a span. */
  @Benchmark
  public Object openTelemetry(OpenTelemetryState state) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
    span.end();
    return span;
  }

  /** Starts and ends a span. */
  @Benchmark
  public Object brave(BraveState state) {
    brave.Span span = state.tracer.nextSpan().name("work").start();
    span.finish();
    return span;
  }
}
