// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                java.util.Arrays.asList(1.0, -2500.0, true, false, null, List.of()),
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
        "{\"a\":1 \"b\":2}"
      })
  void parse_malformed_isRefused(String text) {
    assertThatThrownBy(() -> JsonReader.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_tooDeep_isRefused() {
    assertThatThrownBy(() -> JsonReader.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JsonReader.parse("[".repeat(30) + "]".repeat(30))).isInstanceOf(List.class);
  }
}
