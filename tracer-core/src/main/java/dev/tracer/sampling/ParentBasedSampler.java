// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;

/**
 * Follows the parent's sampled flag and asks another sampler about roots and about parents that
 * left it open. Immutable.
 */
final class ParentBasedSampler implements Sampler {
  private final Sampler root;

  ParentBasedSampler(Sampler root) {
    if (root instanceof LocalTraceSampler) {
      throw new IllegalArgumentException("root must not be a tail sampler: that is the outermost");
    }
    this.root = requireNonNull(root, "root");
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
    Span span = parent.span();
    if (!span.isValid() || span.isUndecided()) {
      return root.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
    }
    return span.isSampled() ? SamplingResult.asParent() : SamplingResult.of(SamplingDecision.DROP);
  }

  @Override
  public void close() {
    root.close();
  }

  @Override
  public String toString() {
    return "ParentBased{root:" + root.description() + "}";
  }
}
