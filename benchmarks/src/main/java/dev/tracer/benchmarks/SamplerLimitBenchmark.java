// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.samplers.Sampling;
import dev.tracer.sampling.Sampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to keep 100 traces a second, of as many as the benchmark can ask for?
 *
 * <p>Dimensions: the library; for ours also whether operations are told apart; threads.
 */
public class SamplerLimitBenchmark {
  /** The samplers, shared by all threads. */
  @State(Scope.Benchmark)
  public static class Samplers {
    private final Sampler limiting = Sampling.rateLimiting(100);
    private final Sampler adaptive = Sampling.adaptive(100);
    private final brave.sampler.Sampler perSecond = brave.sampler.RateLimitingSampler.create(100);
  }

  /** Decides. */
  @Benchmark
  public boolean tracer(Samplers samplers, TraceIds ids) {
    return SamplerRatioBenchmark.decide(samplers.limiting, ids.number());
  }

  /** Decides, by operation. */
  @Benchmark
  public boolean tracerAdaptive(Samplers samplers, TraceIds ids) {
    return SamplerRatioBenchmark.decide(samplers.adaptive, ids.number());
  }

  /** Decides. */
  @Benchmark
  public boolean brave(Samplers samplers, TraceIds ids) {
    return samplers.perSecond.isSampled(ids.number());
  }
}
