// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextDiffTest {
  static Stream<Arguments> differences() {
    return Stream.of(
        arguments("a b c", "a b c", "  a|  b|  c"),
        arguments("a b c", "a c", "  a|- b|  c"),
        arguments("a c", "a b c", "  a|+ b|  c"),
        arguments("a b c", "a x c", "  a|- b|+ x|  c"),
        arguments("a a", "a", "  a|- a"),
        arguments("", "a", "+ a"),
        arguments("a b c d", "b x d e", "- a|  b|- c|+ x|  d|+ e"));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @MethodSource("differences")
  void diff_keepsWhatIsCommon(String expected, String actual, String diff) {
    assertThat(TextDiff.of(words(expected), words(actual)).replace("\n", "|")).isEqualTo(diff);
  }

  @Test
  void hugeTexts_areComparedInLittleMemory() {
    List<String> expected = new ArrayList<>(Collections.nCopies(100_000, "x"));
    List<String> actual = new ArrayList<>(Collections.nCopies(100_000, "y"));
    expected.add(0, "same");
    actual.add(0, "same");

    assertThat(TextDiff.of(expected, actual)).startsWith("  same\n- x\n").endsWith("\n+ y");
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
