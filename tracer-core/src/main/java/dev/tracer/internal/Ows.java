// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/** The optional white space of HTTP fields: spaces and horizontal tabs (RFC 9110, 5.6.3). */
public final class Ows {
  private Ows() {}

  /** Whether {@code c} is optional white space. */
  public static boolean is(char c) {
    return c == ' ' || c == '\t';
  }

  /** The index of the first character of {@code [start, end)} that is none, or {@code end}. */
  public static int skip(String text, int start, int end) {
    int i = start;
    while (i < end && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The end of {@code [start, end)} without the white space there. */
  public static int trimEnd(String text, int start, int end) {
    int i = end;
    while (i > start && is(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
