// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.propagation.CarrierGetter;
import org.jspecify.annotations.Nullable;

/** Reading of headers and of the ids in them. */
public final class HeaderText {
  private HeaderText() {}

  /**
   * The first value of a header without the white space around it; null if it is absent or empty.
   */
  public static <C> @Nullable String get(C carrier, CarrierGetter<C> getter, String key) {
    String value = getter.get(carrier, key);
    if (value == null) {
      return null;
    }
    String trimmed = value.strip();
    return trimmed.isEmpty() ? null : trimmed;
  }

  /** Whether {@code [start, end)} is 1 to {@code most} lower-case hex digits. */
  public static boolean isHex(String text, int start, int end, int most) {
    if (end <= start || end - start > most) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The last 64 bits of the number in the hex digits of {@code [start, end)}, which the caller has
   * checked; 0 if there are none.
   */
  public static long hex(String text, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      value = value << 4 | digit(text.charAt(i));
    }
    return value;
  }

  /** The bits above the last 64 of the same number. */
  public static long hexHigh(String text, int start, int end) {
    return hex(text, start, Math.max(start, end - 16));
  }

  /** The unsigned decimal number in {@code text}, or 0 if it is none or exceeds 64 bits. */
  public static long unsigned(String text) {
    if (text.isEmpty() || text.length() > 20 || !isDigit(text.charAt(0))) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int digit(char c) {
    return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
