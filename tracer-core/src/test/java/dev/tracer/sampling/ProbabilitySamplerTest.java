// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tracer.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilitySamplerTest {
  private static final long MAX = 1L << 56;

  /** As it is written into the trace state. */
  private static String encoded(double ratio) {
    TraceState state =
        OtTraceState.withThreshold(TraceState.empty(), SamplingResult.thresholdOf(ratio));
    return state.toString().substring("ot=th:".length());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "0.5, 8",
    "0.25, c",
    "0.3333333333333333, aaab",
    "0.2, cccd",
    "0.1, e666",
    "0.01, fd70a",
    "0.001, ffbe77",
    "0.0001, fff9724",
    "0.9375, 1",
    "0.95, 0cccd",
    "0.99, 028f6",
    "0.999, 004189"
  })
  void thresholdOf_ratio_hasFourSignificantDigits(double ratio, String th) {
    assertThat(encoded(ratio)).isEqualTo(th);
  }

  @ParameterizedTest
  @CsvSource({
    "0x1p-56, ffffffffffffff",
    "0x1p-55, fffffffffffffe",
    "0x1p-52, fffffffffffff",
    "0x1.8p-57, ffffffffffffff",
    "0x1.fffffffffffffp-1, 00000000000008",
    "0x1.ffffffp-1, 0000008"
  })
  void thresholdOf_ends_areExact(String ratio, String th) {
    assertThat(encoded(Double.parseDouble(ratio))).isEqualTo(th);
  }

  @Test
  void thresholdOf_nothing_isBeyondAllRandomness() {
    assertThat(SamplingResult.thresholdOf(0)).isEqualTo(MAX);
    assertThat(SamplingResult.thresholdOf(0x1p-60)).isEqualTo(MAX);
    assertThat(SamplingResult.thresholdOf(Double.MIN_VALUE)).isEqualTo(MAX);
    assertThat(Sampler.probability(0)).isSameAs(Sampler.alwaysOff());
  }

  @Test
  void thresholdOf_higherRatio_isNeverHigher() {
    long last = MAX;
    for (double ratio = 0x1p-56; ratio <= 1; ratio *= 1.007) {
      long threshold = SamplingResult.thresholdOf(ratio);
      assertThat(threshold).isStrictlyBetween(-1L, last + 1).isLessThan(MAX);
      last = threshold;
    }
  }

  @Test
  void thresholdOf_anyRatio_isNearToIt() {
    for (double ratio = 0x1p-44; ratio < 1; ratio *= 1.007) {
      double kept = (MAX - SamplingResult.thresholdOf(ratio)) / (double) MAX;
      assertThat(kept).isCloseTo(ratio, within(ratio / 8192));
      assertThat(1 - kept).isCloseTo(1 - ratio, within((1 - ratio) / 8192 + 0x1p-50));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void probability_outOfRange_isRefused(double ratio) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.probability(ratio))
        .withMessageContaining("ratio");
  }
}
