// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpExchangeTest {
  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("nothing", "", ""),
        arguments("empty object", "{}", ""),
        arguments("text", "{\"code\":3,\"message\":\"quota\"}", "quota"),
        arguments("number", "{\"message\":12}", "12"),
        arguments("spaces", " {\n\"message\" : \n\"a\" } ", "a"),
        arguments("escapes", "{\"message\":\"a\\u0041\\u003C\\n\\t\\\"\\\\\\/\"}", "aA<  \"\\/"),
        arguments("empty text", "{\"message\":\"\"}", ""),
        arguments("other members", "{\"a\":[1,{\"b\":9}],\"message\":\"x\",\"z\":\"\"}", "x"),
        arguments("name within a text", "{\"a\":\"say \\\"message\\\":1\",\"message\":\"x\"}", "x"),
        arguments("negative number", "{\"message\":-5}", ""),
        arguments("null", "{\"message\":null}", ""),
        arguments("object", "{\"message\":{\"a\":\"b\"}}", ""),
        arguments("web page", "<html>\"message\"</html>", ""),
        arguments("cut off behind the name", "{\"message\"", ""),
        arguments("cut off", "{\"message\":\"abc", ""),
        arguments("cut off in a number", "{\"message\":12", ""),
        arguments("cut off in an escape", "{\"message\":\"abc\\", ""),
        arguments("cut off in a code", "{\"message\":\"abc\\u00", ""),
        arguments("deep", "{\"a\":".repeat(50_000) + "[".repeat(100_000), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void member_isWhatIsBehindTheName(String name, String json, String value) {
    assertThat(HttpExchange.member(json, "message", 0)).isEqualTo(value);
  }

  @Test
  void member_ofAnything_neverThrows() {
    String alphabet = "{}[]\",:\\u0019aE+-. \n\u0000\ud83dpartialSuccess";
    String valid = "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"m\\u0041\"}}";
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int edits = random.nextInt(6); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.setLength(random.nextInt(text.length()) + 1);

      assertThat(HttpExchange.member(text.toString(), "errorMessage", 0)).isNotNull();
      assertThat(HttpExchange.member(text.toString(), "rejectedSpans", 0)).isNotNull();
    }
  }
}
