// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanContextTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private static SpanContext context(long high, long low, long span, int flags, boolean remote) {
    return SpanContext.of(high, low, span, (byte) flags, TraceState.empty(), remote);
  }

  @Test
  void of_textAndNumbers_areTheSame() {
    SpanContext text = SpanContext.of(TRACE_ID, SPAN_ID, SpanContext.SAMPLED, TraceState.empty());
    SpanContext numbers =
        context(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, 1, false);

    assertThat(text).isEqualTo(numbers).hasSameHashCodeAs(numbers);
    assertThat(text.traceId()).isEqualTo(TRACE_ID);
    assertThat(text.spanId()).isEqualTo(SPAN_ID);
    assertThat(text.traceIdBytes()).startsWith(0x0a, 0xf7).endsWith(0x31, 0x9c).hasSize(16);
    assertThat(text.spanIdBytes()).startsWith(0xb7, 0xad).endsWith(0x33, 0x31).hasSize(8);
    assertThat(text).hasToString("00-" + TRACE_ID + "-" + SPAN_ID + "-01");
  }

  @Test
  void bytes_changedByTheCaller_doNotChangeIt() {
    SpanContext context = context(1, 2, 3, 0, false);
    context.traceIdBytes()[0] = 9;
    context.spanIdBytes()[0] = 9;

    assertThat(context.traceIdBytes()[0]).isZero();
    assertThat(context.spanIdBytes()[0]).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0af7", "0AF7651916CD43DD8448EB211C80319C", "g", TRACE_ID + "0"})
  void of_malformedTraceId_isRefusedByName(String traceId) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpanContext.of(traceId, SPAN_ID, (byte) 0, TraceState.empty()))
        .withMessageContaining("traceId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b7ad", "B7AD6B7169203331", "b7ad6b716920333 ", SPAN_ID + "0"})
  void of_malformedSpanId_isRefusedByName(String spanId) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpanContext.of(TRACE_ID, spanId, (byte) 0, TraceState.empty()))
        .withMessageContaining("spanId");
  }

  @Test
  void of_null_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> SpanContext.of(null, SPAN_ID, (byte) 0, TraceState.empty()))
        .withMessage("traceId");
    assertThatNullPointerException()
        .isThrownBy(() -> SpanContext.of(TRACE_ID, null, (byte) 0, TraceState.empty()))
        .withMessage("spanId");
    assertThatNullPointerException()
        .isThrownBy(() -> SpanContext.of(TRACE_ID, SPAN_ID, (byte) 0, null))
        .withMessage("traceState");
  }

  @ParameterizedTest
  @CsvSource({"0,0,1,false", "0,1,1,true", "1,0,1,true", "1,1,0,false", "0,0,0,false"})
  void isValid_needsBothIds(long high, long low, long span, boolean valid) {
    assertThat(context(high, low, span, 0, false).isValid()).isEqualTo(valid);
    assertThat(Span.of(context(high, low, span, 0, false)).isValid()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, false",
    "1, true, false",
    "2, false, true",
    "3, true, true",
    "-1, true, true"
  })
  void flags_unknownOnes_areIgnored(int flags, boolean sampled, boolean random) {
    SpanContext context = context(1, 2, 3, flags, false);

    assertThat(context.isSampled()).isEqualTo(sampled);
    assertThat(context.isRandom()).isEqualTo(random);
    assertThat(context.traceFlags()).isBetween((byte) 0, (byte) 3);
    assertThat(Span.of(context).isSampled()).isEqualTo(sampled);
    assertThat(Span.of(context).context()).isEqualTo(context);
  }

  static Stream<Arguments> different() {
    return Stream.of(
        argumentSet("high", context(9, 2, 3, 1, false)),
        argumentSet("low", context(1, 9, 3, 1, false)),
        argumentSet("span", context(1, 2, 9, 1, false)),
        argumentSet("flags", context(1, 2, 3, 0, false)),
        argumentSet("remote", context(1, 2, 3, 1, true)));
  }

  @ParameterizedTest
  @MethodSource("different")
  void equals_anyPartDiffers_isFalse(SpanContext other) {
    assertThat(context(1, 2, 3, 1, false)).isNotEqualTo(other).isNotEqualTo("text");
    assertThat(other).isNotEqualTo(context(1, 2, 3, 1, false));
  }

  @Test
  void invalid_hasNothing() {
    assertThat(SpanContext.invalid().isValid()).isFalse();
    assertThat(SpanContext.invalid()).isEqualTo(context(0, 0, 0, 0, false));
    assertThat(Span.invalid().context()).isEqualTo(SpanContext.invalid());
  }
}
