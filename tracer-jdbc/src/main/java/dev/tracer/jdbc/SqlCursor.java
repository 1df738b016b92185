// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

/**
 * A place in a statement, which moves over words, numbers, quotes and comments as a dialect writes
 * them. Knows where they end, not what becomes of them. Confined to one thread.
 */
/*
 * Each character is looked at a bounded number of times, whatever the statement: there is no way
 * back, and no search that begins twice. A base class rather than a part of the scanner, which is one
 * itself, so that all have the place in a field of their own: that is where the time goes.
 */
abstract sealed class SqlCursor permits SqlScanner {
  static final byte BLANK = 1;
  static final byte WORD = 2;
  static final byte DIGIT = 3;
  private static final int UNKNOWN = -2;

  /** The class of each ASCII character, 0 for any other; what is not ASCII belongs to words. */
  static final byte[] CLASSES = classes();

  final String sql;
  final int end;
  final SqlDialect dialect;
  int at;

  /** Whether all of the last word was ASCII. */
  boolean ascii;

  /** The hash of the last word. */
  int hash;

  /** Where the last quote of the statement is, -1 if there is none. */
  private int lastQuote = UNKNOWN;

  /** Where the first quote or closing bracket is behind the bracket looked at last. */
  private int quoteInBrackets = UNKNOWN;

  SqlCursor(String sql, SqlDialect dialect) {
    this.sql = sql;
    this.end = sql.length();
    this.dialect = dialect;
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    for (char c = 0; c < 128; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c <= ' ' || c == 127) {
        classes[c] = BLANK;
      } else if (letter || c == '_' || c == '@' || c == '$') {
        classes[c] = WORD;
      } else if (c >= '0' && c <= '9') {
        classes[c] = DIGIT;
      }
    }
    return classes;
  }

  char peek(int index) {
    return index < end ? sql.charAt(index) : '\0';
  }

  boolean isWordPart(int index) {
    if (index >= end) {
      return false;
    }
    char c = sql.charAt(index);
    return c >= 128 || CLASSES[c] >= WORD || (c == '#' && dialect.plainHashes);
  }

  void skipWord() {
    int h = 0;
    boolean onlyAscii = true;
    while (isWordPart(at)) {
      char c = sql.charAt(at++);
      onlyAscii &= c < 128;
      h = Keyword.hash(h, c);
    }
    hash = h;
    ascii = onlyAscii;
  }

  /** Passes {@code $tag$...$tag$}; false, and nothing passed, if none begins here. */
  boolean skipDollarQuote() {
    if (!dialect.dollarQuotes) {
      return false;
    }
    int tagEnd = at + 1;
    while (isWordPart(tagEnd) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    boolean digit = tagEnd > at + 1 && CLASSES[sql.charAt(at + 1) & 127] == DIGIT;
    if (digit || peek(tagEnd) != '$') {
      return false;
    }
    int length = tagEnd + 1 - at;
    int close = sql.indexOf('$', tagEnd + 1);
    while (close >= 0 && !sql.regionMatches(close, sql, at, length)) {
      close = sql.indexOf('$', close + 1);
    }
    at = close < 0 ? end : close + length;
    return true;
  }

  void skipNumber() {
    char first = sql.charAt(at);
    boolean hex = first == '0' && (peek(at + 1) | 0x20) == 'x';
    while (at < end && sql.charAt(at) >= '0' && sql.charAt(at) <= '9') {
      at++; // most numbers have nothing else
    }
    while (at < end) {
      char c = sql.charAt(at);
      boolean exponent = !hex && (c | 0x20) == 'e' && (peek(at + 1) == '-' || peek(at + 1) == '+');
      if (exponent) {
        at += 2;
      } else if (c == '.' || isWordPart(at)) {
        at++;
      } else {
        break;
      }
    }
  }

  boolean startsNumber(int index) {
    char c = peek(index);
    if (c == '.') {
      c = peek(index + 1);
    }
    return c >= '0' && c <= '9';
  }

  /**
   * Passes what stands between quotes, of which two stand for one; false, and nothing passed, if
   * where it ends depends on what cannot be known.
   */
  boolean skipQuoted(char quote, boolean escapes) {
    int open = at;
    int from = at + 1;
    if (dialect.tripleQuotes && peek(at + 1) == quote && peek(at + 2) == quote) {
      return false;
    }
    while (true) {
      int close = sql.indexOf(quote, from);
      if (close < 0) {
        at = end;
        return true;
      }
      if (isEscaped(open, close)) {
        if (!escapes) {
          return false; // does it end here or not? it depends on settings of the session
        }
        from = close + 1;
      } else if (peek(close + 1) == quote) {
        from = close + 2;
      } else {
        at = close + 1;
        return true;
      }
    }
  }

  /** Whether an odd number of backslashes stands before a quote, and may matter. */
  private boolean isEscaped(int open, int quote) {
    int i = quote;
    while (i - 1 > open && sql.charAt(i - 1) == '\\') {
      i--;
    }
    return ((quote - i) & 1) != 0 && !dialect.plainBackslashes;
  }

  /** Passes {@code q'[...]'}, after its prefix. */
  void skipOracleQuoted() {
    char open = peek(at + 1);
    char close =
        switch (open) {
          case '[' -> ']';
          case '(' -> ')';
          case '{' -> '}';
          case '<' -> '>';
          default -> open;
        };
    int found = sql.indexOf(close, at + 2);
    while (found >= 0 && peek(found + 1) != '\'') {
      found = sql.indexOf(close, found + 1);
    }
    at = found < 0 ? end : found + 2;
  }

  /** Passes a quoted name, two closing quotes stand for one; false if it does not end. */
  boolean skipName(char close) {
    int from = at + 1;
    while (true) {
      int found = sql.indexOf(close, from);
      if (found < 0) {
        return false;
      }
      if (peek(found + 1) != close) {
        at = found + 1;
        return true;
      }
      from = found + 2;
    }
  }

  boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (sql.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  boolean isQuoteAhead() {
    if (lastQuote == UNKNOWN) {
      int quote = Math.max(sql.lastIndexOf('\''), sql.lastIndexOf('"'));
      lastQuote = Math.max(quote, sql.lastIndexOf('`'));
    }
    return lastQuote > at;
  }

  /** Whether a quote comes before the next closing bracket: a name or an array? */
  boolean isQuoteInBrackets() {
    if (quoteInBrackets < at) { // else it has been looked for already
      int i = at;
      while (i < end && "'\"`]".indexOf(sql.charAt(i)) < 0) {
        i++;
      }
      quoteInBrackets = i;
    }
    return quoteInBrackets < end && sql.charAt(quoteInBrackets) != ']';
  }

  /** Passes a comment that ends with its line; false if it may end earlier. */
  boolean skipLineComment() {
    boolean loneReturn = false; // some end a comment there
    char c = '-';
    while (++at < end && c != '\n') {
      loneReturn |= c == '\r';
      c = sql.charAt(at);
      loneReturn &= c != '\n' || sql.charAt(at - 1) != '\r';
    }
    return !loneReturn;
  }

  /** Passes a comment between slashes; false if it does not end. */
  boolean skipComment() {
    int depth = 1;
    int i = at + 2;
    while (i < end && depth > 0) { // nested, as some have it: the others lose the rest at the worst
      char c = sql.charAt(i);
      if (c == '*' && peek(i + 1) == '/') {
        depth--;
        i += 2;
      } else if (c == '/' && peek(i + 1) == '*') {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    at = i;
    return depth == 0;
  }
}
