// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.export.ExportResult;
import dev.tracer.export.send.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What bodies mean; what statuses mean is in {@link HttpAnswerTest}. */
class OtlpAnswerTest {
  private static final Answer REFUSED = Answer.of(Answer.Kind.REFUSED, "host: HTTP status 400");

  private static ExportResult read(Answer answer, String type, String body) {
    return OtlpAnswer.read(answer.withBody(type, body.getBytes(StandardCharsets.ISO_8859_1)), 5);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("nothing", "", ""),
        arguments("empty object", "{}", ""),
        arguments("text", "{\"code\":3,\"message\":\"quota\"}", ": quota"),
        arguments("number", "{\"message\":12}", ""),
        arguments("spaces", " {\n\"message\" : \n\"a\" } ", ": a"),
        arguments(
            "escapes", "{\"message\":\"a\\u0041\\u003C\\n\\t\\\"\\\\\\/\"}", ": aA<\\n\\t\"\\/"),
        arguments("empty text", "{\"message\":\"\"}", ""),
        arguments("other members", "{\"a\":[1,{\"b\":9}],\"message\":\"x\",\"z\":\"\"}", ": x"),
        arguments("deeper", "{\"error\":{\"message\":\"x\"}}", ""),
        arguments("web page", "<html>\"message\"</html>", ""),
        arguments("plain", "no such tenant", ": no such tenant"),
        arguments("cut off", "{\"message\":\"abc", ""),
        arguments("deep", "{\"a\":".repeat(50_000) + "[".repeat(100_000), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusal_inJsonOrText_tellsTheReason(String name, String body, String reason) {
    assertThat(read(REFUSED, "application/json", body).message())
        .isEqualTo("host: HTTP status 400" + reason);
  }

  @Test
  void refusal_inProtobuf_tellsTheReason() {
    String status = "\b\3\22\5quota";

    assertThat(read(REFUSED, "application/x-protobuf", status).message()).endsWith("400: quota");
    assertThat(read(REFUSED, "application/x-protobuf", "\b\3\22\6quota").message()).endsWith("400");
  }

  /** The length of a field may be a white space, a bracket or a brace. */
  @Test
  void partialSuccess_inProtobufOfAnyLength_isRead() {
    for (int length = 0; length <= 120; length++) {
      String message = "m".repeat(length);
      String part = "\b\3\22" + (char) length + message;
      String body = "\n" + (char) part.length() + part;
      for (String type : new String[] {"", "application/x-protobuf"}) {
        ExportResult taken = read(Answer.acknowledged(), type, body);
        assertThat(taken.exported()).as("message of %s characters", length).isEqualTo(2);
        assertThat(taken.rejected()).isEqualTo(3);
        assertThat(taken.message()).endsWith(length == 0 ? "without a reason" : message);
      }
    }
  }

  @Test
  void success_ofAnything_neverThrowsAndCountsEachSpanOnce() {
    String alphabet = "{}[]\",:\\u0019aE+-. \n\u0000\u00ffpartialSuccess\b\22";
    String[] valid = {
      "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"m\\u0041\"}}",
      "\n\7\b\3\22\3why"
    };
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      StringBuilder text = new StringBuilder(valid[i % 2]);
      for (int edits = random.nextInt(6); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.setLength(random.nextInt(text.length()) + 1);

      ExportResult taken = read(Answer.acknowledged(), "", text.toString());
      assertThat(taken.exported() + taken.rejected() + taken.failed()).isEqualTo(5);
      assertThat(taken.rejected()).isBetween(0, 5);
      String type = i % 2 == 0 ? "application/json" : "application/x-protobuf";
      assertThat(read(REFUSED, type, text.toString()).failed()).isEqualTo(5);
    }
  }
}
