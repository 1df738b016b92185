// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves the decision to samplers behind rules: {@link Sampling#ruleBased}. Thread-safe.
 *
 * @since 0.1
 */
public final class RuleBasedSampler implements Sampler {
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  /** Whether all rules that match are asked, or only the first one. */
  private final boolean all;

  /** Replaced as a whole, by anybody; the array is never written. */
  private volatile SamplingRule[] rules;

  RuleBasedSampler(boolean all, SamplingRule... rules) {
    this.all = all;
    this.rules = List.of(rules).toArray(new SamplingRule[0]);
  }

  /**
   * Replaces all rules at once: a span is decided by the old ones or by the new ones. A sampler
   * that is to keep its state has to be in the new rules again.
   *
   * @throws NullPointerException if {@code rules} or one of them is null
   */
  public void replaceRules(SamplingRule... rules) {
    this.rules = List.of(rules).toArray(new SamplingRule[0]);
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
    SamplingResult best = DROP;
    for (SamplingRule rule : rules) {
      if (rule.matches(name, kind, attributes)) {
        SamplingResult result =
            rule.sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
        if (!all) {
          return result;
        }
        best = rank(result) < rank(best) ? result : best;
      }
    }
    return best;
  }

  /** The lower, the more is kept: thresholds, with plain decisions before and behind them all. */
  private static long rank(SamplingResult result) {
    if (result.hasThreshold()) {
      return result.threshold();
    }
    return result.decision() == SamplingDecision.RECORD_AND_SAMPLE
        ? -1
        : SamplingResult.MAX_THRESHOLD + (result.decision() == SamplingDecision.DROP ? 1 : 0);
  }

  /** Tells the samplers to close. */
  @Override
  public void close() {
    for (SamplingRule rule : rules) {
      rule.sampler.close();
    }
  }

  @Override
  public String toString() {
    return (all ? "AnyOf" : "RuleBased").concat(Arrays.toString(rules));
  }
}
