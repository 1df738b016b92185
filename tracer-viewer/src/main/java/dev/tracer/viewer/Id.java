// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

/** A trace or span id while it is read; absent until then. Confined to one thread. */
final class Id {
  private final int digits;
  private long high;
  private long low;
  private boolean malformed;

  /** An id of 32 or 16 hex digits. */
  Id(int digits) {
    this.digits = digits;
  }

  /** Sets the id from hex digits of either case; nothing comes from an empty text. */
  void hex(String text) {
    if (text.isEmpty()) {
      malformed = false;
      return;
    }
    malformed = text.length() != digits;
    high = 0;
    low = 0;
    for (int i = 0; i < text.length() && !malformed; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      malformed = digit < 0;
      high = high << 4 | low >>> 60;
      low = low << 4 | digit;
    }
  }

  /** Sets the id from hex digits that may lack zeros in front, as Zipkin's do. */
  void shortHex(String text) {
    boolean fits = text.length() <= digits;
    hex(fits ? "0".repeat(digits - text.length()) + text : text);
  }

  /** Sets the id from its bytes. */
  void bytes(byte[] bytes) {
    malformed = bytes.length != 0 && bytes.length != digits / 2;
    if (!malformed && bytes.length != 0) {
      high = digits == 32 ? big(bytes, 0) : 0;
      low = big(bytes, bytes.length - 8);
    }
  }

  private static long big(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | bytes[i] & 0xFF;
    }
    return value;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  boolean isMalformed() {
    return malformed;
  }

  boolean isValid() {
    return !malformed && (high | low) != 0;
  }
}
