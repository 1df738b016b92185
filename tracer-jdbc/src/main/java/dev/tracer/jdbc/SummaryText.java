// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

/** The words of a summary with blanks between them, up to a length. Confined to one thread. */
final class SummaryText {
  static final int MAX_LENGTH = 255;

  private final StringBuilder text = new StringBuilder(64);

  /** Whether a word had no room: those behind it are not written either. */
  private boolean full;

  /** Where the last word begins, the blank before it included. */
  private int lastWord;

  /** Adds a word. */
  void word(String sql, int start, int end) {
    int blank = text.length() == 0 ? 0 : 1;
    lastWord = text.length();
    if (full || text.length() + blank + end - start > MAX_LENGTH) {
      full = true;
      return;
    }
    if (blank > 0) {
      text.append(' ');
    }
    text.append(sql, start, end);
  }

  /** Adds to the last word, which is taken back as a whole if there is no room. */
  void part(String sql, int start, int end) {
    if (!full && text.length() + end - start > MAX_LENGTH) {
      full = true;
      takeBack();
    }
    if (!full) {
      text.append(sql, start, end);
    }
  }

  /** Takes the last word back. */
  void takeBack() {
    text.setLength(lastWord);
  }

  int length() {
    return text.length();
  }

  /** Takes all words behind a {@link #length} back. */
  void cutTo(int length) {
    text.setLength(length);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
