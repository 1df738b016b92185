// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does it cost to decide about a root span by a share of 1 %? The decision alone, the
 * comparison with the trace's randomness included.
 *
 * <p>Dimensions: the library.
 */
public class SamplerRatioBenchmark {
  private static final Sampler OURS = Sampler.probability(0.01);
  private static final io.opentelemetry.sdk.trace.samplers.Sampler OPEN_TELEMETRY =
      io.opentelemetry.sdk.trace.samplers.Sampler.traceIdRatioBased(0.01);
  private static final brave.sampler.Sampler BRAVE = brave.sampler.BoundarySampler.create(0.01f);

  /** As the engine asks and compares. */
  static boolean decide(Sampler sampler, long id) {
    SamplingResult result =
        sampler.sample(
            Context.root(), 1, id, "work", SpanKind.SERVER, Attributes.empty(), List.of());
    return result.hasThreshold() && (id & (SamplingResult.MAX_THRESHOLD - 1)) >= result.threshold();
  }

  /** Decides. */
  @Benchmark
  public boolean tracer(TraceIds ids) {
    return decide(OURS, ids.number());
  }

  /** Decides. */
  @Benchmark
  public Object openTelemetry(TraceIds ids) {
    return OPEN_TELEMETRY.shouldSample(
        io.opentelemetry.context.Context.root(),
        ids.text(),
        "work",
        io.opentelemetry.api.trace.SpanKind.SERVER,
        io.opentelemetry.api.common.Attributes.empty(),
        List.of());
  }

  /** Decides. */
  @Benchmark
  public boolean brave(TraceIds ids) {
    return BRAVE.isSampled(ids.number());
  }
}
