// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reason to keep a local trace, or to drop it: see {@link TailSampler}. Names follow the policies
 * of OpenTelemetry's Collector. Immutable.
 *
 * <p>Conditions on spans are true of a trace as soon as one of its ended spans meets them.
 *
 * @since 0.1
 */
public final class TailPolicy {
  /** The threshold of a trace that a policy has nothing to say about. */
  static final long NO = SamplingResult.MAX_THRESHOLD;

  // what a policy is about: the whole trace, one of its spans, or other policies
  static final int ERROR = 0;
  static final int LATENCY = 1;
  static final int SPAN = 2;
  static final int SHARE = 3;
  static final int NOT = 4;
  static final int AND = 5;
  static final int DROP = 6;

  final int kind;

  /** For people: becomes the attribute {@code sampling.reason}. */
  final String reason;

  /** A duration, a predicate, an attribute's value or a sampler. */
  private final @Nullable Object about;

  /** The name of an attribute. */
  private final @Nullable String key;

  final TailPolicy[] parts;

  private TailPolicy(
      int kind, String reason, @Nullable Object about, @Nullable String key, TailPolicy... parts) {
    this.kind = kind;
    this.reason = requireNonNull(reason, "reason");
    this.about = about;
    this.key = key;
    this.parts = parts;
  }

  /** Traces with a span whose status is, or was meanwhile, {@code ERROR}. */
  public static TailPolicy error() {
    return new TailPolicy(ERROR, "error", null, null);
  }

  /**
   * Traces whose local root takes at least {@code limit}.
   *
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public static TailPolicy latency(Duration limit) {
    return new TailPolicy(LATENCY, "latency", TailSampler.nanos(limit, "limit"), null);
  }

  /**
   * Traces with a span that has an attribute of this value.
   *
   * @param value converted as {@link Attributes} tells
   * @throws NullPointerException naming the argument that is null
   */
  public static TailPolicy attribute(String key, Object value) {
    requireNonNull(key, "key");
    Object stored = Attributes.of(key, requireNonNull(value, "value")).get(key);
    return new TailPolicy(SPAN, "attribute:".concat(key), stored, key);
  }

  /**
   * Traces with a span of the application's choice. A condition that throws counts as not met.
   *
   * @param reason what {@code sampling.reason} says
   * @param condition asked on the thread that ends the span, of several threads at once
   * @throws NullPointerException naming the argument that is null
   */
  public static TailPolicy rule(String reason, Predicate<? super SpanData> condition) {
    return new TailPolicy(SPAN, reason, requireNonNull(condition, "condition"), null);
  }

  /**
   * A share of the traces, the same ones in every process.
   *
   * @param ratio in [0, 1]
   * @throws IllegalArgumentException if {@code ratio} is outside [0, 1] or not a number
   */
  public static TailPolicy probability(double ratio) {
    return sampled("probability", Sampler.probability(ratio));
  }

  /**
   * So many traces a second, with thresholds that make their weights add up: see {@link
   * Sampling#rateLimiting}. Useful inside of {@link #and}: {@code and(error(), rateLimiting(50))}.
   *
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  public static TailPolicy rateLimiting(double tracesPerSecond) {
    return rateLimiting(tracesPerSecond, Clock.system());
  }

  /** {@link #rateLimiting(double)} by another clock's {@code nanoTime}. */
  public static TailPolicy rateLimiting(double tracesPerSecond, Clock clock) {
    return sampled("rate_limiting", Sampling.rateLimiting(tracesPerSecond, clock));
  }

  /** The traces that a sampler of ours keeps; it is asked once a trace at most. */
  static TailPolicy sampled(String reason, Sampler sampler) {
    return new TailPolicy(SHARE, reason, sampler, null);
  }

  /**
   * Traces that all of {@code policies} keep. Those that limit others are asked last: {@code
   * and(error(), probability(0.1))} keeps a tenth of the errors.
   *
   * @throws IllegalArgumentException if there are none, or one is a {@link #drop}
   */
  public static TailPolicy and(TailPolicy... policies) {
    if (policies.length == 0) {
      throw new IllegalArgumentException("policies must not be empty");
    }
    StringBuilder reason = new StringBuilder();
    TailPolicy[] sorted = new TailPolicy[policies.length];
    int limits = sorted.length;
    int conditions = 0;
    for (TailPolicy part : policies) {
      reason.append(reason.length() == 0 ? "" : "+").append(inner(part).reason);
      sorted[part.isLimit() ? --limits : conditions++] = part;
    }
    return new TailPolicy(AND, reason.toString(), null, null, sorted);
  }

  /**
   * Traces of which {@code condition} is not true.
   *
   * @throws IllegalArgumentException if it is a {@link #drop}, or a share of the traces
   */
  public static TailPolicy not(TailPolicy condition) {
    if (inner(condition).isLimit()) {
      throw new IllegalArgumentException("condition must not be a share");
    }
    return new TailPolicy(NOT, "not:".concat(condition.reason), null, null, condition);
  }

  /**
   * Drops traces instead of keeping them, whatever else would keep them; only a trace that was
   * announced to others as kept stays kept.
   *
   * @throws IllegalArgumentException if {@code condition} is a {@link #drop}, or a share
   */
  public static TailPolicy drop(TailPolicy condition) {
    return new TailPolicy(DROP, "drop", null, null, not(condition).parts);
  }

  private static TailPolicy inner(TailPolicy policy) {
    if (requireNonNull(policy, "policy").kind == DROP) {
      throw new IllegalArgumentException("drop must be outermost");
    }
    return policy;
  }

  /** Whether it keeps only some of the traces that it is about. */
  private boolean isLimit() {
    boolean limit = kind == SHARE;
    for (TailPolicy part : parts) {
      limit |= part.isLimit();
    }
    return limit;
  }

  /** The duration of a latency. */
  long nanos() {
    return about instanceof Long nanos ? nanos : Long.MAX_VALUE;
  }

  /** Adds conditions on spans and shares to {@code leaves}; returns the shortest latency. */
  long collect(List<TailPolicy> leaves) {
    if (kind == SPAN || kind == SHARE) {
      leaves.add(this);
    }
    long shortest = kind == LATENCY ? nanos() : Long.MAX_VALUE;
    for (TailPolicy part : parts) {
      shortest = Math.min(shortest, part.collect(leaves));
    }
    return shortest;
  }

  /** Whether it is a condition on spans that this one meets. Runs foreign code. */
  @SuppressWarnings("unchecked") // without a key it was made by rule()
  boolean matches(SpanData span) {
    return kind == SPAN
        && about != null
        && (key == null
            ? ((Predicate<SpanData>) about).test(span)
            : about.equals(span.attributes().get(key)));
  }

  /** The threshold of a share for a trace of this randomness. */
  long ask(long randomness) {
    SamplingResult result =
        ((Sampler) requireNonNull(about))
            .sample(
                Context.root(),
                0,
                randomness,
                reason,
                SpanKind.INTERNAL,
                Attributes.empty(),
                List.of());
    if (result.hasThreshold()) {
      return result.threshold();
    }
    return result.decision() == SamplingDecision.RECORD_AND_SAMPLE ? 0 : NO;
  }

  /** What it is about, for people. */
  @Override
  public String toString() {
    return reason;
  }
}
