// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtTraceStateTest {
  private static final long LOW = 0xfedc_ba98_7654_3210L;
  private static final long LOW_56 = 0x00dc_ba98_7654_3210L;

  private static TraceState with(String header, long threshold) {
    return OtTraceState.withThreshold(TraceState.parse(header), threshold);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1", "ot=th:8", "ot=p:8;r:62", "other=rv:0123456789abcd"})
  void randomness_withoutRv_isThatOfTheTraceId(String header) {
    assertThat(OtTraceState.randomness(TraceState.parse(header), LOW)).isEqualTo(LOW_56);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ot=rv:0123456789abcd",
        "ot=th:8;rv:0123456789abcd",
        "a=1,ot=rv:0123456789abcd;x:y",
        "ot=xrv:1;rv:0123456789abcd"
      })
  void randomness_validRv_isIt(String header) {
    assertThat(OtTraceState.randomness(TraceState.parse(header), LOW)).isEqualTo(0x0123456789abcdL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ot=rv:",
        "ot=rv:0123456789abc",
        "ot=rv:0123456789abcde",
        "ot=rv:0123456789abcD",
        "ot=rv:0123456789abc.",
        "ot=rv:0123456789abc;d:1",
        "ot=xrv:0123456789abcd"
      })
  void randomness_invalidRv_isIgnored(String header) {
    assertThat(OtTraceState.randomness(TraceState.parse(header), LOW)).isEqualTo(LOW_56);
  }

  @Test
  void randomness_ends_areFirstAndLast56BitNumber() {
    assertThat(OtTraceState.randomness(TraceState.parse("ot=rv:00000000000000"), LOW)).isZero();
    assertThat(OtTraceState.randomness(TraceState.parse("ot=rv:ffffffffffffff"), 0))
        .isEqualTo((1L << 56) - 1);
    assertThat(OtTraceState.randomness(TraceState.empty(), -1)).isEqualTo((1L << 56) - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "80000000000000,8",
    "c0000000000000,c",
    "aaab0000000000,aaab",
    "0ccccccccccccd,0ccccccccccccd",
    "00000000000001,00000000000001",
    "00000000000010,0000000000001",
    "ffffffffffffff,ffffffffffffff",
    "fff97240000000,fff9724"
  })
  void withThreshold_emptyState_writesDigitsWithoutTrailingZeros(String threshold, String th) {
    assertThat(with("", Long.parseLong(threshold, 16))).hasToString("ot=th:" + th);
  }

  @Test
  void addThreshold_toARoot_isTheSameStateEachTime() {
    SamplingResult half = SamplingResult.probability(0.5);
    TraceState state = half.addThreshold(TraceState.empty());

    assertThat(state).hasToString("ot=th:8");
    assertThat(half.addThreshold(TraceState.empty())).isSameAs(state);
    assertThat(half.addThreshold(TraceState.parse("ot=th:8"))).isSameAs(state);
    assertThat(half.addThreshold(TraceState.parse("a=b,ot=th:c"))).hasToString("ot=th:8,a=b");
  }

  @Test
  void withThreshold_manyThresholds_neverGetsAnotherOnes() {
    for (int round = 0; round < 2; round++) {
      for (long threshold = 0; threshold < 1L << 56; threshold += 0xff_ffff_ffff_ffffL / 999) {
        String th = String.format("%014x", threshold).replaceAll("(?<=.)0+$", "");
        assertThat(with("", threshold)).hasToString("ot=th:" + th);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1|ot=th:8,a=1",
        "ot=th:c|ot=th:8",
        "a=1,ot=th:c|ot=th:8,a=1",
        "ot=rv:0123456789abcd|ot=th:8;rv:0123456789abcd",
        "ot=rv:0123456789abcd;th:c;x:y|ot=th:8;rv:0123456789abcd;x:y",
        "ot=rv:bad;x:y|ot=th:8;x:y",
        "ot=th:zz;th:1;x:y;;z:|ot=th:8;x:y;z:",
        "ot=thx:1|ot=th:8;thx:1",
        "ot=odd|ot=th:8;odd",
        "'ot=x ;rv:bad'|ot=th:8;x",
        "'ot=x  ;th:c,a=1'|'ot=th:8;x,a=1'"
      })
  void withThreshold_otherMembersAndSubKeys_areKept(String header, String expected) {
    assertThat(with(header, 0x80_0000_0000_0000L)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rojo=1,ot=rv:ffffffffffffff;th:8",
        "rojo=1,ot=rv:ffffffffffffff;th:80",
        "ot=x:y;th:8;z"
      })
  void withThreshold_whereNothingChanges_isTheSameState(String header) {
    TraceState state = TraceState.parse(header);

    assertThat(OtTraceState.withThreshold(state, 0x80_0000_0000_0000L)).isSameAs(state);
    assertThat(OtTraceState.checked(state, -1)).isSameAs(state);
  }

  @Test
  void withThreshold_sameAsBefore_isTheSameState() {
    TraceState state = TraceState.parse("a=1,ot=th:8;rv:0123456789abcd");
    assertThat(OtTraceState.withThreshold(state, 0x80_0000_0000_0000L)).isSameAs(state);
  }

  @Test
  void withThreshold_memberTooLong_isLeftWithout() {
    String fits = "x:" + "y".repeat(256 - "th:8;x:".length());
    assertThat(with("ot=" + fits, 0x80_0000_0000_0000L)).hasToString("ot=th:8;" + fits);
    assertThat(with("a=1,ot=th:c;" + fits.substring(2), 0x88_0000_0000_0000L))
        .hasToString("ot=th:88;" + fits.substring(2) + ",a=1");
    assertThat(with("ot=" + fits, 0x88_0000_0000_0000L)).hasToString("ot=" + fits);
    String full = "ot=th:8;" + fits;
    assertThat(with(full, 0x88_0000_0000_0000L)).hasToString("ot=" + fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ot=th:8|-",
        "a=1,ot=th:8,b=2|a=1,b=2",
        "a=1,ot=th:8;rv:0123456789abcd|ot=rv:0123456789abcd,a=1",
        "ot=x:y;th:8|ot=x:y",
        "ot=rv:bad|-",
        "ot=th:|-"
      })
  void withoutThreshold_thresholdOrInvalidRv_isErased(String header, String expected) {
    assertThat(OtTraceState.withoutThreshold(TraceState.parse(header)))
        .isEqualTo(TraceState.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1", "a=1,ot=rv:0123456789abcd;x:y"})
  void withoutThreshold_none_isTheSameState(String header) {
    TraceState state = TraceState.parse(header);
    assertThat(OtTraceState.withoutThreshold(state)).isSameAs(state);
  }
}
