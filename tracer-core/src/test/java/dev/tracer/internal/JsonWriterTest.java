// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private final JsonWriter json = new JsonWriter(0);

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("empty", "", "\"\""),
        arguments("ASCII", "a/b ~{}", "\"a/b ~{}\""),
        arguments("delete", "\u007f", "\"\u007f\""),
        arguments("quote", "say \"hi\"", "\"say \\\"hi\\\"\""),
        arguments("backslash", "C:\\x", "\"C:\\\\x\""),
        arguments("short escapes", "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""),
        arguments("control characters", "\0\u0001\u001f ", "\"\\u0000\\u0001\\u001f \""),
        arguments("two bytes", "\u0080\u07ff", "\"\u0080\u07ff\""),
        arguments("Latin-1", "caf\u00e9", "\"caf\u00e9\""),
        arguments("three bytes", "\u0800\uffff\u4e2d", "\"\u0800\uffff\u4e2d\""),
        arguments("low byte looks like ASCII", "\u4e2d\u4e22", "\"\u4e2d\u4e22\""),
        arguments("line separators", "\u2028\u2029", "\"\u2028\u2029\""),
        arguments("emoji", "a\ud83d\ude00z", "\"a\ud83d\ude00z\""),
        arguments("last code point", "\udbff\udfff", "\"\udbff\udfff\""),
        arguments("lone high surrogate", "a\ud83dz", "\"a\ufffdz\""),
        arguments("high surrogate at the end", "a\ud83d", "\"a\ufffd\""),
        arguments("lone low surrogate", "\ude00z", "\"\ufffdz\""),
        arguments("swapped surrogates", "\ude00\ud83d", "\"\ufffd\ufffd\""),
        arguments("two high surrogates", "\ud83d\ud83d\ude00", "\"\ufffd\ud83d\ude00\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void string_isEscapedAndEncoded(String name, String text, String expected) {
    json.string(text);

    assertThat(Arrays.copyOf(json.buffer(), json.size()))
        .isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        9,
        10,
        99,
        100,
        12_345,
        99_999_999,
        100_000_000,
        100_000_001,
        1_000_000_000,
        9_999_999_999_999_999L,
        10_000_000_000_000_000L,
        10_000_000_100_000_000L,
        Long.MAX_VALUE,
        -1,
        -42,
        Long.MIN_VALUE + 1,
        Long.MIN_VALUE
      })
  void number_ofLong_isDecimal(long value) {
    json.number(value);

    assertThat(written()).isEqualTo(Long.toString(value));
  }

  @Test
  void number_ofRandomLong_isDecimal() {
    Random random = new Random(17);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      json.truncate(0);
      json.number(value);

      assertThat(written()).isEqualTo(Long.toString(value));
    }
  }

  static Stream<Arguments> doubles() {
    return Stream.of(
        arguments(0.0, "0.0"),
        arguments(-0.0, "-0.0"),
        arguments(1.0, "1.0"),
        arguments(-1.0, "-1.0"),
        arguments(0.5, "0.5"),
        arguments(-0.25, "-0.25"),
        arguments(100.3, "100.3"),
        arguments(0.001, "0.001"),
        arguments(0.015, "0.015"),
        arguments(10.05, "10.05"),
        arguments(99.999, "99.999"),
        arguments(0.1 + 0.2, "0.30000000000000004"),
        arguments(1.0 / 3, "0.3333333333333333"),
        arguments(123456789.125, "123456789.125"),
        arguments(999999999999.999, "999999999999.999"),
        arguments(1e15, "1.0E15"),
        arguments(1e300, "1.0E300"),
        arguments(1.5e-7, "1.5E-7"),
        arguments(Double.MIN_VALUE, "4.9E-324"),
        arguments(Double.MAX_VALUE, "1.7976931348623157E308"),
        arguments(Double.NaN, "\"NaN\""),
        arguments(Double.POSITIVE_INFINITY, "\"Infinity\""),
        arguments(Double.NEGATIVE_INFINITY, "\"-Infinity\""));
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void number_ofDouble_isWrittenAs(double value, String expected) {
    json.number(value);

    assertThat(written()).isEqualTo(expected);
  }

  @Test
  void number_ofRandomDouble_readsBackAsTheSame() {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double decimal = random.nextInt(2_000_000) / Math.pow(10, random.nextInt(7));
      double value = i % 2 == 0 && Double.isFinite(any) ? any : decimal;
      json.truncate(0);
      json.number(value);

      assertThat(Double.parseDouble(written())).as(written()).isEqualTo(value);
      assertThat(written().length()).isLessThanOrEqualTo(Double.toString(value).length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1_000_000_000_000_000_000L,
        1_795_378_143_311_973_169L,
        1_795_378_144_000_000_000L,
        1_795_378_144_999_999_999L,
        Long.MAX_VALUE
      })
  void nineteenDigits_areThoseOfTheNumber(long value) {
    for (long each : new long[] {value, value - 1_000_000_000, value, value - 1}) {
      if (each >= 1_000_000_000_000_000_000L) {
        json.truncate(0);
        json.raw("<0000000000000000000>".getBytes(StandardCharsets.ISO_8859_1));
        json.nineteenDigits(1, each);

        assertThat(written()).isEqualTo("<" + each + ">");
      }
    }
  }

  @Test
  void hex_isSixteenLowerCaseDigits() {
    json.raw("<0000000000000000>");
    for (long value : new long[] {0, 0x0123456789abcdefL, -1}) {
      json.hex(1, value);

      assertThat(written()).isEqualTo(String.format("<%016x>", value));
    }
  }

  @Test
  void base64_isThatOfTheJdk() {
    Random random = new Random(8);
    for (int length = 0; length < 70; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      json.truncate(0);
      json.base64(ByteBuffer.wrap(bytes).asReadOnlyBuffer());

      assertThat(written()).isEqualTo('"' + Base64.getEncoder().encodeToString(bytes) + '"');
    }
  }

  @Test
  void base64_readsOnlyTheRemainingBytesAndLeavesThem() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

    json.base64(bytes);

    assertThat(written()).isEqualTo("\"AgM=\"");
    assertThat(bytes.remaining()).isEqualTo(2);
  }

  @Test
  void close_replacesTheLastComma() {
    json.raw('[').raw('1').raw(',').close(']');
    json.raw('{').close('}');

    assertThat(written()).isEqualTo("[1]{}");
  }

  @Test
  void packed_writesOnlyTheLength() {
    json.packed(JsonWriter.pack("12345678"), 8).packed(JsonWriter.pack("ab"), 2).raw('c');

    assertThat(written()).isEqualTo("12345678abc");
  }

  static Stream<Arguments> writes() {
    byte[] bytes = {1};
    return Stream.of(
        arguments("\"\u4e2d\"", (Consumer<JsonWriter>) w -> w.string("\u4e2d")),
        arguments("\"\\u0001\"", (Consumer<JsonWriter>) w -> w.string("\u0001")),
        arguments("\"a\ud83d\ude00\"", (Consumer<JsonWriter>) w -> w.string("a\ud83d\ude00")),
        arguments("-9223372036854775808", (Consumer<JsonWriter>) w -> w.number(Long.MIN_VALUE)),
        arguments("9223372036854775807", (Consumer<JsonWriter>) w -> w.number(Long.MAX_VALUE)),
        arguments("11", (Consumer<JsonWriter>) w -> w.number(11)),
        arguments("-12345678901.125", (Consumer<JsonWriter>) w -> w.number(-12345678901.125)),
        arguments("-999999999999.0", (Consumer<JsonWriter>) w -> w.number(-999999999999.0)),
        arguments("1.0E100", (Consumer<JsonWriter>) w -> w.number(1e100)),
        arguments("\"NaN\"", (Consumer<JsonWriter>) w -> w.number(Double.NaN)),
        arguments("\"AQ==\"", (Consumer<JsonWriter>) w -> w.base64(ByteBuffer.wrap(bytes))),
        arguments("}", (Consumer<JsonWriter>) w -> w.packed(JsonWriter.pack("}"), 1)),
        arguments("]", (Consumer<JsonWriter>) w -> w.close(']')),
        arguments("x", (Consumer<JsonWriter>) w -> w.raw('x')));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void buffer_growsFromAnyFillLevel(String expected, Consumer<JsonWriter> write) {
    for (int fill = 0; fill <= 64; fill++) {
      JsonWriter writer = new JsonWriter(64);
      writer.raw(new byte[fill]).truncate(fill);
      write.accept(writer);

      assertThat(new String(writer.copyFrom(fill), StandardCharsets.UTF_8)).isEqualTo(expected);
    }
  }

  @Test
  void truncate_takesBackWhatWasWritten() {
    json.string("kept");
    int size = json.size();
    json.string("gone").truncate(size);

    assertThat(written()).isEqualTo("\"kept\"");
    assertThatThrownBy(() -> json.truncate(size + 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replaceBuffer_leavesTheOldArrayAlone() {
    json.string("old");
    byte[] old = json.buffer();
    json.replaceBuffer(64);
    json.string("new");

    assertThat(new String(old, 0, 5, StandardCharsets.UTF_8)).isEqualTo("\"old\"");
    assertThat(written()).isEqualTo("\"new\"");
  }

  private String written() {
    return new String(json.buffer(), 0, json.size(), StandardCharsets.UTF_8);
  }
}
