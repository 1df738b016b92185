// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import brave.Tracing;
import dev.tracer.Span;
import dev.tracer.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does instrumented code cost when tracing is switched off? A span with five attributes from a
 * tracer that is disabled.
 *
 * <p>Dimensions: the library.
 */
public class DisabledBenchmark {
  /** The tracers. */
  @State(Scope.Benchmark)
  public static class Disabled {
    final Tracer tracer = Tracer.noop();
    final io.opentelemetry.api.trace.Tracer openTelemetry =
        OpenTelemetry.noop().getTracer("benchmark");
    final Tracing brave = Tracing.newBuilder().build();

    /** Switches Brave off, which it can do only when built. */
    public Disabled() {
      brave.setNoop(true);
    }

    /** Closes the tracers. */
    @TearDown
    public void close() {
      tracer.close();
      brave.close();
    }
  }

  /** A span with five attributes, switched off. */
  @Benchmark
  public Span tracer(Disabled state) {
    Span span = state.tracer.startSpan("work");
    AttributesBenchmark.fill(span);
    span.end();
    return span;
  }

  /** A span with five attributes, switched off. */
  @Benchmark
  public Object openTelemetry(Disabled state) {
    io.opentelemetry.api.trace.Span span = state.openTelemetry.spanBuilder("work").startSpan();
    AttributesBenchmark.fill(span);
    span.end();
    return span;
  }

  /** A span with five tags, switched off. */
  @Benchmark
  public Object brave(Disabled state) {
    brave.Span span = state.brave.tracer().nextSpan().name("work").start();
    AttributesBenchmark.fill(span);
    span.finish();
    return span;
  }
}
