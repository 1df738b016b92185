// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {
  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef0123456789abcdef, 0123456789abcdef0123456789abcdef",
    "0123456789ABCDEF0123456789aBcDeF, 0123456789abcdef0123456789abcdef",
    "ffffffffffffffff0000000000000001, ffffffffffffffff0000000000000001",
  })
  void hex_eitherCase_sameId(String text, String id) {
    Id traceId = new Id(32);
    traceId.hex(text);
    assertThat(traceId.isValid()).isTrue();
    assertThat(Hex.format(traceId.high(), traceId.low())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", // too short
        "0123456789abcde",
        "0123456789abcdef0", // too long
        "0123456789abcdeg",
        "-123456789abcdef",
        "0123456789abcde ",
        "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17012345af", // digits elsewhere
        "0123456789abcde\ud83d",
      })
  void hex_other_malformed(String text) {
    Id spanId = new Id(16);
    spanId.hex(text);
    assertThat(spanId.isMalformed()).isTrue();
    assertThat(spanId.isValid()).isFalse();
  }

  @Test
  void hex_givenTwice_lastOneCounts() {
    Id spanId = new Id(16);
    spanId.hex("ffffffffffffffff");
    spanId.hex("xxxxxxxxxxxxxxxx");
    spanId.hex("0000000000000000");
    assertThat(spanId.isMalformed()).isFalse();
    assertThat(spanId.isValid()).isFalse();

    spanId.hex("0000000000000001");
    assertThat(spanId.high()).isZero();
    assertThat(spanId.low()).isOne();
  }

  @Test
  void hex_empty_absentAndNotMalformed() {
    Id parentId = new Id(16);
    parentId.hex("");
    assertThat(parentId.isMalformed()).isFalse();
    assertThat(parentId.isValid()).isFalse();
  }
}
