// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/**
 * What the text of HTTP fields is made of (RFC 9110, section 5.6): tokens and optional white space,
 * which is spaces and horizontal tabs.
 */
public final class HttpText {
  /** The characters of a token besides letters and digits. */
  public static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private HttpText() {}

  /** Whether {@code c} may be part of a token (RFC 9110, 5.6.2). */
  public static boolean isTokenChar(char c) {
    char lower = (char) (c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || TOKEN_MARKS.indexOf(c) >= 0;
  }

  /** Whether {@code text} is a token, such as the name of a field; an empty text is none. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether {@code text} can be sent as the value of a field: visible ASCII, spaces and tabs. */
  public static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code c} is optional white space (RFC 9110, 5.6.3). */
  public static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** The index of the first character of {@code [start, end)} that is no space, or {@code end}. */
  public static int skipSpace(String text, int start, int end) {
    int i = start;
    while (i < end && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The end of {@code [start, end)} without the space there. */
  public static int trimEnd(String text, int start, int end) {
    int i = end;
    while (i > start && isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
