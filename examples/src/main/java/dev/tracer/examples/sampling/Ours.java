// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.examples.sampling.Strategy.Head;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/** Tracer's own samplers, asked as the tracer asks them. */
final class Ours {
  private static final long RANDOMNESS = SamplingResult.MAX_THRESHOLD - 1;
  private static final String[] NAMES = new String[Workload.OPERATIONS];

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = "GET /operation/" + i;
    }
  }

  private Ours() {}

  static Head head(Sampler sampler) {
    return request -> {
      SamplingResult result =
          sampler.sample(
              Context.root(),
              1,
              request.traceIdLow(),
              NAMES[request.operation()],
              SpanKind.SERVER,
              Attributes.empty(),
              List.of());
      if (!result.hasThreshold()) {
        return result.decision() == SamplingDecision.RECORD_AND_SAMPLE ? 1 : 0;
      }
      boolean kept = (request.traceIdLow() & RANDOMNESS) >= result.threshold();
      return kept ? weight(result.threshold()) : 0;
    };
  }

  /** What a back end makes of a threshold. */
  static double weight(long threshold) {
    return SamplingResult.MAX_THRESHOLD / (double) (SamplingResult.MAX_THRESHOLD - threshold);
  }
}
