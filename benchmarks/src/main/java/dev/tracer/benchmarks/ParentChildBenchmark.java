// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Scope;
import dev.tracer.Span;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does a trace of two spans cost? A sampled root span is made current, inside it a child that
 * finds its parent there and is made current as well; both are ended. One operation is both spans.
 *
 * <p>Dimensions: the library.
 */
public class ParentChildBenchmark {
  /** A root and a child, both current in turn. */
  @Benchmark
  public Span tracer(TracerState state) {
    Span root = state.tracer.startSpan("root");
    try (Scope outer = root.makeCurrent()) {
      Span child = state.tracer.startSpan("child");
      try (Scope inner = child.makeCurrent()) {
        return child;
      } finally {
        child.end();
      }
    } finally {
      root.end();
    }
  }

  /** A root and a child, both current in turn. */
  @Benchmark
  public Object openTelemetry(OpenTelemetryState state) {
    io.opentelemetry.api.trace.Span root = state.tracer.spanBuilder("root").startSpan();
    try (io.opentelemetry.context.Scope outer = root.makeCurrent()) {
      io.opentelemetry.api.trace.Span child = state.tracer.spanBuilder("child").startSpan();
      try (io.opentelemetry.context.Scope inner = child.makeCurrent()) {
        return child;
      } finally {
        child.end();
      }
    } finally {
      root.end();
    }
  }

  /** A root and a child, both current in turn. */
  @Benchmark
  public Object brave(BraveState state) {
    brave.Span root = state.tracer.nextSpan().name("root").start();
    try (brave.Tracer.SpanInScope outer = state.tracer.withSpanInScope(root)) {
      brave.Span child = state.tracer.nextSpan().name("child").start();
      try (brave.Tracer.SpanInScope inner = state.tracer.withSpanInScope(child)) {
        return child;
      } finally {
        child.finish();
      }
    } finally {
      root.finish();
    }
  }
}
