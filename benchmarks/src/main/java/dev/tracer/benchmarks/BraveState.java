// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import brave.Tracer;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import brave.sampler.Sampler;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Brave, configured as {@link TracerState}: trace ids of 128 bits, its default thread-local
 * context, a handler that keeps the last span.
 */
@State(Scope.Benchmark)
public class BraveState {
  Tracing tracing;
  Tracer tracer;
  LastSpan last;

  /** Builds the tracer. */
  @Setup
  public void open() {
    last = new LastSpan();
    tracing =
        Tracing.newBuilder()
            .localServiceName("benchmark")
            .traceId128Bit(true)
            .sampler(rootSampler())
            .addSpanHandler(last)
            .build();
    tracer = tracing.tracer();
  }

  Sampler rootSampler() {
    return Sampler.ALWAYS_SAMPLE;
  }

  /** Closes the tracer. */
  @TearDown
  public void close() {
    tracing.close();
  }

  /** The same, but no trace is sampled. */
  public static class Unsampled extends BraveState {
    @Override
    Sampler rootSampler() {
      return Sampler.NEVER_SAMPLE;
    }
  }

  /** Keeps the span that ended last. */
  static final class LastSpan extends SpanHandler {
    MutableSpan span;

    @Override
    public boolean end(TraceContext context, MutableSpan ended, Cause cause) {
      span = ended;
      return true;
    }
  }
}
