// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Text of unknown origin made fit for a log or terminal. What ends a line, moves the cursor,
 * changes the colour or the order in which text is shown (UAX #9), or cannot be seen at all, is
 * written as an escape: so text can neither forge a line nor hide in one. Stateless.
 */
public final class SafeText {
  /** Accepts every character. */
  public static final IntPredicate ANY = codePoint -> true;

  /** How many marks may follow a character; more would pile up over other lines. */
  private static final int MAX_MARKS = 4;

  private SafeText() {}

  /**
   * The text in one line of visible characters.
   *
   * @param encodable which characters the destination can show; others are escaped, too
   */
  public static String escape(String text, IntPredicate encodable) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    append(escaped, text, encodable, false);
    return escaped.toString();
  }

  /**
   * Appends the text as it is if it is one visible word; else in quotes, with quotes and
   * backslashes inside it escaped. No two texts give the same result.
   */
  public static void appendQuoted(StringBuilder target, String text, IntPredicate encodable) {
    if (isWord(text)) {
      target.append(text);
      return;
    }
    target.append('"');
    append(target, text, encodable, true);
    target.append('"');
  }

  private static void append(
      StringBuilder target, String text, IntPredicate encodable, boolean quoted) {
    int marks = MAX_MARKS; // a text that begins with a mark has nothing to put it on
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean mark = CellWidth.of(codePoint) == 0;
      marks = mark ? marks + 1 : 0;
      if (isHidden(codePoint) || marks > MAX_MARKS || !encodable.test(codePoint)) {
        appendEscape(target, codePoint);
      } else if (quoted && (codePoint == '"' || codePoint == '\\')) {
        target.append('\\').append((char) codePoint);
      } else {
        target.appendCodePoint(codePoint);
      }
    }
  }

  /** Whether a character must not reach a terminal. Joiners may: scripts and emoji need them. */
  private static boolean isHidden(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint < 0x20;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
      default -> (codePoint & 0xFFFE) == 0xFFFE;
    };
  }

  private static void appendEscape(StringBuilder target, int codePoint) {
    switch (codePoint) {
      case '\n' -> target.append("\\n");
      case '\r' -> target.append("\\r");
      case '\t' -> target.append("\\t");
      default -> {
        String digits = Integer.toHexString(codePoint).toLowerCase(Locale.ROOT);
        if (codePoint > 0xFFFF) {
          target.append("\\u{").append(digits).append('}');
        } else {
          target.append("\\u").append("0000", 0, 4 - digits.length()).append(digits);
        }
      }
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c >= 0x7F || "\"\\=,{}[]".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
