// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttributeTextTest {
  static Stream<Arguments> values() {
    return Stream.of(
        arguments("word", " k=word"),
        arguments("two words", " k=\"two words\""),
        arguments("", " k=\"\""),
        arguments("42", " k=42"),
        arguments(42, " k=42"),
        arguments(1.5, " k=1.5"),
        arguments(true, " k=true"),
        arguments(List.of("a b", "c"), " k=[\"a b\", c]"),
        arguments(List.of(), " k=[]"),
        arguments(Arrays.asList(1, null), " k=[1, null]"),
        arguments(Map.of("x y", List.of(1)), " k={\"x y\"=[1]}"),
        arguments(Map.of(), " k={}"),
        arguments(new byte[] {1, 2, 3}, " k=base64:AQID"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_isOneLine(Object value, String expected) {
    assertThat(text(Attributes.of("k", value))).isEqualTo(expected);
  }

  @Test
  void name_isEscapedLikeAValue() {
    assertThat(text(Attributes.of("a\nb=1", 2))).isEqualTo(" \"a\\nb=1\"=2");
  }

  private static String text(Attributes attributes) {
    StringBuilder text = new StringBuilder();
    AttributeText.appendAll(text, attributes, SafeText.ANY);
    return text.toString();
  }
}
