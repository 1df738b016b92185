// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.internal.SafeText;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Lines for a terminal, written from left to right in cells: pieces of one colour, at columns.
 * Drawn in characters of Unicode; a charset that lacks them gets ones of ASCII in the end. Confined
 * to one thread.
 */
final class TextLines {
  static final String PLAIN = "";
  static final String BOLD = "1";
  static final String DIM = "2";
  static final String RED = "31";

  private static final String SIGNS = "━╺╸┿├└│·›✗…→×\u00b5";
  private static final String ASCII = "===++`|->!~>xu";

  /** Longer than any terminal is wide; bounds the work for huge texts. */
  private static final int MOST_CHARS = 2000;

  private final int width;
  private final boolean color;
  private final CharsetEncoder encoder;
  private final StringBuilder text = new StringBuilder();
  private int column;

  /** The column up to which the line is written: spaces follow only in front of something. */
  private int written;

  TextLines(int width, Charset charset, boolean color) {
    this.width = width;
    this.color = color;
    this.encoder = charset.newEncoder();
  }

  int width() {
    return width;
  }

  int column() {
    return column;
  }

  CharsetEncoder encoder() {
    return encoder;
  }

  /** A text from the application in one line of characters that the destination has. */
  String escape(String raw) {
    String bounded = raw.length() <= MOST_CHARS ? raw : raw.substring(0, MOST_CHARS);
    return SafeText.escape(bounded, encoder);
  }

  /** Goes to a column unless the line is longer already. */
  void moveTo(int goal) {
    column = Math.max(column, goal);
  }

  /**
   * Adds an escaped text.
   *
   * @param sgr its colour, the parameter of the control sequence SGR; {@link #PLAIN} for none
   */
  void add(String piece, String sgr) {
    String content = piece.stripTrailing();
    if (!content.isEmpty()) {
      boolean colored = color && !sgr.isEmpty();
      text.append(" ".repeat(column - written)).append(colored ? "\u001b[" + sgr + "m" : "");
      text.append(content).append(colored ? "\u001b[0m" : "");
      written = column + SafeText.cells(content);
    }
    column += SafeText.cells(piece);
  }

  /** Adds an escaped text, shortened in its middle to at most {@code cells} cells. */
  void add(String piece, int cells, String sgr) {
    add(SafeText.elide(piece, cells), sgr);
  }

  /** Ends the line. */
  void end() {
    text.append('\n');
    column = 0;
    written = 0;
  }

  /** All lines, each with a line feed behind it. */
  @Override
  public String toString() {
    if (encoder.canEncode(SIGNS)) {
      return text.toString();
    }
    StringBuilder ascii = new StringBuilder(text);
    for (int i = 0; i < ascii.length(); i++) {
      int sign = SIGNS.indexOf(ascii.charAt(i));
      if (sign >= 0) {
        ascii.setCharAt(i, ASCII.charAt(sign));
      }
    }
    return ascii.toString();
  }
}
