// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 15, 16, -1, 0x0123456789abcdefL, 0x8000_0000_7fff_ffffL})
  void format_someNumbers_isWhatTheJdkSays(long number) {
    assertThat(Hex.format(number)).isEqualTo(String.format("%016x", number));
    assertThat(Hex.format(number, ~number)).isEqualTo(String.format("%016x%016x", number, ~number));
  }

  @Test
  void format_randomNumbers_isReadBack() {
    Random random = new Random(20_260_103);
    for (int n = 0; n < 10_000; n++) {
      long number = random.nextLong();
      String text = Hex.format(number);
      assertThat(text).isEqualTo(String.format("%016x", number));
      assertThat(Hex.parse(text, 0)).isEqualTo(number);
      assertThat(Hex.parse(text, 2, 14)).isEqualTo(number & 0xff_ffff_ffff_ffffL);
      assertThat(Hex.parse8(text.getBytes(ISO_8859_1), 8)).isEqualTo(number & 0xffff_ffffL);
    }
  }

  @Test
  void write_atAnOffset_touchesNothingElse() {
    byte[] target = "################".getBytes(ISO_8859_1);
    byte[] wide = new byte[20];
    assertThat(Hex.write(0x0123456789abcdefL, wide, 2)).isEqualTo(18);
    assertThat(new String(wide, ISO_8859_1)).isEqualTo("\0\0000123456789abcdef\0\0");
    assertThat(Hex.write(-1, target, 0)).isEqualTo(16);
    assertThat(new String(target, ISO_8859_1)).isEqualTo("ffffffffffffffff");
  }

  /** Every byte at every place, beside bytes that make additions carry. */
  @Test
  void parse8_anyByte_isADigitOrRefused() {
    for (char other : new char[] {'0', '9', 'a', 'f'}) {
      for (int place = 0; place < 8; place++) {
        for (int b = 0; b < 256; b++) {
          byte[] text = String.valueOf(other).repeat(8).getBytes(ISO_8859_1);
          text[place] = (byte) b;
          int digit = "0123456789abcdef".indexOf((char) b);
          long expected = digit < 0 ? -1 : Long.parseLong(new String(text, ISO_8859_1), 16);
          assertThat(Hex.parse8(text, 0)).as("byte %s at %s", b, place).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void parse8_randomBytes_neverTakesWhatIsNoHex() {
    Random random = new Random(20_260_104);
    byte[] text = new byte[8];
    for (int n = 0; n < 50_000; n++) {
      for (int i = 0; i < 8; i++) {
        // near the borders of the ranges of digits, where mistakes would be
        text[i] = (byte) ("/09:@AF`afg\u00b0\u00e1\u00ff".charAt(random.nextInt(14)));
      }
      String latin1 = new String(text, ISO_8859_1);
      long expected = latin1.matches("[0-9a-f]{8}") ? Long.parseLong(latin1, 16) : -1;
      assertThat(Hex.parse8(text, 0)).isEqualTo(expected);
    }
  }

  @Test
  void digit_anyCharacter_agreesWithIsHex() {
    for (int c = 0; c <= 0xffff; c++) {
      int expected = "0123456789abcdef".indexOf((char) c);
      String text = String.valueOf((char) c);
      assertThat(Hex.digit((char) c)).isEqualTo(expected);
      assertThat(Hex.parse(text, 0, 1)).isEqualTo(expected);
      assertThat(Hex.isHex(text, 1)).isEqualTo(expected >= 0);
    }
  }

  @Test
  void isHex_otherLength_isFalse() {
    assertThat(Hex.isHex("abc", 3)).isTrue();
    assertThat(Hex.isHex("abc", 2)).isFalse();
    assertThat(Hex.isHex("abc", 4)).isFalse();
    assertThat(Hex.isHex("aBc", 3)).isFalse();
  }

  @Test
  void putLong_writesTheHighestByteFirst() {
    byte[] target = new byte[8];
    Hex.putLong(target, 0, 0x0102030405060708L);
    assertThat(target).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }
}
