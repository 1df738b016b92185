// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Lower-case hexadecimal, without a table look-up per call site and without intermediate text. */
public final class Hex {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
    for (int i = 15; i >= 0; i--) {
      target[offset + i] = DIGITS[(int) value & 15];
      value >>>= 4;
    }
    return offset + 16;
  }

  /** Whether {@code text} is exactly {@code length} lower-case hex digits. */
  public static boolean isHex(CharSequence text, int length) {
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
  public static long parse(CharSequence text, int offset) {
    long value = 0;
    for (int i = offset; i < offset + 16; i++) {
      value = value << 4 | digit(text.charAt(i));
    }
    return value;
  }

  /** The value of a lower-case hex digit, or -1. */
  public static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /** Writes eight bytes, the highest first. */
  public static void putLong(byte[] target, int offset, long value) {
    LONGS.set(target, offset, value);
  }
}
