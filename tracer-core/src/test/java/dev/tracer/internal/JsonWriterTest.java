// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
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

    assertThat(written()).isEqualTo(expected);
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
        arguments(999999999999999.0, "999999999999999.0"),
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
        byte[] target = new byte[24];
        json.nineteenDigits(target, 2, each);

        assertThat(new String(target, 2, 19, StandardCharsets.ISO_8859_1))
            .isEqualTo(Long.toString(each));
      }
    }
  }

  @Test
  void hex_isSixteenLowerCaseDigits() {
    json.hex(0).hex(0x0123456789abcdefL).hex(-1);

    assertThat(written()).isEqualTo("0000000000000000" + "0123456789abcdef" + "ffffffffffffffff");
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
  void nameAndElement_writeCommasWhereTheyAreDue() {
    json.raw('{').name("a").raw('[').element().number(1).element().value(true).element();
    json.nullValue().raw(']').name("b").raw('{').name("c").string("d").raw('}').raw('}');

    assertThat(written()).isEqualTo("{\"a\":[1,true,null],\"b\":{\"c\":\"d\"}}");
  }

  @Test
  void closeArray_replacesTheLastComma() {
    json.raw('[').raw('1').raw(',').closeArray();
    json.raw('[').closeArray();

    assertThat(written()).isEqualTo("[1][]");
  }

  @Test
  void packed_writesOnlyTheLength() {
    json.packed(JsonWriter.pack("\"}},"), 4).packed(JsonWriter.pack("ab"), 2).raw('c');

    assertThat(written()).isEqualTo("\"}},abc");
  }

  @Test
  void buffer_growsFromAnyFillLevel() {
    for (int fill = 0; fill < 130; fill++) {
      JsonWriter writer = new JsonWriter(64);
      for (int i = 0; i < fill; i++) {
        writer.raw('x');
      }
      writer.string("\"\u4e2d\ud83d\ude00".repeat(50)).number(Long.MIN_VALUE).number(-0.125);
      writer.hex(1).packed(JsonWriter.pack("}"), 1).raw(new byte[] {'!'});

      assertThat(writer.toString())
          .isEqualTo(
              "x".repeat(fill)
                  + '"'
                  + "\\\"\u4e2d\ud83d\ude00".repeat(50)
                  + "\"-9223372036854775808-0.1250000000000000001}!");
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
