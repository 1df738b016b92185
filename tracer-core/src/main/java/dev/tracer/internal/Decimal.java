// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decimal digits in ASCII, written in place. */
final class Decimal {
  /** The room that a {@code write} may need, behind what it counts as well. */
  static final int ROOM = 32;

  private static final VarHandle LITTLE_ENDIAN_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Whole numbers below have at most 15 digits, and so each is a double of its own. */
  private static final double EXACT = 1e15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private Decimal() {}

  /**
   * Writes a number that is not negative, without leading zeros.
   *
   * @return the place behind it
   */
  static int write(long value, byte[] target, int at) {
    if (value < 100_000_000) {
      return writeFirst((int) value, target, at);
    }
    long rest = value / 100_000_000;
    int end;
    if (rest < 100_000_000) {
      end = writeFirst((int) rest, target, at);
    } else {
      long front = rest / 100_000_000;
      end = writeFirst((int) front, target, at);
      putEight(eightDigits((int) (rest - front * 100_000_000)), target, end);
      end += 8;
    }
    putEight(eightDigits((int) (value - rest * 100_000_000)), target, end);
    return end + 8;
  }

  /** Writes up to eight digits without leading zeros; uses the room of eight. */
  private static int writeFirst(int value, byte[] target, int at) {
    if (value < 10) {
      target[at] = (byte) ('0' + value);
      return at + 1;
    }
    long digits = eightDigits(value);
    int zeros = Long.numberOfTrailingZeros(digits & 0x0F0F0F0F0F0F0F0FL) >> 3;
    putEight(digits >>> (zeros << 3), target, at);
    return at + 8 - zeros;
  }

  /** Writes what {@link #eightDigits} returned. */
  static void putEight(long digits, byte[] target, int at) {
    LITTLE_ENDIAN_LONGS.set(target, at, digits);
  }

  /**
   * The ASCII codes of eight digits, the first one in the lowest byte. Splits in halves thrice, all
   * parts at once in one register; a division by 100 or 10 is a multiplication and a shift, exact
   * in the range of its parts.
   */
  static long eightDigits(int value) {
    long high = value / 10_000;
    long fours = high | (value - high * 10_000) << 32;
    long hundreds = fours * 10_486 >>> 20 & 0x0000007F0000007FL;
    long twos = hundreds | (fours - hundreds * 100) << 16;
    long tens = twos * 103 >>> 10 & 0x000F000F000F000FL;
    return 0x3030303030303030L | tens | (twos - tens * 10) << 8;
  }

  /**
   * Writes a number with few digits, as most have, so that it reads back as the same one.
   *
   * @return the place behind it; {@code at} if it is not such a number
   */
  static int write(double value, byte[] target, int at) {
    double magnitude = Math.abs(value);
    if (!(magnitude < EXACT && magnitude >= 1e-3)) {
      return at;
    }
    int start = at;
    if (value < 0) {
      target[start++] = '-';
    }
    if (Math.rint(magnitude) == magnitude) {
      int end = write((long) magnitude, target, start);
      target[end] = '.';
      target[end + 1] = '0';
      return end + 2;
    }
    for (int k = 3; k < POWERS_OF_TEN.length && magnitude * POWERS_OF_TEN[k] < EXACT; k += 3) {
      long scaled = (long) Math.rint(magnitude * POWERS_OF_TEN[k]);
      // both operands are exact, so the quotient is the double closest to the decimal fraction
      if (scaled / POWERS_OF_TEN[k] == magnitude) {
        return writeFraction(scaled, k, target, start);
      }
    }
    return at;
  }

  /** Writes {@code scaled / 10^decimals}, which is not a whole number. */
  private static int writeFraction(long scaled, int decimals, byte[] target, int at) {
    long power = (long) POWERS_OF_TEN[decimals];
    int end;
    if (scaled >= power) {
      end = write(scaled, target, at);
    } else {
      end = write(scaled + power, target, at); // a 1 in front keeps the zeros behind the point
      target[at] = '0';
    }
    int point = end - decimals;
    while (target[end - 1] == '0') {
      end--;
    }
    for (int i = end; i > point; i--) {
      target[i] = target[i - 1];
    }
    target[point] = '.';
    return end + 1;
  }
}
