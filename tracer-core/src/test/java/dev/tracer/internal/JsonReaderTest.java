// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void parse_allTypes_areRead() {
    Object value =
        JsonReader.parse(
            " {\"a\" : [1, -2.5e3, true, false, null, []], \"b\\\"\\u0041\\n\\/\": {\"c\":\"\"}} ");

    assertThat(value)
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(1L, -2500.0, true, false, null, List.of()),
                "b\"A\n/",
                Map.of("c", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "\"x",
        "nul",
        "1 1",
        "{}x",
        "[,]",
        "\"\\u12",
        "tru",
        "--1",
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "1f",
        "1d",
        "NaN",
        "truex",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"line\nfeed\"",
        "[1,]",
        "\u00a01",
        "{\"a\":1 \"b\":2}"
      })
  void parse_malformed_isRefused(String text) {
    assertThatThrownBy(() -> JsonReader.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_malformed_saysWhereAndNotWhat() {
    assertThatThrownBy(() -> JsonReader.parse("[1, \u001b[2Jsecret]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("malformed JSON at character 4");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "-0, 0", "123456789012345678, 123456789012345678", "-9, -9",
    "3000000000000000000, 3.0E18", "0.5, 0.5", "1E2, 100.0", "1e-2, 0.01",
    "25e300, 2.5E301"
  })
  void parse_numbers_areWholeIfTheyCan(String text, String value) {
    assertThat(JsonReader.parse(text)).hasToString(value);
  }

  @Test
  void parse_nameTwice_theLastCounts() {
    assertThat(JsonReader.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
  }

  /** An empty object takes many times the memory of its text. */
  @Test
  void parse_tooMany_isRefused() {
    assertThat(JsonReader.parse("[" + "{},".repeat(99_998) + "{}]")).isInstanceOf(List.class);
    assertThatThrownBy(() -> JsonReader.parse("[" + "{},".repeat(99_999) + "{}]"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_tooDeep_isRefused() {
    assertThatThrownBy(() -> JsonReader.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JsonReader.parse("[".repeat(30) + "]".repeat(30))).isInstanceOf(List.class);
  }
}
