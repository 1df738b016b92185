// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;
import java.util.Map;

/**
 * Decides at its start whether a span is recorded and exported (OpenTelemetry trace SDK,
 * "Sampler"). Implementations must be thread-safe and fast; a sampler that throws counts as "drop".
 *
 * <p>A sampler answers either with a decision or, better, with a threshold: see {@link
 * SamplingResult}.
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

  /**
   * Keeps about {@code tracesPerSecond}, whatever comes: a threshold that follows the traffic, set
   * anew in each window of 100 ms (of the time for 4 traces, if that is longer). Within a window at
   * most twice its share and 4 more are kept, and what was too much is saved afterwards.
   *
   * <p>The threshold depends on past requests alone and travels on in the trace state, so that the
   * sum of the kept traces' weights is an unbiased count of all of them.
   *
   * @param tracesPerSecond more than 0; above a billion it counts as a billion
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  static Sampler rateLimiting(double tracesPerSecond) {
    return rateLimiting(tracesPerSecond, Clock.system());
  }

  /** {@link #rateLimiting(double)} by another clock's {@code nanoTime}. */
  static Sampler rateLimiting(double tracesPerSecond, Clock clock) {
    return new RateLimitingSampler(tracesPerSecond, 1, clock);
  }

  /**
   * Like {@link #rateLimiting(double)}, with one budget that the operations (span names) share
   * max-min fairly: rare ones are kept whole, frequent ones share evenly what is left. Up to 255
   * operations are told apart, the others share one place; where there is no more room, those not
   * seen for a minute make some.
   *
   * @param tracesPerSecond for all operations together
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  static Sampler adaptive(double tracesPerSecond) {
    return adaptive(tracesPerSecond, Clock.system());
  }

  /** {@link #adaptive(double)} by another clock's {@code nanoTime}. */
  static Sampler adaptive(double tracesPerSecond, Clock clock) {
    return new RateLimitingSampler(tracesPerSecond, 256, clock);
  }

  /**
   * Asks the first rule that matches, and drops what none matches. The rules may be replaced while
   * it runs.
   *
   * @throws NullPointerException if {@code rules} or one of them is null
   */
  static RuleBasedSampler ruleBased(SamplingRule... rules) {
    return new RuleBasedSampler(false, rules);
  }

  /**
   * Keeps what any of several samplers keeps: the lowest of their thresholds counts. All of them
   * are asked about every span.
   *
   * @throws NullPointerException if {@code samplers} or one of them is null
   */
  static Sampler anyOf(Sampler... samplers) {
    SamplingRule[] rules = new SamplingRule[samplers.length];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = SamplingRule.of(samplers[i]);
    }
    return new RuleBasedSampler(true, rules);
  }

  /**
   * The reservoir of X-Ray's rules, to be used in a {@link SamplingRule}: so many traces a second,
   * and the given share where that is more. Unlike the first come of each second, those kept have
   * weights that add up.
   *
   * @param tracesPerSecond more than 0
   * @param ratio in [0, 1]
   * @throws IllegalArgumentException naming the argument that is out of range
   */
  static Sampler reservoir(double tracesPerSecond, double ratio) {
    return anyOf(rateLimiting(tracesPerSecond), probability(ratio));
  }

  /**
   * The sampler that {@code OTEL_TRACES_SAMPLER} and {@code OTEL_TRACES_SAMPLER_ARG} describe
   * (OpenTelemetry, "Environment Variable Specification"): {@code always_on}, {@code always_off},
   * {@code traceidratio} ({@link #probability}, argument 1 by default), {@code jaeger_remote}
   * (arguments {@code endpoint}, which must speak HTTP, {@code pollingIntervalMs}, {@code
   * initialSamplingRate}), each also behind {@code parentbased_}, and {@code xray}: X-Ray's default
   * rule, one trace a second and 5 percent. If there is nothing, it is {@code
   * parentbased_always_on}; so it is if anything cannot be understood, which is logged.
   *
   * @param environment for example {@code System.getenv()}
   * @throws NullPointerException if {@code environment} is null
   */
  static Sampler fromEnvironment(Map<String, String> environment) {
    return EnvironmentSampler.read(environment);
  }
}
