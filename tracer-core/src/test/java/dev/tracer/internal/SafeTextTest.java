// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Attributes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "line feed, 000a, \\n",
    "carriage return, 000d, \\r",
    "tab, 0009, \\t",
    "escape, 001b, \\u001b",
    "bell, 0007, \\u0007",
    "null, 0000, \\u0000",
    "delete, 007f, \\u007f",
    "next line, 0085, \\u0085",
    "control sequence introducer, 009b, \\u009b",
    "soft hyphen, 00ad, \\u00ad",
    "zero-width space, 200b, \\u200b",
    "right-to-left mark, 200f, \\u200f",
    "line separator, 2028, \\u2028",
    "paragraph separator, 2029, \\u2029",
    "right-to-left override, 202e, \\u202e",
    "isolate, 2066, \\u2066",
    "byte order mark, feff, \\ufeff",
    "lone high surrogate, d800, \\ud800",
    "lone low surrogate, dc00, \\udc00",
    "not a character, ffff, \\uffff",
    "tag letter, e0041, \\u{e0041}",
  })
  void escape_dangerousCharacter_becomesVisible(String name, String hex, String expected) {
    String text = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";

    assertThat(SafeText.escape(text, null)).isEqualTo("a" + expected + "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "back\\slash \"quote\"", "Bücher", "日本", "👩‍💻", "مرحبا", "e\u0301", ""})
  void escape_visibleText_staysAsItIs(String text) {
    assertThat(SafeText.escape(text, null)).isEqualTo(text);
  }

  @Test
  void escape_towerOfMarks_keepsFourOfThem() {
    String tower = "a" + "\u0301".repeat(6);

    assertThat(SafeText.escape(tower, null)).isEqualTo("a" + "\u0301".repeat(4) + "\\u0301\\u0301");
  }

  @Test
  void escape_markWithoutCharacter_isEscaped() {
    assertThat(SafeText.escape("\u0301a", null)).isEqualTo("\\u0301a");
  }

  @Test
  void escape_characterThatTheCharsetLacks_isEscaped() {
    assertThat(SafeText.escape("é日", StandardCharsets.ISO_8859_1.newEncoder()))
        .isEqualTo("é\\u65e5");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "word, word",
        "/cart/{id}, \"/cart/{id}\"",
        "two words, \"two words\"",
        "``, \"\"",
        "a=b, \"a=b\"",
        "`a,b`, `\"a,b\"`",
        "say \"hi\", \"say \\\"hi\\\"\"",
        "C:\\temp, \"C:\\\\temp\"",
        "é, \"é\"",
      })
  void quoted_takesQuotesUnlessOneWord(String text, String expected) {
    assertThat(quoted(text)).isEqualTo(expected);
  }

  @Test
  void quoted_differentTexts_neverLookTheSame() {
    Map<String, String> seen = new HashMap<>();
    for (String text :
        List.of("a\n", "a\\n", "a\\\\n", "\"a\\n\"", "\"a", "a\"", "\\u000a", "", "\"\"", " ")) {
      assertThat(seen.put(quoted(text), text)).isNull();
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("word", "k=word"),
        arguments("two words", "k=\"two words\""),
        arguments("", "k=\"\""),
        arguments("42", "k=42"),
        arguments(42, "k=42"),
        arguments(1.5, "k=1.5"),
        arguments(true, "k=true"),
        arguments(List.of("a b", "c"), "k=[\"a b\", c]"),
        arguments(List.of(), "k=[]"),
        arguments(Arrays.asList(1, null), "k=[1, null]"),
        arguments(Map.of("x y", List.of(1)), "k={\"x y\"=[1]}"),
        arguments(Map.of(), "k={}"),
        arguments(new byte[] {1, 2, 3}, "k=base64:AQID"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void attribute_isOneLine(Object value, String expected) {
    assertThat(text(Attributes.of("k", value))).isEqualTo(expected);
  }

  @Test
  void attributeName_isEscapedLikeAValue() {
    assertThat(text(Attributes.of("a\nb=1", 2))).isEqualTo("\"a\\nb=1\"=2");
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1", "é, 1", "e\u0301, 1", "日本語, 6", "ﾊﾝ, 2", "Ｗ, 2", "한, 2", "😀, 2", "👩‍💻, 4", "🇩🇪, 2",
    "─━█, 3", "ж, 1", "म्, 1", "\u115f, 2", "\u1100, 2", "\u3000x, 3", "\ud840\udc00, 2", "⌚, 2",
        "⌛, 2", "⌘, 1",
  })
  void cells_areThoseOfATerminal(String text, int cells) {
    assertThat(SafeText.cells(text)).isEqualTo(cells);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefghij, 10, abcdefghij",
    "abcdefghij, 9, abcd…ghij",
    "abcdefghij, 8, abcd…hij",
    "abcdefghij, 5, ab…ij",
    "abcdefghij, 4, abc…",
    "abcdefghij, 2, a…",
    "abcdefghij, 1, …",
    "日本語日本語, 9, 日本…本語",
    "日本語日本語, 8, 日本…語",
    "abcdefgho\u0301, 5, ab…ho\u0301",
  })
  void elide_keepsBothEnds(String text, int cells, String expected) {
    assertThat(SafeText.elide(text, cells)).isEqualTo(expected);
  }

  @Test
  void elide_neverSplitsASurrogatePairAndNeverExceedsTheRoom() {
    String text = "😀".repeat(20);
    for (int cells = 1; cells < 40; cells++) {
      String elided = SafeText.elide(text, cells);
      assertThat(SafeText.cells(elided)).isLessThanOrEqualTo(cells);
      assertThat(elided.codePoints()).allMatch(c -> c == 0x1F600 || c == '…');
    }
  }

  private static String quoted(String text) {
    StringBuilder target = new StringBuilder();
    SafeText.appendQuoted(target, text, null);
    return target.toString();
  }

  private static String text(Attributes attributes) {
    StringBuilder text = new StringBuilder();
    SafeText.appendAttribute(text, attributes.name(0), attributes.value(0), null);
    return text.toString();
  }

  @Test
  void inMessage_isOneShortLine() {
    assertThat(SafeText.inMessage("a\r\nb\u001b[2J")).isEqualTo("a\\r\\nb\\u001b[2J");
    assertThat(SafeText.inMessage("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(SafeText.inMessage("x".repeat(201))).isEqualTo("x".repeat(200) + '…');
    assertThat(SafeText.inMessage("x".repeat(199) + "😀")).isEqualTo("x".repeat(199) + '…');
  }
}
