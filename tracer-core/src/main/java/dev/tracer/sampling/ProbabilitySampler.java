// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import java.util.List;
import java.util.Locale;

/** Keeps a fixed share of the traces by a threshold on their randomness. Immutable. */
final class ProbabilitySampler implements Sampler {
  private static final double TWO_TO_56 = 0x1p56;

  private final SamplingResult result;
  private final String description;

  private ProbabilitySampler(long threshold, double ratio) {
    this.result = SamplingResult.threshold(threshold);
    this.description = String.format(Locale.ROOT, "ProbabilitySampler{%.6f}", ratio);
  }

  static Sampler create(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be in [0, 1]: " + ratio);
    }
    long threshold = thresholdOf(ratio);
    return threshold == SamplingResult.MAX_THRESHOLD
        ? FixedSampler.OFF
        : new ProbabilitySampler(threshold, ratio);
  }

  /**
   * The rejection threshold of a ratio, rounded so that its hexadecimal form has about four
   * significant digits: {@code 2^56 - round(ratio * 2^56)} to {@code 4 + floor(-exponent / 4)}
   * digits, as the specification recommends.
   */
  static long thresholdOf(double ratio) {
    long exact = SamplingResult.MAX_THRESHOLD - Math.round(ratio * TWO_TO_56);
    if (exact == 0 || exact == SamplingResult.MAX_THRESHOLD) {
      return exact;
    }
    // frexp: ratio = m * 2^exponent with m in [0.5, 1)
    int exponent = Math.getExponent(ratio) + 1;
    int digits = Math.min(14, 4 + Math.floorDiv(-exponent, 4));
    int cut = 4 * (14 - digits);
    long rounded = cut == 0 ? exact : ((exact + (1L << (cut - 1))) >>> cut) << cut;
    return rounded == SamplingResult.MAX_THRESHOLD ? exact : rounded;
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
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return description;
  }
}
