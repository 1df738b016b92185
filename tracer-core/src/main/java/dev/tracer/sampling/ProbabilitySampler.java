// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;
import java.util.Locale;

/**
 * Gives every span the same answer: all, nothing, or a fixed share of the traces by a threshold on
 * their randomness. Immutable.
 */
final class ProbabilitySampler implements Sampler {
  static final ProbabilitySampler ON =
      new ProbabilitySampler(
          SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE), "AlwaysOnSampler");
  static final ProbabilitySampler OFF =
      new ProbabilitySampler(SamplingResult.of(SamplingDecision.DROP), "AlwaysOffSampler");

  private static final double TWO_TO_56 = 0x1p56;

  final SamplingResult result;
  private final String description;

  private ProbabilitySampler(SamplingResult result, String description) {
    this.result = result;
    this.description = description;
  }

  static Sampler create(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be in [0, 1]: " + ratio);
    }
    SamplingResult result = resultOf(ratio);
    return result == OFF.result
        ? OFF
        : new ProbabilitySampler(
            result, String.format(Locale.ROOT, "ProbabilitySampler{%.6f}", ratio));
  }

  /** The threshold of a ratio in [0, 1] as a result; the one that drops if it is beyond all. */
  static SamplingResult resultOf(double ratio) {
    long threshold = thresholdOf(ratio);
    return threshold == SamplingResult.MAX_THRESHOLD
        ? OFF.result
        : SamplingResult.threshold(threshold);
  }

  /**
   * The rejection threshold of a ratio, {@code 2^56 - round(ratio * 2^56)}, rounded to as many
   * hexadecimal digits as leave four significant ones both of the ratio and of its complement:
   * short on the wire, and never rounded to all or nothing.
   */
  static long thresholdOf(double ratio) {
    long kept = Math.round(ratio * TWO_TO_56);
    long exact = SamplingResult.MAX_THRESHOLD - kept;
    if (exact == 0 || kept == 0) {
      return exact;
    }
    int zeros = Math.max(Long.numberOfLeadingZeros(kept), Long.numberOfLeadingZeros(exact)) - 8;
    int cut = 4 * Math.max(0, 10 - zeros / 4);
    return cut == 0 ? exact : ((exact + (1L << (cut - 1))) >>> cut) << cut;
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
    return result;
  }

  @Override
  public String toString() {
    return description;
  }
}
