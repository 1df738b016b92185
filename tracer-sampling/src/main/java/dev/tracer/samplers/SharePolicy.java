// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/** True of the traces that a sampler keeps, which is one of ours. */
record SharePolicy(String reason, Sampler sampler) implements TailPolicy {
  /**
   * The threshold for a trace of this randomness, {@link Judge#NEVER} if there is none. A sampler
   * that limits a rate counts each question.
   */
  long threshold(long randomness) {
    SamplingResult result =
        sampler.sample(
            Context.root(),
            0,
            randomness,
            reason,
            SpanKind.INTERNAL,
            Attributes.empty(),
            List.of());
    if (result.hasThreshold()) {
      return result.threshold();
    }
    return result.decision() == SamplingDecision.RECORD_AND_SAMPLE ? 0 : Judge.NEVER;
  }

  @Override
  public String toString() {
    return reason;
  }
}
