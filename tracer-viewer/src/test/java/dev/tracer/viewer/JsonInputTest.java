// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInputTest {
  private static JsonInput input(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new JsonInput(bytes, 0, bytes.length);
  }

  @Test
  void membersAndElements_areReadInTheirOrder() {
    JsonInput json = input(" { \"a\" : [ 1 , \"2\" , 3e0 ] , \"b\" : null , \"c\" : { } } ");
    List<Object> seen = new ArrayList<>();
    json.members(
        name -> {
          seen.add(name);
          if (name.equals("a")) {
            json.elements(() -> seen.add(json.integer()));
          } else {
            json.members(member -> seen.add("unexpected"));
          }
        });
    json.finish();
    assertThat(seen).containsExactly("a", 1L, 2L, 3L, "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "nul",
        "nulls",
        "truee",
        "tru",
        "--",
        "-",
        "1-",
        "+1",
        "01x",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "\"abc",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\",
        "[\"\\u\"]",
        "{} {}",
        "\u0000",
        "{\u0000}",
        "[1]]",
        "}",
        ",",
        "1e",
        "1ee1"
      })
  void malformedText_isRefused(String text) {
    assertThatThrownBy(
            () -> {
              JsonInput json = input(text);
              json.skip();
              json.finish();
              input(text).number(); // looks closer at numbers
            })
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void depth_hasALimit() {
    int most = JsonInput.MAX_DEPTH;
    input("[".repeat(most) + "]".repeat(most)).skip();
    assertThatThrownBy(() -> input("[".repeat(most + 1) + "]".repeat(most + 1)).skip())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("deeper");
    assertThatThrownBy(() -> input("{\"a\":".repeat(1_000_000)).skip())
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "'\"0\"', 0",
    "-1, -1",
    "1e3, 1000",
    "'\"18446744073709551615\"', -1",
    "9223372036854775807, 9223372036854775807",
    "null, 0"
  })
  void integers_comeInSeveralShapes(String text, long value) {
    assertThat(input(text).integer()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "\"\"", "\"x\"", "1e30", "true", "[]", "18446744073709551616"})
  void integer_isNothingElse(String text) {
    assertThatThrownBy(() -> input(text).integer()).isInstanceOf(MalformedException.class);
  }

  @Test
  void hugeNumber_isRefusedWithoutBeingComputed() {
    assertThatThrownBy(() -> input("9".repeat(1_000_000)).integer())
        .isInstanceOf(MalformedException.class);
    assertThat(input("\"Infinity\"").number()).isInfinite();
  }

  @Test
  void strings_areUnescaped() {
    assertThat(input("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u0000é\"").string())
        .isEqualTo("a\"\\/\b\f\n\r\té\ud83d\ude00\u0000é");
    assertThat(input("null").string()).isEmpty();
  }

  @Test
  void truncatedAnywhere_isRefused() {
    String whole = Requests.of("s", Requests.span(1, 0, "\\u00e9 name", 0, 1));
    for (int end = 0; end < whole.length(); end++) {
      String part = whole.substring(0, end);
      assertThatThrownBy(() -> Requests.read(part)).isInstanceOf(MalformedException.class);
    }
    assertThat(Requests.read(whole).spans()).hasSize(1);
  }
}
