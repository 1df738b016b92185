// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {
  private static SamplingResult ask(Sampler sampler) {
    return sampler.sample(
        Context.root(), 1, 2, "span", SpanKind.INTERNAL, Attributes.empty(), List.of());
  }

  /** Expected values: OpenTelemetry, "TraceState: Probability Sampling", default precision. */
  @ParameterizedTest
  @CsvSource({
    "1,                   00000000000000",
    "0.95,                0cccd000000000",
    "0.5,                 80000000000000",
    "0.3333333333333333,  aaab0000000000",
    "0.25,                c0000000000000",
    "0.2,                 cccd0000000000",
    "0.1,                 e6660000000000",
    "0.01,                fd70a000000000",
    "0.001,               ffbe7700000000",
    "1.3877787807814457e-17, ffffffffffffff" // 2^-56
  })
  void thresholdOf_ratio_isTheSpecifications(double ratio, String threshold) {
    assertThat(SamplingResult.thresholdOf(ratio)).isEqualTo(Long.parseLong(threshold, 16));
  }

  @Test
  void thresholds_ofSmallerRatios_areNeverLower() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double p1 = Math.pow(2, -40 * random.nextDouble());
      double p2 = random.nextBoolean() ? Math.nextUp(p1) : p1 + (1 - p1) * random.nextDouble();
      if (SamplingResult.thresholdOf(p1) < SamplingResult.thresholdOf(p2)) {
        throw new AssertionError(p1 + " keeps spans that " + p2 + " drops");
      }
    }
  }

  @Test
  void thresholds_atPowersOfTwo_areMonotonic() {
    for (int exponent = -55; exponent <= 0; exponent++) {
      double p = Math.scalb(1.0, exponent);
      long exact = SamplingResult.thresholdOf(p);
      assertThat(exact).isEqualTo((1L << 56) - (1L << (56 + exponent)));
      assertThat(SamplingResult.thresholdOf(Math.nextDown(p))).isGreaterThanOrEqualTo(exact);
      if (exponent < 0) {
        assertThat(SamplingResult.thresholdOf(Math.nextUp(p))).isLessThanOrEqualTo(exact);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.1, 0.25, 1.0 / 3, 0.5, 0.95})
  void share_ofAMillionRandomIds_isTheRatioWithinFiveSigma(double ratio) {
    long threshold = ask(Sampler.probability(ratio)).threshold();
    Random random = new Random(42);
    int n = 1_000_000;
    int kept = 0;
    for (int i = 0; i < n; i++) {
      kept += (random.nextLong() & ((1L << 56) - 1)) >= threshold ? 1 : 0;
    }

    double sigma = Math.sqrt(n * ratio * (1 - ratio));
    assertThat((double) kept).isBetween(n * ratio - 5 * sigma, n * ratio + 5 * sigma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY, -Double.MIN_VALUE})
  void probability_outsideTheRange_isRefusedByName(double ratio) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.probability(ratio))
        .withMessageContaining("ratio");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-30})
  void probability_ofNothing_drops(double ratio) {
    SamplingResult result = ask(Sampler.probability(ratio));

    assertThat(result.decision()).isEqualTo(SamplingDecision.DROP);
    assertThat(result.hasThreshold()).isFalse();
  }

  @Test
  void probability_ofAll_hasThresholdZero() {
    assertThat(ask(Sampler.probability(1)).threshold()).isZero();
  }

  @Test
  void fixedSamplers_answerAlwaysAlike() {
    assertThat(ask(Sampler.alwaysOn()).decision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(ask(Sampler.alwaysOff()).decision()).isEqualTo(SamplingDecision.DROP);
    assertThat(ask(Sampler.alwaysOn()).traceState()).isNull();
  }

  private static String traceStateUnder(Sampler sampler, String parentState) {
    SpanContext parent = SpanContext.of(1, 2, 3, (byte) 1, TraceState.parse(parentState), true);
    try (Tracer tracer = Tracer.builder("test").sampler(sampler).build()) {
      Span span = tracer.spanBuilder("a").parent(Context.root().with(Span.of(parent))).start();
      Span child = tracer.spanBuilder("b").parent(Context.root().with(span)).start();
      assertThat(child.context().traceState()).isEqualTo(span.context().traceState());
      return span.context().traceState().toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"ot=th:8;rv:90000000000000, ot=rv:90000000000000", "'a=b,ot=th:0', a=b"})
  void alwaysOn_doesNotKeepTheParentsThreshold(String parent, String own) {
    assertThat(traceStateUnder(Sampler.alwaysOn(), parent)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ot=th:8;rv:90000000000000", "rojo=1,ot=rv:90000000000000;th:8"})
  void parentBased_keepsTheParentsThreshold(String parent) {
    assertThat(traceStateUnder(Sampler.parentBased(Sampler.alwaysOff()), parent)).isEqualTo(parent);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-7, 1e-12, 0.25})
  void descriptions_tellSmallRatios(double ratio) {
    assertThat(Sampler.probability(ratio).description())
        .isEqualTo("ProbabilitySampler{" + ratio + "}");
  }

  @Test
  void descriptions_tellWhatSamplersDo() {
    Sampler sampler = Sampler.parentBased(Sampler.probability(0.0001));

    assertThat(sampler.description()).isEqualTo("ParentBased{root:ProbabilitySampler{1.0E-4}}");
    assertThat(sampler).hasToString(sampler.description());
    assertThat(Sampler.alwaysOn().description()).isEqualTo("AlwaysOnSampler");
    assertThat(Sampler.alwaysOff()).hasToString("AlwaysOffSampler");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 56, Long.MAX_VALUE, Long.MIN_VALUE})
  void threshold_outsideTheRange_isRefusedByName(long threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingResult.threshold(threshold))
        .withMessageContaining("threshold");
  }

  @Test
  void nulls_areRefusedByName() {
    SamplingResult result = SamplingResult.of(SamplingDecision.DROP);

    assertThatNullPointerException()
        .isThrownBy(() -> Sampler.parentBased(null))
        .withMessage("root");
    assertThatNullPointerException()
        .isThrownBy(() -> SamplingResult.of(null))
        .withMessage("decision");
    assertThatNullPointerException()
        .isThrownBy(() -> result.withAttributes(null))
        .withMessage("attributes");
    assertThatNullPointerException()
        .isThrownBy(() -> result.withTraceState(null))
        .withMessage("traceState");
  }

  @Test
  void withAttributes_leavesTheOriginal() {
    SamplingResult plain = SamplingResult.threshold(5);
    SamplingResult changed = plain.withAttributes(Attributes.of("a", 1));

    assertThat(plain.attributes().isEmpty()).isTrue();
    assertThat(changed.threshold()).isEqualTo(5);
    assertThat(changed.attributes()).hasToString("{a=1}");
  }
}
