// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lower-case hexadecimal: eight digits at a time on the way out, one table on the way in. */
public final class Hex {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The value of each ASCII character as a digit, -1 if it is none. */
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < 16; i++) {
      VALUES[i < 10 ? '0' + i : 'a' + i - 10] = (byte) i;
    }
  }

  private static final long ONES = 0x0101_0101_0101_0101L;

  private Hex() {}

  /** 16 digits. */
  public static String format(long value) {
    byte[] digits = new byte[16];
    write(value, digits, 0);
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** 32 digits. */
  public static String format(long high, long low) {
    byte[] digits = new byte[32];
    write(high, digits, 0);
    write(low, digits, 16);
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Writes 16 digits from {@code offset} on; returns the offset behind them. */
  public static int write(long value, byte[] target, int offset) {
    LONGS.set(target, offset, JsonWriter.hexDigits(value >>> 32));
    LONGS.set(target, offset + 8, JsonWriter.hexDigits(value & 0xFFFF_FFFFL));
    return offset + 16;
  }

  /** Whether {@code text} is exactly {@code length} lower-case hex digits. */
  public static boolean isHex(String text, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number in the 16 digits from {@code offset} on, which the caller has checked. */
  public static long parse(String text, int offset) {
    return parse(text, offset, 8) << 32 | parse(text, offset + 8, 8);
  }

  /**
   * The number in {@code count} characters from {@code offset} on, or -1 if one of them is not a
   * lower-case hex digit.
   *
   * @param count at most 15, so that no number is negative
   */
  public static long parse(String text, int offset, int count) {
    long value = 0;
    int seen = 0;
    for (int i = offset; i < offset + count; i++) {
      char c = text.charAt(i);
      int digit = VALUES[c & 127];
      value = (value << 4) | digit;
      seen |= c | digit;
    }
    // a bit above the seventh: a character beyond ASCII or the -1 of the table
    return seen >>> 7 == 0 ? value : -1;
  }

  /**
   * The number in eight bytes of text from {@code offset} on, or -1 if one of them is not a
   * lower-case hex digit.
   */
  public static long parse8(byte[] text, int offset) {
    long x = (long) LONGS.get(text, offset);
    // letters have bit 6; less their distance from behind '9' all digits are 0x30 to 0x3f, of which
    // those above 0x39, and no others, must have been letters: adding 6 carries into their bit 6
    long letters = (x >>> 6) & ONES;
    long y = x - letters * ('a' - '0' - 10);
    long misplaced = (y ^ 0x3030_3030_3030_3030L) & 0xF0F0_F0F0_F0F0_F0F0L;
    long mistaken = (((y + 0x0606_0606_0606_0606L) >>> 6) & ONES) ^ letters;
    if ((misplaced | mistaken) != 0) {
      return -1;
    }
    y &= 0x0F0F_0F0F_0F0F_0F0FL;
    y = (y | (y >>> 4)) & 0x00FF_00FF_00FF_00FFL;
    y = (y | (y >>> 8)) & 0x0000_FFFF_0000_FFFFL;
    return (y | (y >>> 16)) & 0xFFFF_FFFFL;
  }

  /** The value of a lower-case hex digit, or -1. */
  public static int digit(char c) {
    return c < 128 ? VALUES[c] : -1;
  }

  /** Writes eight bytes, the highest first. */
  public static void putLong(byte[] target, int offset, long value) {
    LONGS.set(target, offset, value);
  }
}
