// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;

/**
 * Gives every span the same answer: all, nothing, or a fixed share of the traces by a threshold on
 * their randomness. Immutable.
 */
final class ProbabilitySampler implements Sampler {
  static final ProbabilitySampler ON =
      new ProbabilitySampler(
          SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE), "AlwaysOnSampler");
  static final ProbabilitySampler OFF =
      new ProbabilitySampler(SamplingResult.of(SamplingDecision.DROP), "AlwaysOffSampler");

  private final SamplingResult result;
  private final String description;

  private ProbabilitySampler(SamplingResult result, String description) {
    this.result = result;
    this.description = description;
  }

  static Sampler create(double ratio) {
    SamplingResult result = SamplingResult.probability(ratio);
    return result == OFF.result
        ? OFF
        : new ProbabilitySampler(result, "ProbabilitySampler{" + ratio + "}");
  }

  @Override
  public SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return result;
  }

  @Override
  public String toString() {
    return description;
  }
}
