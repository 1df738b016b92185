// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.Arrays;

/**
 * How many cells of a terminal a character takes: none for marks that combine with the one before,
 * two for East Asian wide ones and emoji, else one (Unicode 15, UAX #11). What terminals disagree
 * about, such as emoji joined to one picture, counts as its parts.
 */
public final class CellWidth {
  /** First and last code point of each wide range, in order; gaps of unassigned ones are closed. */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3,
    0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1,
    0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA,
    0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B,
    0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
    0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E,
    0x3041, 0x3247, 0x3250, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
    0xFE10, 0xFE19, 0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FF, 0x1F004,
    0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D,
    0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0,
    0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF,
    0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4,
    0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5,
    0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FF, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C,
    0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD,
  };

  private CellWidth() {}

  /** The cells of a code point that {@link SafeText#escape} lets pass: 0, 1 or 2. */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || codePoint >= 0x1160 && codePoint <= 0x11FF) {
      return 0;
    }
    int at = Arrays.binarySearch(WIDE, codePoint);
    // inside a range: exactly at one of its ends, or between a first (even) and a last
    return at >= 0 || (-at - 1) % 2 == 1 ? 2 : 1;
  }

  /** The cells of an escaped text. */
  public static int of(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      sum += of(codePoint);
      i += Character.charCount(codePoint);
    }
    return sum;
  }

  /** The text up to {@code cells} cells; what is cut off at the end is told by {@code mark}. */
  public static String elideEnd(String text, int cells, String mark) {
    if (of(text) <= cells) {
      return text;
    }
    int room = cells - of(mark);
    return room < 0 ? head(mark, cells) : head(text, room) + mark;
  }

  /** The text up to {@code cells} cells; what is cut out of the middle is told by {@code mark}. */
  public static String elideMiddle(String text, int cells, String mark) {
    if (of(text) <= cells) {
      return text;
    }
    int room = cells - of(mark);
    if (room < 4) {
      return elideEnd(text, cells, mark);
    }
    String head = head(text, (room + 1) / 2);
    return head + mark + tail(text, room - of(head));
  }

  /** As much of the beginning as fits, whole characters with their marks. */
  private static String head(String text, int cells) {
    int sum = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      sum += of(codePoint);
      if (sum > cells) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    return text.substring(0, i);
  }

  /** As much of the end as fits; does not begin with a mark that has lost its character. */
  private static String tail(String text, int cells) {
    int sum = 0;
    int begin = text.length();
    for (int i = text.length(); i > 0; ) {
      int codePoint = text.codePointBefore(i);
      i -= Character.charCount(codePoint);
      int width = of(codePoint);
      sum += width;
      if (sum > cells) {
        break;
      }
      begin = width > 0 ? i : begin;
    }
    return text.substring(begin);
  }
}
