// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Context;
import dev.tracer.Span;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What does a span cost that is recorded, held until its local root ends, and dropped then, as the
 * trace neither failed nor was slow? A span with five attributes, as in {@link
 * AttributesBenchmark}. OpenTelemetry records as well and drops at the span's end: it decides
 * nothing by the trace.
 *
 * <p>Dimensions: the library; a root span alone, or per span of a trace of six.
 */
public class TailBenchmark {
  private static final int CHILDREN = 5;

  /** A root span alone. */
  @Benchmark
  public Span tracer(TracerState.TailSampled state) {
    Span span = state.tracer.startSpan("work");
    AttributesBenchmark.fill(span);
    span.end();
    return span;
  }

  /** A root span and its children. */
  @Benchmark
  @OperationsPerInvocation(CHILDREN + 1)
  public Span tracerOfSix(TracerState.TailSampled state) {
    Span root = state.tracer.startSpan("work");
    Context parent = Context.root().with(root);
    for (int i = 0; i < CHILDREN; i++) {
      Span child = state.tracer.spanBuilder("part").parent(parent).start();
      AttributesBenchmark.fill(child);
      child.end();
    }
    AttributesBenchmark.fill(root);
    root.end();
    return root;
  }

  /** A root span alone. */
  @Benchmark
  public Object openTelemetry(OpenTelemetryState.RecordedOnly state) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
    AttributesBenchmark.fill(span);
    span.end();
    return span;
  }

  /** A root span and its children. */
  @Benchmark
  @OperationsPerInvocation(CHILDREN + 1)
  public Object openTelemetryOfSix(OpenTelemetryState.RecordedOnly state) {
    io.opentelemetry.api.trace.Span root = state.tracer.spanBuilder("work").startSpan();
    io.opentelemetry.context.Context parent = io.opentelemetry.context.Context.root().with(root);
    for (int i = 0; i < CHILDREN; i++) {
      io.opentelemetry.api.trace.Span child =
          state.tracer.spanBuilder("part").setParent(parent).startSpan();
      AttributesBenchmark.fill(child);
      child.end();
    }
    AttributesBenchmark.fill(root);
    root.end();
    return root;
  }
}
