// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Leaves the decision to samplers behind rules: {@link Sampling#ruleBased}. Thread-safe.
 *
 * @since 0.1
 */
public final class RuleBasedSampler implements Sampler {
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  /** Whether all rules that match are asked, or only the first one. */
  private final boolean all;

  /** Replaced as a whole, by anybody. */
  private final AtomicReference<Rules> rules;

  /** Rules, and whether they are closed; an immutable list. */
  private record Rules(List<SamplingRule> list, boolean isClosed) {
    Set<Sampler> samplers() {
      Set<Sampler> samplers = Collections.newSetFromMap(new IdentityHashMap<>());
      for (SamplingRule rule : list) {
        samplers.add(rule.sampler());
      }
      return samplers;
    }
  }

  RuleBasedSampler(boolean all, SamplingRule... rules) {
    this.all = all;
    this.rules = new AtomicReference<>(new Rules(List.of(rules), false));
  }

  /**
   * Replaces all rules at once: a span is decided by the old ones or by the new ones. Samplers that
   * are not in the new rules, as the same objects, are closed: one that is to keep its state, or to
   * go on asking a server, has to be in the new rules again. After this sampler was closed, so are
   * the new ones.
   *
   * @throws NullPointerException if {@code rules} or one of them is null
   */
  public void replaceRules(SamplingRule... rules) {
    List<SamplingRule> list = List.of(rules);
    Rules before = this.rules.getAndUpdate(old -> new Rules(list, old.isClosed()));
    Rules now = new Rules(list, before.isClosed());
    Set<Sampler> over = before.samplers();
    if (now.isClosed()) {
      over.addAll(now.samplers());
    } else {
      over.removeAll(now.samplers());
    }
    close(over);
  }

  private Rules rules() {
    return requireNonNull(rules.get());
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
    List<SamplingRule> list = rules().list();
    SamplingResult best = DROP;
    for (int i = 0; i < list.size(); i++) {
      SamplingRule rule = list.get(i);
      if (rule.matches(span, name, kind, attributes)) {
        SamplingResult result =
            rule.sampler().sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
        if (!all) {
          return result;
        }
        best = rank(result, span) < rank(best, span) ? result : best;
      }
    }
    return best;
  }

  /** The lower, the more is kept: thresholds, with plain decisions before and behind them all. */
  private static long rank(SamplingResult result, Span parent) {
    if (result.hasThreshold()) {
      return result.threshold();
    }
    return switch (result.decision()) {
      case RECORD_AND_SAMPLE ->
          result.isAsParent() ? OtTraceState.threshold(parent.context().traceState()) : -2;
      case RECORD_ONLY -> SamplingResult.MAX_THRESHOLD;
      case DROP -> SamplingResult.MAX_THRESHOLD + 1;
    };
  }

  /** Tells the samplers to close. */
  @Override
  public void close() {
    close(rules.getAndUpdate(old -> new Rules(old.list(), true)).samplers());
  }

  /** Closes each of them, whatever others throw. */
  private static void close(Set<Sampler> samplers) {
    Throwable failure = null;
    for (Sampler sampler : samplers) {
      try {
        sampler.close();
      } catch (Throwable e) {
        failure = e;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public String toString() {
    return (all ? "AnyOf" : "RuleBased") + rules().list();
  }
}
