// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpTextTest {
  @Test
  void isTokenChar_isWhatTheRfcLists() {
    StringBuilder token = new StringBuilder();
    for (char c = 0; c < 0x180; c++) {
      if (HttpText.isTokenChar(c)) {
        token.append(c);
      }
    }

    assertThat(token)
        .hasToString(
            "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
  }

  @Test
  void isToken_emptyOrWithAnyOtherCharacter_isNone() {
    assertThat(HttpText.isToken("x-b3-traceid")).isTrue();
    assertThat(HttpText.isToken("")).isFalse();
    assertThat(HttpText.isToken("a b")).isFalse();
    assertThat(HttpText.isToken("a:")).isFalse();
    assertThat(HttpText.isToken("ä")).isFalse();
  }

  @Test
  void isFieldValue_refusesWhatEndsALineOrIsNotAscii() {
    assertThat(HttpText.isFieldValue("")).isTrue();
    assertThat(HttpText.isFieldValue("a\tb ~")).isTrue();
    assertThat(HttpText.isFieldValue("a\r\nb")).isFalse();
    assertThat(HttpText.isFieldValue("\u007f")).isFalse();
    assertThat(HttpText.isFieldValue("ä")).isFalse();
  }

  @Test
  void space_isCutOnBothSides() {
    String text = "\t a b \t";

    assertThat(HttpText.skipSpace(text, 0, text.length())).isEqualTo(2);
    assertThat(HttpText.trimEnd(text, 0, text.length())).isEqualTo(5);
    assertThat(HttpText.skipSpace(" ", 0, 1)).isEqualTo(1);
    assertThat(HttpText.trimEnd(" ", 0, 1)).isZero();
  }
}
