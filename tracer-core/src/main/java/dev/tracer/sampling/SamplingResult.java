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
    new SamplingResult(SamplingDecision.DROP, NONE, false, Attributes.empty(), null),
    new SamplingResult(SamplingDecision.RECORD_ONLY, NONE, false, Attributes.empty(), null),
    new SamplingResult(SamplingDecision.RECORD_AND_SAMPLE, NONE, false, Attributes.empty(), null)
  };
  private static final SamplingResult AS_PARENT =
      new SamplingResult(SamplingDecision.RECORD_AND_SAMPLE, NONE, true, Attributes.empty(), null);

  private final SamplingDecision decision;
  private final long threshold;
  private final boolean asParent;
  private final Attributes attributes;
  private final @Nullable TraceState traceState;

  /** The threshold alone; empty if there is none. */
  private final TraceState alone;

  private SamplingResult(
      SamplingDecision decision,
      long threshold,
      boolean asParent,
      Attributes attributes,
      @Nullable TraceState traceState) {
    this.decision = decision;
    this.threshold = threshold;
    this.asParent = asParent;
    this.attributes = attributes;
    this.traceState = traceState;
    this.alone =
        threshold == NONE
            ? TraceState.empty()
            : OtTraceState.withThreshold(TraceState.empty(), threshold);
  }

  /**
   * A decision without threshold: with which probability such a span is kept, nobody knows, so that
   * its trace state has no threshold, whatever the parent's has.
   *
   * @throws NullPointerException if {@code decision} is null
   */
  @SuppressWarnings("EnumOrdinal")
  public static SamplingResult of(SamplingDecision decision) {
    return PLAIN[requireNonNull(decision, "decision").ordinal()];
  }

  /**
   * Keeps a span because its parent is sampled: with the probability of the parent, whose threshold
   * stays in the trace state.
   */
  public static SamplingResult asParent() {
    return AS_PARENT;
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
        SamplingDecision.RECORD_AND_SAMPLE, threshold, false, Attributes.empty(), null);
  }

  /**
   * Keeps this share of the traces: the threshold of {@link Sampler#probability}, or {@code DROP}
   * for shares below 2<sup>-57</sup>.
   *
   * @param ratio in [0, 1]
   * @throws IllegalArgumentException if {@code ratio} is outside [0, 1] or not a number
   */
  public static SamplingResult probability(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be in [0, 1]: " + ratio);
    }
    long threshold = thresholdOf(ratio);
    return threshold == MAX_THRESHOLD ? of(SamplingDecision.DROP) : threshold(threshold);
  }

  /**
   * The rejection threshold of a ratio, {@code 2^56 - round(ratio * 2^56)}, rounded to as many
   * hexadecimal digits as leave four significant ones both of the ratio and of its complement:
   * short on the wire, and never rounded to all or nothing.
   */
  static long thresholdOf(double ratio) {
    long kept = Math.round(ratio * 0x1p56);
    long exact = MAX_THRESHOLD - kept;
    if (exact == 0 || kept == 0) {
      return exact;
    }
    int zeros = Math.max(Long.numberOfLeadingZeros(kept), Long.numberOfLeadingZeros(exact)) - 8;
    int cut = 4 * Math.max(0, 10 - zeros / 4);
    return cut == 0 ? exact : ((exact + (1L << (cut - 1))) >>> cut) << cut;
  }

  /** This result with attributes for the span, if it is recorded. */
  public SamplingResult withAttributes(Attributes attributes) {
    return new SamplingResult(
        decision, threshold, asParent, requireNonNull(attributes, "attributes"), traceState);
  }

  /** This result with another trace state than the parent's. */
  public SamplingResult withTraceState(TraceState traceState) {
    return new SamplingResult(
        decision, threshold, asParent, attributes, requireNonNull(traceState, "traceState"));
  }

  /** What happens to the span; with a threshold, what happens if the randomness reaches it. */
  public SamplingDecision decision() {
    return decision;
  }

  /** Whether it is {@link #asParent()}. */
  public boolean isAsParent() {
    return asParent;
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

  /**
   * The trace state of a span that is kept by the threshold.
   *
   * @param state without this threshold, or with it already
   */
  public TraceState addThreshold(TraceState state) {
    return state.isEmpty() || state.equals(alone)
        ? alone
        : OtTraceState.withThreshold(state, threshold);
  }
}
