// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/** Keeps the spans of one URL, as rules of samplers do. */
record UrlSampler(String attribute, String ending) implements Sampler {
  @Override
  public SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    boolean keep = attributes.get(attribute) instanceof String url && url.endsWith(ending);
    return keep ? SamplingResult.threshold(0) : SamplingResult.of(SamplingDecision.DROP);
  }

  @Override
  public String description() {
    return "UrlSampler";
  }
}
