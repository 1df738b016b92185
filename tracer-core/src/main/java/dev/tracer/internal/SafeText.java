// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharsetEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text of unknown origin made fit for a log or terminal. What ends a line, moves the cursor,
 * changes the colour or the order in which text is shown (UAX #9), or cannot be seen at all, is
 * written as an escape: so text can neither forge a line nor hide in one.
 *
 * <p>Methods take an encoder that tells which characters the destination has; others are escaped,
 * too. Without an encoder it has all. Stateless; an encoder is confined to one thread.
 */
public final class SafeText {
  /** How many marks may follow a character; more would pile up over other lines. */
  private static final int MAX_MARKS = 4;

  /**
   * First and last of each range of characters that take two cells (Unicode 15, UAX #11), in order;
   * gaps of unassigned ones are closed.
   */
  private static final String WIDE =
      "\u1100\u115f\u231a\u231b\u2329\u232a\u23e9\u23ec\u23f0\u23f0\u23f3\u23f3\u25fd\u25fe"
          + "\u2614\u2615\u2648\u2653\u267f\u267f\u2693\u2693\u26a1\u26a1\u26aa\u26ab\u26bd\u26be"
          + "\u26c4\u26c5\u26ce\u26ce\u26d4\u26d4\u26ea\u26ea\u26f2\u26f3\u26f5\u26f5\u26fa\u26fa"
          + "\u26fd\u26fd\u2705\u2705\u270a\u270b\u2728\u2728\u274c\u274c\u274e\u274e\u2753\u2755"
          + "\u2757\u2757\u2795\u2797\u27b0\u27b0\u27bf\u27bf\u2b1b\u2b1c\u2b50\u2b50\u2b55\u2b55"
          + "\u2e80\u303e\u3041\u3247\u3250\u4dbf\u4e00\ua4cf\ua960\ua97f\uac00\ud7a3\uf900\ufaff"
          + "\ufe10\ufe19\ufe30\ufe6f\uff01\uff60\uffe0\uffe6";

  /** The same for characters from 0x10000 to 0x1FFFF, by their last four digits. */
  private static final String WIDE_1 =
      "\u6fe0\ub2ff\uf004\uf004\uf0cf\uf0cf\uf18e\uf18e\uf191\uf19a\uf200\uf320\uf32d\uf335"
          + "\uf337\uf37c\uf37e\uf393\uf3a0\uf3ca\uf3cf\uf3d3\uf3e0\uf3f0\uf3f4\uf3f4\uf3f8\uf43e"
          + "\uf440\uf440\uf442\uf4fc\uf4ff\uf53d\uf54b\uf54e\uf550\uf567\uf57a\uf57a\uf595\uf596"
          + "\uf5a4\uf5a4\uf5fb\uf64f\uf680\uf6c5\uf6cc\uf6cc\uf6d0\uf6d2\uf6d5\uf6df\uf6eb\uf6ec"
          + "\uf6f4\uf6ff\uf7e0\uf7f0\uf90c\uf93a\uf93c\uf945\uf947\uf9ff\ufa70\ufaff";

  /** How much of a text of unknown length a message shows, in UTF-16 units. */
  private static final int MAX_IN_MESSAGE = 200;

  private SafeText() {}

  /**
   * The largest length up to {@code max} that splits no surrogate pair.
   *
   * @param max no more than the length of the text
   */
  public static int cut(CharSequence text, int max) {
    return max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
  }

  /**
   * The beginning of the text in one line of visible characters, for a message: 200 UTF-16 units at
   * the most, {@code …} tells of a cut.
   */
  public static String inMessage(String text) {
    if (text.length() <= MAX_IN_MESSAGE) {
      return escape(text, null);
    }
    return escape(text.substring(0, cut(text, MAX_IN_MESSAGE)), null) + '…';
  }

  /** The text in one line of visible characters. */
  public static String escape(String text, @Nullable CharsetEncoder encoder) {
    StringBuilder escaped = new StringBuilder(text.length());
    append(escaped, text, encoder, false);
    return escaped.toString();
  }

  /**
   * Appends the text as it is if it is one visible word; else in quotes, with quotes and
   * backslashes inside it escaped. No two texts give the same result.
   */
  public static void appendQuoted(
      StringBuilder target, String text, @Nullable CharsetEncoder encoder) {
    String quote = isWord(text) ? "" : "\"";
    target.append(quote);
    append(target, text, encoder, true);
    target.append(quote);
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || "\"\\=,{}[]".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static void append(
      StringBuilder target, String text, @Nullable CharsetEncoder encoder, boolean quoted) {
    int marks = MAX_MARKS; // a text that begins with a mark has nothing to put it on
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      marks = cells(codePoint) == 0 ? marks + 1 : 0;
      if (isHidden(codePoint)
          || marks > MAX_MARKS
          || encoder != null
              && codePoint > 0x7F
              && !encoder.canEncode(Character.toString(codePoint))) {
        appendEscape(target, codePoint);
      } else {
        target.append(quoted && (codePoint == '"' || codePoint == '\\') ? "\\" : "");
        target.appendCodePoint(codePoint);
      }
    }
  }

  /** Whether a character must not reach a terminal. Joiners may: scripts and emoji need them. */
  private static boolean isHidden(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint < ' ';
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
    int letter = "\n\r\t".indexOf(codePoint);
    String digits = Integer.toHexString(codePoint);
    target.append('\\');
    if (letter >= 0) {
      target.append("nrt".charAt(letter));
    } else if (digits.length() > 4) {
      target.append("u{").append(digits).append('}');
    } else {
      target.append('u').append("000", 0, 4 - digits.length()).append(digits);
    }
  }

  /** Appends {@code order.id=42} or {@code user="Ada L."}: both sides quoted where needed. */
  public static void appendAttribute(
      StringBuilder target, String name, @Nullable Object value, @Nullable CharsetEncoder encoder) {
    appendQuoted(target, name, encoder);
    target.append('=');
    appendValue(target, value, encoder);
  }

  private static void appendValue(
      StringBuilder target, @Nullable Object value, @Nullable CharsetEncoder encoder) {
    String separator = "";
    if (value instanceof List<?> items) {
      target.append('[');
      for (Object item : items) {
        target.append(separator);
        appendValue(target, item, encoder);
        separator = ", ";
      }
      target.append(']');
    } else if (value instanceof Map<?, ?> map) {
      target.append('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        target.append(separator);
        appendAttribute(target, String.valueOf(entry.getKey()), entry.getValue(), encoder);
        separator = ", ";
      }
      target.append('}');
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      target.append("base64:").append(Base64.getEncoder().encodeToString(copy));
    } else if (value instanceof String text) {
      appendQuoted(target, text, encoder);
    } else {
      target.append(value); // a number, a truth value or null
    }
  }

  /**
   * How many cells of a terminal an escaped text takes: none for marks that combine with the
   * character before, two for East Asian wide ones and emoji, else one. What terminals disagree
   * about, such as emoji joined to one picture, counts as its parts.
   */
  public static int cells(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      sum += cells(codePoint);
      i += Character.charCount(codePoint);
    }
    return sum;
  }

  private static int cells(int codePoint) {
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
    String ranges = codePoint < 0x10000 ? WIDE : WIDE_1;
    char c = (char) codePoint;
    for (int i = 0; i < ranges.length() && c >= ranges.charAt(i); i += 2) {
      if (c <= ranges.charAt(i + 1)) {
        return 2;
      }
    }
    return codePoint < 0x20000 ? 1 : 2;
  }

  /** The escaped text in at most {@code cells} cells, at least one; {@code …} tells of a cut. */
  public static String elide(String text, int cells) {
    if (cells(text) <= cells) {
      return text;
    }
    int room = cells - 1;
    int left = room < 4 ? room : (room + 1) / 2;
    int end = 0;
    while (cells(text.codePointAt(end)) <= left) {
      int width = cells(text.codePointAt(end));
      left -= width;
      room -= width;
      end = text.offsetByCodePoints(end, 1);
    }
    int begin = text.length();
    for (int i = begin; i > 0; ) { // does not begin with a mark that has lost its character
      int width = cells(text.codePointBefore(i));
      i = text.offsetByCodePoints(i, -1);
      room -= width;
      if (room < 0) {
        break;
      }
      begin = width > 0 ? i : begin;
    }
    return text.substring(0, end) + '…' + text.substring(begin);
  }
}
