// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({
    ", 80",
    "80, 80",
    "' 120 ', 120",
    "0, 80",
    "-5, 80",
    "abc, 80",
    "'', 80",
    "10, 40",
    "99999, 1000",
    "99999999999, 80",
  })
  void width_isWhatTheEnvironmentTellsWithinBounds(String columns, int expected) {
    assertThat(Terminal.width(columns)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    ", xterm-256color, , true",
    "'', xterm, , true",
    "1, xterm, , false",
    ", dumb, , false",
    ", dumb, abc, false",
    ", , , false",
    ", '', abc, true",
    ", , abc, true",
    "1, , abc, false",
  })
  void color_isForTerminalsThatHaveAndWantIt(
      String noColor, String term, String wtSession, boolean expected) {
    assertThat(Terminal.wantsColor(noColor, term, wtSession)).isEqualTo(expected);
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
}
