// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.slf4j.MdcListener;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

/**
 * What does it add to a scope that the MDC of Logback follows it? A span is made current and no
 * longer current, within the scope of its parent, as most are.
 */
public class MdcBenchmark {
  /** A tracer without listener, and two of its spans. */
  @State(org.openjdk.jmh.annotations.Scope.Thread)
  public static class Without {
    private Tracer tracer;
    private Scope outer;
    private Span span;

    /** Makes them. */
    @Setup
    public void open() {
      tracer = build(Tracer.builder("benchmark"));
      outer = tracer.startSpan("request").makeCurrent();
      span = tracer.startSpan("query");
      check(MDC.get("trace_id"));
    }

    Tracer build(TracerBuilder builder) {
      return builder.build();
    }

    void check(String traceId) {
      if (traceId != null) {
        throw new IllegalStateException("who writes the MDC?");
      }
    }

    Object scope() {
      try (Scope scope = span.makeCurrent()) {
        return scope;
      }
    }

    /** Closes them. */
    @TearDown
    public void close() {
      outer.close();
      tracer.close();
    }
  }

  /** The same with the listener. */
  public static class WithMdc extends Without {
    @Override
    Tracer build(TracerBuilder builder) {
      return builder.scopeListener(MdcListener.create()).build();
    }

    @Override
    void check(String traceId) {
      if (traceId == null) {
        throw new IllegalStateException("nothing in the MDC");
      }
    }
  }

  /** A scope that the MDC follows. */
  @Benchmark
  public Object tracer(WithMdc spans) {
    return spans.scope();
  }

  /** A scope. */
  @Benchmark
  public Object untraced(Without spans) {
    return spans.scope();
  }
}
