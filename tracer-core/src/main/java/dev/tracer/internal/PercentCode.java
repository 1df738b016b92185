// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of any text into unreserved characters (RFC 3986, sections 2.1 and 2.3). */
public final class PercentCode {
  private static final String DIGITS = "0123456789ABCDEF";

  private PercentCode() {}

  /** Writes all but letters, digits and {@code -._~} as the bytes of their UTF-8. */
  public static String encode(String text) {
    StringBuilder result = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        result.append((char) b);
      } else {
        append(b, result);
      }
    }
    return result.toString();
  }

  /** Appends a byte as a percent sign and two digits. */
  public static void append(byte b, StringBuilder text) {
    text.append('%').append(DIGITS.charAt(b >> 4 & 15)).append(DIGITS.charAt(b & 15));
  }

  /** The text that was encoded; null if a percent sign is not followed by two digits. */
  public static @Nullable String decode(String text) {
    return text.indexOf('%') < 0 ? text : decode(text, false);
  }

  /** The text that was encoded. A percent sign without two digits stands for itself. */
  public static String decodeLeniently(String text) {
    return text.indexOf('%') < 0 ? text : requireNonNull(decode(text, true));
  }

  private static @Nullable String decode(String text, boolean lenient) {
    // a character for each byte
    String given = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length());
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      int octet = c == '%' ? octet(given, i + 1) : c;
      if (octet < 0 && !lenient) {
        return null;
      }
      bytes.write(octet < 0 ? c : octet);
      i += c == '%' && octet >= 0 ? 2 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8); // U+FFFD in the place of malformed sequences
  }

  /** The byte that the two digits at {@code at} stand for; negative if they are not two digits. */
  private static int octet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = digit(text.charAt(at));
    int low = digit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
