// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/** A sampler with a bug. */
final class ThrowingSampler implements Sampler {
  @Override
  public SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    throw new IllegalStateException("sampler");
  }

  @Override
  public String description() {
    return "ThrowingSampler";
  }
}
