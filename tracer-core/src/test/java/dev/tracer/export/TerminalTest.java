// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({
    ", 100",
    "80, 80",
    "' 120 ', 120",
    "0, 100",
    "-5, 100",
    "abc, 100",
    "'', 100",
    "10, 40",
    "99999, 1000",
    "99999999999, 100",
  })
  void width_isWhatTheEnvironmentTellsWithinBounds(String columns, int expected) {
    assertThat(Terminal.width(columns)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    ", xterm-256color, Linux, , true",
    "'', xterm, Linux, , true",
    "1, xterm, Linux, , false",
    ", dumb, Linux, , false",
    ", , Linux, , false",
    ", , Windows 11, , false",
    ", , Windows 11, abc, true",
    ", xterm, Windows 11, , true",
    "1, , Windows 11, abc, false",
  })
  void color_isForTerminalsThatHaveAndWantIt(
      String noColor, String term, String os, String wtSession, boolean expected) {
    assertThat(Terminal.wantsColor(noColor, term, os, wtSession)).isEqualTo(expected);
  }

  @Test
  void color_ofAnotherStream_isOff() {
    assertThat(Terminal.hasColor(new PrintStream(new ByteArrayOutputStream()))).isFalse();
  }

  @Test
  void charset_ofAnotherStream_isTheDefault() {
    assertThat(Terminal.charset(new PrintStream(new ByteArrayOutputStream())))
        .isEqualTo(Charset.defaultCharset());
  }

  @Test
  void encodable_followsTheCharset() {
    IntPredicate latin = Terminal.encodable(StandardCharsets.ISO_8859_1);

    assertThat(latin.test('a')).isTrue();
    assertThat(latin.test('é')).isTrue();
    assertThat(latin.test('日')).isFalse();
    assertThat(latin.test(0x1F600)).isFalse();
    assertThat(Terminal.encodable(StandardCharsets.UTF_16).test(0x1F600)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, true", "US-ASCII, false", "ISO-8859-1, false", "UTF-16LE, true"})
  void unicodeBars_needACharsetThatHasThem(String charset, boolean expected) {
    assertThat(WaterfallStyle.canDraw(Charset.forName(charset))).isEqualTo(expected);
  }
}
