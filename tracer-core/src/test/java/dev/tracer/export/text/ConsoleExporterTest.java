// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConsoleExporterTest {
  private static final String IDS =
      "2026-01-01T12:00:00.000000Z shop 0af7651916cd43dd0000000000000001 0000000000000002"
          + " 0000000000000001 ";

  static Stream<Arguments> lines() {
    SpanFixture failed =
        span("charge", 2, 1)
            .kind(SpanKind.CLIENT)
            .micros(0, 12_400)
            .set("order.id", 42)
            .set("user", "Ada L.")
            .failed("java.io.IOException", "reset by peer", true);
    return Stream.of(
        arguments("plain", span("load", 2, 1), "INTERNAL load 1.00 ms UNSET"),
        arguments(
            "name of two words",
            span("GET /cart", 2, 1).kind(SpanKind.SERVER).status(StatusCode.OK, null),
            "SERVER \"GET /cart\" 1.00 ms OK"),
        arguments("empty name", span("", 2, 1), "INTERNAL \"\" 1.00 ms UNSET"),
        arguments("negative time", span("x", 2, 1).micros(0, -5), "INTERNAL x -5.00 us UNSET"),
        arguments(
            "failure",
            failed,
            "CLIENT charge 12.4 ms ERROR \"reset by peer\" order.id=42 user=\"Ada L.\""
                + " error.type=java.io.IOException (1 event)"),
        arguments(
            "events and links",
            span("x", 2, 1)
                .event("a", 0, Attributes.empty())
                .event("b", 0, Attributes.empty())
                .link(1, 1),
            "INTERNAL x 1.00 ms UNSET (2 events) (1 link)"),
        arguments(
            "links only",
            span("x", 2, 1).link(1, 1).link(1, 2),
            "INTERNAL x 1.00 ms UNSET (2 links)"),
        arguments(
            "forged line",
            span("x\n2026-01-01 evil", 2, 1),
            "INTERNAL \"x\\n2026-01-01 evil\" 1.00 ms UNSET"),
        arguments(
            "escape sequence, bidi override and line separator",
            span("\u001b[2J\u202e\u2028\u0085", 2, 1),
            "INTERNAL \"\\u001b[2J\\u202e\\u2028\\u0085\" 1.00 ms UNSET"),
        arguments(
            "forged attribute",
            span("x", 2, 1).set("a\rb", "1 admin=true"),
            "INTERNAL x 1.00 ms UNSET \"a\\rb\"=\"1 admin=true\""),
        arguments(
            "forged description",
            span("x", 2, 1).status(StatusCode.ERROR, "\" ok=\"1\r\n"),
            "INTERNAL x 1.00 ms ERROR \"\\\" ok=\\\"1\\r\\n\""));
  }

  @Test
  void root_hasNoParentAndItsServiceIsQuoted() {
    StringBuilder line = new StringBuilder();

    ConsoleExporter.appendLine(
        line, span("x", 1, 0).service("web shop"), StandardCharsets.US_ASCII.newEncoder());

    assertThat(line.toString())
        .isEqualTo(
            "2026-01-01T12:00:00.000000Z \"web shop\" 0af7651916cd43dd0000000000000001"
                + " 0000000000000001 - INTERNAL x 1.00 ms UNSET\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void span_isOneLine(String name, SpanData span, String expected) {
    StringBuilder line = new StringBuilder();

    ConsoleExporter.appendLine(line, span, StandardCharsets.US_ASCII.newEncoder());

    assertThat(line).hasToString(IDS + expected + "\n");
  }

  @Test
  void anyCharacter_neverMakesASecondLineOrAControl() {
    for (int block = 0; block <= 0x10FFFF; block += 0x1000) {
      StringBuilder name = new StringBuilder();
      for (int codePoint = block; codePoint < block + 0x1000; codePoint++) {
        name.append('x').appendCodePoint(codePoint);
      }
      StringBuilder line = new StringBuilder();
      ConsoleExporter.appendLine(
          line, span(name.toString(), 2, 1), StandardCharsets.UTF_8.newEncoder());

      assertThat(line.deleteCharAt(line.length() - 1).chars())
          .noneMatch(c -> c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029)
          .noneMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }
  }

  @Test
  void turkishLocale_changesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      StringBuilder line = new StringBuilder();
      ConsoleExporter.appendLine(
          line, span("i\u001bI", 2, 1).set("I", 1.5), StandardCharsets.UTF_8.newEncoder());
      assertThat(line).hasToString(IDS + "INTERNAL \"i\\u001bI\" 1.00 ms UNSET I=1.5\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void export_printsALineForEachSpanAndLeavesTheStreamOpen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean[] closed = new boolean[1];
    PrintStream out =
        new PrintStream(bytes, false, StandardCharsets.UTF_8) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ConsoleExporter exporter = ConsoleExporter.to(out);

    ExportResult result = exporter.export(List.of(span("a", 2, 1), span("b", 2, 1)));
    exporter.close(Duration.ZERO);

    assertThat(result).isEqualTo(ExportResult.success(2));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(IDS + "INTERNAL a 1.00 ms UNSET\n" + IDS + "INTERNAL b 1.00 ms UNSET\n");
    assertThat(closed[0]).isFalse();
  }

  @Test
  void export_brokenStream_isAFailure() {
    PrintStream out = new PrintStream(new Broken());

    assertThat(ConsoleExporter.to(out).export(List.of(span("a", 2, 1))).failed()).isEqualTo(1);
  }

  @Test
  void to_null_throws() {
    assertThatNullPointerException().isThrownBy(() -> ConsoleExporter.to(null)).withMessage("out");
  }

  /** A pipe whose reader has gone. */
  static final class Broken extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("broken pipe");
    }
  }
}
