// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.samplers.TailSampler;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * This library with its default limits and a processor that exports nothing. The processor keeps
 * the last span: an ended span is reachable from elsewhere, as it is in an application, so the
 * compiler cannot do without making it.
 */
@State(Scope.Benchmark)
public class TracerState {
  /** Makes the spans. */
  public Tracer tracer;

  /** Gets them. */
  public LastSpan last;

  /** Builds the tracer. */
  @Setup
  public void open() {
    last = new LastSpan();
    tracer = Tracer.builder("benchmark").sampler(sampler()).processor(last).build();
  }

  Sampler sampler() {
    return Sampler.parentBased(Sampler.alwaysOn());
  }

  /** Closes the tracer. */
  @TearDown
  public void close() {
    tracer.close();
  }

  /** The same, but no trace is sampled. */
  public static class Unsampled extends TracerState {
    @Override
    Sampler sampler() {
      return Sampler.parentBased(Sampler.alwaysOff());
    }
  }

  /** The same, but failed and slow traces are kept, of which there are none. */
  public static class TailSampled extends Unsampled {
    @Override
    Sampler sampler() {
      return TailSampler.create(
          super.sampler(), TailPolicy.error(), TailPolicy.latency(Duration.ofSeconds(2)));
    }
  }

  /** Keeps the span that ended last. */
  public static final class LastSpan implements SpanProcessor {
    /** The last one; null before the first. */
    public SpanData span;

    @Override
    public void onEnd(SpanData ended) {
      span = ended;
    }
  }
}
