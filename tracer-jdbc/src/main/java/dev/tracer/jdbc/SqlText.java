// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

/**
 * Writes the sanitised text of a statement, up to a number of bytes, and keeps lists short: {@code
 * IN (?, ?, ?)} becomes {@code IN (?)}, and rows that look like the row before are left out.
 * Confined to one thread.
 */
final class SqlText {
  static final int MAX_BYTES = 4096;
  private static final String CUT = "...";
  private static final int NONE = -1;

  private final StringBuilder out;

  /** An upper bound of the bytes in UTF-8. */
  private int bytes;

  private boolean full;
  private boolean blankBefore;
  private int depth;

  /** Where the last placeholder ends, if nothing but a comma followed. */
  private int placeholderEnd = NONE;

  /** The depth of parentheses inside of which lists of placeholders collapse; 0 for nowhere. */
  private int listDepth;

  private boolean listComing;

  /** The depth of the parentheses that are rows; 0 if there are no rows. */
  private int rowDepth;

  private int rowStart = NONE;
  private int lastRowStart = NONE;
  private int lastRowEnd = NONE;

  SqlText(int sourceLength) {
    out = new StringBuilder(Math.min(sourceLength, MAX_BYTES) + 16);
  }

  /** Whether there is no room for more: what comes is not written. */
  boolean isFull() {
    return full;
  }

  /** Blanks or a comment stood here. */
  void blank() {
    blankBefore = true;
  }

  /** A literal stood here. */
  void placeholder() {
    if (listDepth > 0 && placeholderEnd != NONE) {
      truncate(placeholderEnd); // the comma between the two
    } else {
      write("?", 0, 1, 1);
    }
    blankBefore = false;
    placeholderEnd = out.length();
  }

  /** A word or quoted name. */
  void word(String sql, int start, int end, boolean ascii) {
    placeholderEnd = NONE;
    if (depth < rowDepth) {
      rowDepth = 0;
    }
    write(sql, start, end, ascii ? end - start : 3 * (end - start));
  }

  /** {@code IN}, or {@code ARRAY}: a list comes. */
  void listComes() {
    listComing = true;
  }

  /** {@code VALUES}: rows come. */
  void rowsCome() {
    rowDepth = depth + 1;
    lastRowEnd = NONE;
  }

  /** A query inside of a list: its commas mean something else. */
  void queryComes() {
    listDepth = 0;
    listComing = false;
  }

  /** Any other character. */
  void symbol(String sql, int at) {
    char c = sql.charAt(at);
    int start = out.length();
    boolean comma = c == ',' && placeholderEnd == start;
    int placeholder = placeholderEnd;
    write(sql, at, at + 1, 1);
    placeholderEnd = comma && !full ? placeholder : NONE;
    if (c == '(' || c == '[') {
      opened(c == '(' ? out.length() - 1 : NONE);
    } else if (c == ')' || c == ']') {
      closed(c == ')');
    }
  }

  private void opened(int start) {
    depth++;
    if (listComing && listDepth == 0) {
      listDepth = depth;
      if (rowDepth == 0) {
        rowDepth = depth + 1;
        lastRowEnd = NONE;
      }
    } else if (depth == rowDepth && start != NONE) {
      rowStart = start;
    }
    listComing = false;
  }

  private void closed(boolean parenthesis) {
    if (depth == rowDepth && parenthesis && rowStart != NONE && !full) {
      rowClosed();
    }
    depth = Math.max(0, depth - 1);
    if (depth < listDepth) {
      rowDepth = rowDepth > listDepth ? 0 : rowDepth;
      listDepth = 0;
    }
  }

  private void rowClosed() {
    int end = out.length();
    int length = end - rowStart;
    if (lastRowEnd != NONE
        && lastRowEnd - lastRowStart == length
        && isComma(lastRowEnd, rowStart)
        && sameAsLastRow(length)) {
      truncate(lastRowEnd);
    } else {
      lastRowStart = rowStart;
      lastRowEnd = end;
    }
    rowStart = NONE;
  }

  private boolean isComma(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = out.charAt(i);
      if (c != ',' && c != ' ') {
        return false;
      }
    }
    return to > from;
  }

  private boolean sameAsLastRow(int length) {
    for (int i = 0; i < length; i++) {
      if (out.charAt(lastRowStart + i) != out.charAt(rowStart + i)) {
        return false;
      }
    }
    return true;
  }

  private void truncate(int length) {
    bytes -= out.length() - length; // too few are taken off if they are not ASCII, which is safe
    out.setLength(length);
  }

  private void write(String sql, int start, int end, int size) {
    int blank = blankBefore && out.length() > 0 ? 1 : 0;
    blankBefore = false;
    if (full || bytes + blank + size > MAX_BYTES - CUT.length()) {
      full = true;
      return;
    }
    if (blank > 0) {
      out.append(' ');
    }
    out.append(sql, start, end);
    bytes += blank + size;
  }

  @Override
  public String toString() {
    return full ? out.append(CUT).toString() : out.toString();
  }
}
