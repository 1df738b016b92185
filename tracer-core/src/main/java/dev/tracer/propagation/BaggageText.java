// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

/** What a {@code baggage} header may consist of (W3C Baggage, sections 3.2 and 3.3). */
final class BaggageText {
  /** The most entries read or written. */
  static final int MAX_ENTRIES = 64;

  /** The most bytes read or written, over all headers together. */
  static final int MAX_BYTES = 8192;

  private static final byte KEY = 1;
  private static final byte VALUE = 2;
  private static final byte METADATA = 4;

  /** What each ASCII character may be part of. */
  private static final byte[] USE = new byte[128];

  static {
    for (char c = ' '; c < 127; c++) {
      boolean key = isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      boolean metadata = c != '"' && c != ',' && c != '\\';
      boolean value = metadata && c != ' ' && c != ';';
      USE[c] = (byte) ((key ? KEY : 0) | (value ? VALUE : 0) | (metadata ? METADATA : 0));
    }
    USE['\t'] = METADATA;
  }

  private BaggageText() {}

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Whether the range is a token (RFC 9110, 5.6.2). */
  static boolean isKey(String text, int start, int end) {
    return start < end && all(text, start, end, KEY);
  }

  /** Whether the range is made of the octets of values, {@code %} included. */
  static boolean isValue(String text, int start, int end) {
    return all(text, start, end, VALUE);
  }

  /** Whether the range may follow a semicolon. It is not looked into any further. */
  static boolean isMetadata(String text, int start, int end) {
    return all(text, start, end, METADATA);
  }

  /** Whether the character may stand for itself in a value. */
  static boolean isPlain(int c) {
    return c >= 0 && c < 128 && c != '%' && (USE[c] & VALUE) != 0;
  }

  private static boolean all(String text, int start, int end, byte use) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128 || (USE[c] & use) == 0) {
        return false;
      }
    }
    return true;
  }
}
