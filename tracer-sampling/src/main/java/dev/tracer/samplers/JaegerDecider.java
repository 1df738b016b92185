// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.samplers.JaegerStrategy.Decider;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/**
 * The kinds of decisions that a Jaeger back end asks for. Root spans say in {@code sampler.type}
 * and {@code sampler.param} how they were kept: from them the back end learns what the ratios that
 * it gives out result in ("adaptive sampling").
 */
final class JaegerDecider {
  private static final String TYPE = "sampler.type";
  private static final String PARAM = "sampler.param";

  private JaegerDecider() {}

  /** A share of the traces. */
  static Decider share(double ratio) {
    SamplingResult plain = SamplingResult.probability(ratio);
    SamplingResult told = plain.withAttributes(attributes("probabilistic", ratio));
    return (parent, low, name, kind) -> isRoot(parent) ? told : plain;
  }

  /** So many traces a second. */
  static Decider rate(double tracesPerSecond) {
    if (tracesPerSecond == 0) {
      SamplingResult nothing = SamplingResult.of(SamplingDecision.DROP);
      return (parent, low, name, kind) -> nothing;
    }
    Sampler limit = Sampling.rateLimiting(tracesPerSecond);
    Attributes attributes = attributes("ratelimiting", tracesPerSecond);
    return (parent, low, name, kind) -> {
      SamplingResult result = ask(limit, parent, low, name, kind);
      return isRoot(parent) ? result.withAttributes(attributes) : result;
    };
  }

  /** A share of the traces, and so many a second in any case. */
  static Decider atLeast(double ratio, double tracesPerSecond, Sampler floor) {
    SamplingResult share = SamplingResult.probability(ratio);
    Attributes byShare = attributes("probabilistic", ratio);
    Attributes byFloor = attributes("lowerbound", tracesPerSecond);
    return (parent, low, name, kind) -> {
      SamplingResult least = ask(floor, parent, low, name, kind);
      SamplingResult result =
          !least.hasThreshold() || (share.hasThreshold() && share.threshold() < least.threshold())
              ? share
              : least;
      if (!isRoot(parent)) {
        return result;
      }
      boolean isInShare =
          share.hasThreshold()
              && OtTraceState.randomness(parent.span().context().traceState(), low)
                  >= share.threshold();
      return result.withAttributes(isInShare ? byShare : byFloor);
    };
  }

  private static SamplingResult ask(
      Sampler sampler, Context parent, long low, String name, SpanKind kind) {
    return sampler.sample(parent, 0, low, name, kind, Attributes.empty(), List.of());
  }

  private static boolean isRoot(Context parent) {
    Span span = parent.span();
    return !span.isValid();
  }

  private static Attributes attributes(String type, double parameter) {
    return Attributes.of(TYPE, type).toBuilder().set(PARAM, parameter).build();
  }
}
