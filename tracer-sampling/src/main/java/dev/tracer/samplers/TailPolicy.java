// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * A reason to keep a local trace, or to drop it: see {@link TailSampler}. Names follow the policies
 * of OpenTelemetry's Collector. Immutable.
 *
 * <p>Conditions on spans are true of a trace as soon as one of its ended spans meets them, and stay
 * so.
 *
 * @since 0.1
 */
public sealed interface TailPolicy
    permits AndPolicy, DropPolicy, ErrorPolicy, LatencyPolicy, NotPolicy, SharePolicy, SpanPolicy {

  /** Why it keeps a trace, for people: becomes the attribute {@code sampling.reason}. */
  String reason();

  /** Traces with a span whose status is, or was meanwhile, {@code ERROR}. */
  static TailPolicy error() {
    return new ErrorPolicy();
  }

  /**
   * Traces whose local root takes at least {@code limit}: by the times it was given, once it has
   * ended.
   *
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  static TailPolicy latency(Duration limit) {
    return new LatencyPolicy(TailSampler.nanos(limit, "limit"));
  }

  /**
   * Traces with a span that has an attribute of this value.
   *
   * @param value converted as {@link Attributes} tells
   * @throws NullPointerException naming the argument that is null
   */
  static TailPolicy attribute(String key, Object value) {
    Object stored =
        Attributes.of(requireNonNull(key, "key"), requireNonNull(value, "value")).get(key);
    return onAttributes(key, attributes -> stored != null && stored.equals(attributes.get(key)));
  }

  /**
   * Traces with a span that has an attribute of this name, whatever its value.
   *
   * @throws NullPointerException if {@code key} is null
   */
  static TailPolicy hasAttribute(String key) {
    requireNonNull(key, "key");
    return onAttributes(key, attributes -> attributes.get(key) != null);
  }

  /**
   * Traces with a span that has an attribute which is a number in [{@code least}, {@code most}].
   * Text that looks like a number is none.
   *
   * @param least may be {@code Double.NEGATIVE_INFINITY}
   * @param most may be {@code Double.POSITIVE_INFINITY}
   * @throws IllegalArgumentException if the range is empty, or one of its ends not a number
   * @throws NullPointerException if {@code key} is null
   */
  static TailPolicy numericAttribute(String key, double least, double most) {
    requireNonNull(key, "key");
    NumberRange range = new NumberRange(least, most);
    return onAttributes(key, attributes -> range.contains(attributes.get(key)));
  }

  private static TailPolicy onAttributes(String key, Predicate<Attributes> condition) {
    return new SpanPolicy("attribute:".concat(key), span -> condition.test(span.attributes()));
  }

  /**
   * Traces with a span of the application's choice. A condition that throws counts as not met.
   *
   * @param reason what {@code sampling.reason} says
   * @param condition asked on the thread that ends the span, of several threads at once
   * @throws NullPointerException naming the argument that is null
   */
  static TailPolicy rule(String reason, Predicate<? super SpanData> condition) {
    return new SpanPolicy(reason, condition);
  }

  /**
   * A share of the traces, the same ones in every process.
   *
   * @param ratio in [0, 1]
   * @throws IllegalArgumentException if {@code ratio} is outside [0, 1] or not a number
   */
  static TailPolicy probability(double ratio) {
    return new SharePolicy("probability", Sampler.probability(ratio));
  }

  /**
   * So many traces a second, with thresholds that make their weights add up: see {@link
   * Sampling#rateLimiting}. Useful inside of {@link #and}: {@code and(error(), rateLimiting(50))}.
   *
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  static TailPolicy rateLimiting(double tracesPerSecond) {
    return rateLimiting(tracesPerSecond, Clock.system());
  }

  /** {@link #rateLimiting(double)} by another clock's {@code nanoTime}. */
  static TailPolicy rateLimiting(double tracesPerSecond, Clock clock) {
    return new SharePolicy("rate_limiting", Sampling.rateLimiting(tracesPerSecond, clock));
  }

  /**
   * Traces that all of {@code policies} keep. Those that limit others are asked last: {@code
   * and(error(), probability(0.1))} keeps a tenth of the errors.
   *
   * @throws IllegalArgumentException if there are none, or one is a {@link #drop}
   */
  static TailPolicy and(TailPolicy... policies) {
    if (policies.length == 0) {
      throw new IllegalArgumentException("policies must not be empty");
    }
    StringJoiner reason = new StringJoiner("+");
    List<TailPolicy> parts = new ArrayList<>();
    int conditions = 0;
    for (TailPolicy part : policies) {
      reason.add(inner(part).reason());
      parts.add(isLimit(part) ? parts.size() : conditions++, part);
    }
    return new AndPolicy(reason.toString(), List.copyOf(parts));
  }

  /**
   * Traces whose local root has ended, and of which {@code condition} is not true by then: before,
   * nobody can know.
   *
   * @throws IllegalArgumentException if it is a {@link #drop}, or a share of the traces
   */
  static TailPolicy not(TailPolicy condition) {
    return new NotPolicy(fact(condition));
  }

  /**
   * Drops traces instead of keeping them, whatever else would keep them, and whatever comes later;
   * only a trace that was announced to others as kept stays kept, and one that {@code Span.keep}
   * was called for.
   *
   * @throws IllegalArgumentException if {@code condition} is a {@link #drop}, or a share
   */
  static TailPolicy drop(TailPolicy condition) {
    return new DropPolicy(fact(condition));
  }

  private static TailPolicy inner(TailPolicy policy) {
    if (requireNonNull(policy, "policy") instanceof DropPolicy) {
      throw new IllegalArgumentException("drop must be outermost");
    }
    return policy;
  }

  /** Requires a policy that is true of a trace or not, without a limit. */
  private static TailPolicy fact(TailPolicy condition) {
    if (isLimit(inner(condition))) {
      throw new IllegalArgumentException("condition must not be a share");
    }
    return condition;
  }

  /** Whether it keeps only some of the traces that it is about. */
  private static boolean isLimit(TailPolicy policy) {
    return policy instanceof SharePolicy
        || (policy instanceof AndPolicy all && all.parts().stream().anyMatch(TailPolicy::isLimit));
  }
}
