// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;

/**
 * Decides at its start whether a span is recorded and exported (OpenTelemetry trace SDK,
 * "Sampler"). Implementations must be thread-safe and fast; a sampler that throws counts as "drop".
 *
 * <p>A sampler answers either with a decision or, better, with a threshold: see {@link
 * SamplingResult}. Samplers that limit rates, follow rules or decide at the end are in the module
 * {@code tracer-sampling}.
 *
 * @since 0.1
 */
public interface Sampler {
  /**
   * Decides about one span.
   *
   * @param parent the context the span is started in; its span is the parent, invalid for a root
   * @param traceIdHigh the first 64 bits of the trace id
   * @param traceIdLow the last 64 bits of the trace id
   * @param name the span's first name
   * @param kind the span's role
   * @param attributes those given at the start; later ones are not seen
   * @param links those given at the start
   */
  SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links);

  /** What it does, for people: for example {@code ParentBased{root:AlwaysOnSampler}}. */
  default String description() {
    return toString();
  }

  /** Ends what it runs beside, if anything; the tracer tells it so when it is closed itself. */
  default void close() {}

  /** Keeps every span. */
  static Sampler alwaysOn() {
    return ProbabilitySampler.ON;
  }

  /** Drops every span. */
  static Sampler alwaysOff() {
    return ProbabilitySampler.OFF;
  }

  /**
   * Does what the parent did: records the children of sampled spans and drops those of others. Root
   * spans are decided by {@code root}.
   *
   * @throws NullPointerException if {@code root} is null
   * @throws IllegalArgumentException if {@code root} is a {@link LocalTraceSampler}
   */
  static Sampler parentBased(Sampler root) {
    return new ParentBasedSampler(root);
  }

  /**
   * Keeps a share of the traces, the same ones in every process: those whose randomness reaches a
   * threshold made of {@code ratio}, which travels on in the trace state.
   *
   * @param ratio the share, in [0, 1]; 0 keeps nothing, otherwise at least 2<sup>-56</sup> counts
   * @throws IllegalArgumentException if {@code ratio} is outside [0, 1] or not a number
   */
  static Sampler probability(double ratio) {
    return ProbabilitySampler.create(ratio);
  }
}
