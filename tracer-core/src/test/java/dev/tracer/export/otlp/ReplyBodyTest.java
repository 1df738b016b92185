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

class ReplyBodyTest {
  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("nothing", "", 0, null),
        arguments("empty object", "{}", 0, null),
        arguments("empty partial success", "{\"partialSuccess\":{}}", 0, null),
        arguments(
            "rejected as text",
            "{\"partialSuccess\":{\"rejectedSpans\":\"12\",\"errorMessage\":\"quota\"}}",
            12,
            "quota"),
        arguments(
            "rejected as number",
            " {\n\"partialSuccess\" : { \"errorMessage\" : \"a\\u0041\\n\" , \"rejectedSpans\" : 3 } } ",
            3,
            "aA "),
        arguments(
            "unknown members",
            "{\"a\":[1,{\"rejectedSpans\":9}],\"b\":null,\"partialSuccess\":{\"x\":{\"errorMessage\":"
                + "\"no\"},\"y\":-1.5E+3,\"rejectedSpans\":4},\"z\":\"\"}",
            4,
            null),
        arguments(
            "status",
            "{\"code\":3,\"message\":\"bad \\\"span\\\"\",\"details\":[{\"@type\":\"x\"}]}",
            0,
            "bad \"span\""),
        arguments("message of another object", "{\"details\":{\"message\":\"inner\"}}", 0, null),
        arguments("message of another type", "{\"message\":5,\"code\":1}", 0, null),
        arguments("empty message", "{\"message\":\"\"}", 0, null),
        arguments("negative count", "{\"partialSuccess\":{\"rejectedSpans\":-5}}", 0, null),
        arguments("not an object", "[1,2]", 0, null),
        arguments("web page", "<html>\"message\"</html>", 0, null),
        arguments("cut off", "{\"partialSuccess\":{\"rejectedSpans\":\"7\",\"errorM", 7, null),
        arguments("cut off in an escape", "{\"message\":\"abc\\", 0, null),
        arguments("cut off in a code", "{\"message\":\"abc\\u00", 0, null),
        arguments("wrong escape", "{\"message\":\"abc\\x\"}", 0, null),
        arguments("wrong code", "{\"message\":\"\\u00zz\"}", 0, "\ufffd"),
        arguments("a comma too many", "{\"message\":\"x\",}", 0, "x"),
        arguments("deep", "{\"a\":" + "[".repeat(100_000), 0, null),
        arguments("deep objects", "{\"a\":".repeat(50_000), 0, null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void parse_readsWhatIsThere(String name, String text, long rejected, String message) {
    ReplyBody body = new ReplyBody(text);

    assertThat(body.rejected).isEqualTo(rejected);
    assertThat(body.message).isEqualTo(message);
  }

  @Test
  void parse_hugeCount_doesNotOverflow() {
    String digits = "9".repeat(40);

    assertThat(
            new ReplyBody("{\"partialSuccess\":{\"rejectedSpans\":" + digits + "}}").rejected)
        .isPositive();
  }

  @Test
  void parse_anything_neverThrows() {
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

      assertThat(new ReplyBody(text.toString()).rejected).isNotNegative();
    }
  }
}
