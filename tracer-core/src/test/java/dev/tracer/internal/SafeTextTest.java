// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    assertThat(SafeText.escape(text, SafeText.ANY)).isEqualTo("a" + expected + "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "back\\slash \"quote\"", "Bücher", "日本", "👩‍💻", "مرحبا", "e\u0301", ""})
  void escape_visibleText_staysAsItIs(String text) {
    assertThat(SafeText.escape(text, SafeText.ANY)).isEqualTo(text);
  }

  @Test
  void escape_towerOfMarks_keepsFourOfThem() {
    String tower = "a" + "\u0301".repeat(6);

    assertThat(SafeText.escape(tower, SafeText.ANY))
        .isEqualTo("a" + "\u0301".repeat(4) + "\\u0301\\u0301");
  }

  @Test
  void escape_markWithoutCharacter_isEscaped() {
    assertThat(SafeText.escape("\u0301a", SafeText.ANY)).isEqualTo("\\u0301a");
  }

  @Test
  void escape_characterThatTheCharsetLacks_isEscaped() {
    assertThat(SafeText.escape("é日", c -> c < 0x100)).isEqualTo("é\\u65e5");
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

  private static String quoted(String text) {
    StringBuilder target = new StringBuilder();
    SafeText.appendQuoted(target, text, SafeText.ANY);
    return target.toString();
  }
}
