// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a {@link Sampler}: either a decision, or a 56-bit rejection threshold from which
 * the engine makes the decision. A threshold keeps the spans of a trace whose randomness reaches it
 * and is written into the trace state as {@code ot=th:...}, so that every process decides alike and
 * back ends can count what was left out (OpenTelemetry, "TraceState: Probability Sampling").
 * Immutable; samplers keep their results and return the same instances.
 *
 * @since 0.1
 */
public final class SamplingResult {
  /** One above the highest threshold: 2<sup>56</sup>. */
  public static final long MAX_THRESHOLD = 1L << 56;

  private static final long NONE = -1;
  private static final SamplingResult[] PLAIN = {
    new SamplingResult(SamplingDecision.DROP, NONE, Attributes.empty(), null),
    new SamplingResult(SamplingDecision.RECORD_ONLY, NONE, Attributes.empty(), null),
    new SamplingResult(SamplingDecision.RECORD_AND_SAMPLE, NONE, Attributes.empty(), null)
  };

  private final SamplingDecision decision;
  private final long threshold;
  private final Attributes attributes;
  private final @Nullable TraceState traceState;

  private SamplingResult(
      SamplingDecision decision,
      long threshold,
      Attributes attributes,
      @Nullable TraceState traceState) {
    this.decision = decision;
    this.threshold = threshold;
    this.attributes = attributes;
    this.traceState = traceState;
  }

  /**
   * A decision without threshold.
   *
   * @throws NullPointerException if {@code decision} is null
   */
  @SuppressWarnings("EnumOrdinal")
  public static SamplingResult of(SamplingDecision decision) {
    return PLAIN[requireNonNull(decision, "decision").ordinal()];
  }

  /**
   * Keeps the traces whose randomness is at least {@code threshold}; drops the others.
   *
   * @param threshold in [0, 2<sup>56</sup>); 0 keeps all
   * @throws IllegalArgumentException if {@code threshold} is out of range
   */
  public static SamplingResult threshold(long threshold) {
    if (threshold < 0 || threshold >= MAX_THRESHOLD) {
      throw new IllegalArgumentException("threshold must be in [0, 2^56): " + threshold);
    }
    return new SamplingResult(
        SamplingDecision.RECORD_AND_SAMPLE, threshold, Attributes.empty(), null);
  }

  /** This result with attributes for the span, if it is recorded. */
  public SamplingResult withAttributes(Attributes attributes) {
    return new SamplingResult(
        decision, threshold, requireNonNull(attributes, "attributes"), traceState);
  }

  /** This result with another trace state than the parent's. */
  public SamplingResult withTraceState(TraceState traceState) {
    return new SamplingResult(
        decision, threshold, attributes, requireNonNull(traceState, "traceState"));
  }

  /** What happens to the span; with a threshold, what happens if the randomness reaches it. */
  public SamplingDecision decision() {
    return decision;
  }

  /** Whether the randomness of the trace decides. */
  public boolean hasThreshold() {
    return threshold != NONE;
  }

  /** The threshold; -1 if there is none. */
  public long threshold() {
    return threshold;
  }

  /** What the span is given. */
  public Attributes attributes() {
    return attributes;
  }

  /** The span's trace state; null to keep the parent's. */
  public @Nullable TraceState traceState() {
    return traceState;
  }
}
