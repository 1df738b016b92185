// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.internal.CellWidth;

/**
 * Builds lines out of pieces at columns. Spaces are written only in front of something, so no line
 * ends with them. Confined to one thread.
 */
final class TextLines {
  private final StringBuilder text = new StringBuilder();
  private final boolean color;
  private int cells;
  private int written;

  TextLines(boolean color) {
    this.color = color;
  }

  /** Goes to a column, counted from 0, unless the line is longer already. */
  TextLines to(int column) {
    cells = Math.max(cells, column);
    return this;
  }

  /** Adds an escaped text. */
  TextLines add(String piece) {
    return add(piece, "");
  }

  /**
   * Adds an escaped text in a colour.
   *
   * @param sgr the parameter of the control sequence SGR; empty for none
   */
  TextLines add(String piece, String sgr) {
    String content = piece.stripTrailing();
    if (!content.isEmpty()) {
      text.append(" ".repeat(cells - written));
      boolean colored = color && !sgr.isEmpty();
      text.append(colored ? "\u001b[" + sgr + "m" : "").append(content);
      text.append(colored ? "\u001b[0m" : "");
      written = cells + CellWidth.of(content);
    }
    cells += CellWidth.of(piece);
    return this;
  }

  /** Ends the line. */
  void end() {
    text.append('\n');
    cells = 0;
    written = 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
