// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.Hex;
import java.util.Locale;

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

  /** Sets the id from hex digits of either case. */
  void hex(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    malformed = !text.isEmpty() && !Hex.isHex(lower, digits);
    if (!malformed && !text.isEmpty()) {
      high = digits == 32 ? Hex.parse(lower, 0) : 0;
      low = Hex.parse(lower, digits - 16);
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
