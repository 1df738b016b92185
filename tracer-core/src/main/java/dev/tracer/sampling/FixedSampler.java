// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;

/** Gives every span the same answer. Immutable. */
final class FixedSampler implements Sampler {
  static final FixedSampler ON =
      new FixedSampler(SamplingDecision.RECORD_AND_SAMPLE, "AlwaysOnSampler");
  static final FixedSampler OFF = new FixedSampler(SamplingDecision.DROP, "AlwaysOffSampler");

  private final SamplingResult result;
  private final String description;

  private FixedSampler(SamplingDecision decision, String description) {
    this.result = SamplingResult.of(decision);
    this.description = description;
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
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return description;
  }
}
