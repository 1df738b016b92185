// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Reads a statement once from the beginning to the end, or until the text is long enough. Confined
 * to one thread.
 */
/*
 * It knows where literals begin and end, not what statements mean: it takes invalid SQL, too. Where
 * a statement can be read in two ways, so that what one reading takes for a literal is code in the
 * other, the rest of the statement becomes one placeholder. Each character is looked at a bounded
 * number of times, whatever the statement: there is no way back, and no search that begins twice.
 */
final class SqlScanner {
  private static final byte BLANK = 1;
  private static final byte WORD = 2;
  private static final byte DIGIT = 3;
  private static final int UNKNOWN = -2;

  /** The class of each ASCII character, 0 for any other; what is not ASCII belongs to words. */
  private static final byte[] CLASSES = classes();

  private final String sql;
  private final int end;
  private final SqlDialect dialect;
  private final SqlText text;
  private final SqlSummary summary = new SqlSummary();
  private final SqlSecrets secrets = new SqlSecrets();
  private int at;

  /** Whether a value may end here, so that a minus would subtract. */
  private boolean afterValue;

  /** Where the last quote of the statement is, -1 if there is none. */
  private int lastQuote = UNKNOWN;

  /** Where the first quote or closing bracket is behind the bracket looked at last. */
  private int quoteInBrackets = UNKNOWN;

  /** Whether all of the last word was ASCII. */
  private boolean ascii;

  /** The hash of the last word. */
  private int hash;

  SqlScanner(String sql, SqlDialect dialect) {
    this.sql = sql;
    this.end = sql.length();
    this.dialect = dialect;
    this.text = new SqlText(end);
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

  SanitizedSql scan() {
    while (at < end && !text.isFull()) {
      char c = sql.charAt(at);
      switch (c < 128 ? CLASSES[c] : WORD) {
        case BLANK -> {
          at++;
          text.blank();
        }
        case WORD -> word(c);
        case DIGIT -> number();
        default -> other(c);
      }
      if (secrets.found()) {
        return hidden();
      }
    }
    return new SanitizedSql(text.toString(), summary.toString());
  }

  private SanitizedSql hidden() {
    Keyword verb = secrets.verb();
    return verb == null
        ? new SanitizedSql("?", "")
        : new SanitizedSql(verb.name() + " ?", verb.name());
  }

  private char peek(int index) {
    return index < end ? sql.charAt(index) : '\0';
  }

  private boolean isWordPart(int index) {
    if (index >= end) {
      return false;
    }
    char c = sql.charAt(index);
    return c >= 128 || CLASSES[c] >= WORD || (c == '#' && dialect.plainHashes);
  }

  // words

  private void word(char first) {
    if (first == '$' && (dollarQuote() || moneyOrParameter())) {
      return;
    }
    int start = at;
    skipWord();
    char next = peek(at);
    if (next == '\'' && isPrefix(start)) {
      return;
    }
    if (next == '&' && at - start == 1 && (first | 0x20) == 'u' && isUnicodeQuote()) {
      return;
    }
    boolean column = start > 0 && sql.charAt(start - 1) == '.';
    Keyword keyword = column ? null : Keyword.find(sql, start, at, hash);
    if (keyword == Keyword.TRUE || keyword == Keyword.FALSE) {
      literal();
      return;
    }
    text.word(sql, start, at, ascii);
    told(keyword);
    summary.word(keyword, sql, start, at);
    secrets.word(keyword, sql, start, at);
    afterValue = keyword == null;
  }

  private void skipWord() {
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

  private void told(@Nullable Keyword keyword) {
    if (keyword == Keyword.IN || keyword == Keyword.ARRAY) {
      text.listComes();
    } else if (keyword == Keyword.VALUES) {
      text.rowsCome();
    } else if (keyword == Keyword.SELECT || keyword == Keyword.WITH) {
      text.queryComes();
    }
  }

  /** Takes a literal whose kind stands before its quote: {@code N'x'}, {@code E'x'}, q'[x]'. */
  private boolean isPrefix(int start) {
    int length = at - start;
    if (length > 2) {
      return false;
    }
    char first = (char) (sql.charAt(start) | 0x20);
    char last = (char) (sql.charAt(at - 1) | 0x20);
    if (last == 'q' && (length == 1 || first == 'n')) {
      if (dialect.oracleQuotes) {
        oracleQuoted();
        return true;
      }
      return false;
    }
    if (length == 2) {
      boolean raw = (first == 'r' && last == 'b') || (first == 'b' && last == 'r');
      if (raw) {
        quoted('\'', false);
      }
      return raw;
    }
    switch (first) {
      case 'n', 'x', 'b', 'r' -> quoted('\'', false);
      case 'e' -> quoted('\'', dialect == SqlDialect.POSTGRESQL);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Takes {@code U&'...'} and {@code U&"..."}. */
  private boolean isUnicodeQuote() {
    char quote = peek(at + 1);
    if (quote != '\'' && quote != '"') {
      return false;
    }
    at++;
    if (quote == '"') {
      name('"');
    } else {
      quoted('\'', false);
    }
    return true;
  }

  /** Takes {@code $tag$...$tag$}. */
  private boolean dollarQuote() {
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
    literal();
    return true;
  }

  /** Takes {@code $1} and {@code $9.99}. */
  private boolean moneyOrParameter() {
    char next = peek(at + 1);
    if (next < '0' || next > '9') {
      return false;
    }
    at++;
    number();
    return true;
  }

  // numbers

  private void number() {
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
    literal();
  }

  private boolean startsNumber(int index) {
    char c = peek(index);
    if (c == '.') {
      c = peek(index + 1);
    }
    return c >= '0' && c <= '9';
  }

  // quotes

  /** Takes what stands between quotes, of which two stand for one. */
  private void quoted(char quote, boolean escapes) {
    int open = at;
    int from = at + 1;
    if (dialect.tripleQuotes && peek(at + 1) == quote && peek(at + 2) == quote) {
      hideRest();
      return;
    }
    while (true) {
      int close = sql.indexOf(quote, from);
      if (close < 0) {
        at = end;
        break;
      }
      if (isEscaped(open, close)) {
        if (!escapes) {
          hideRest(); // does it end here or not? it depends on settings of the session
          return;
        }
        from = close + 1;
      } else if (peek(close + 1) == quote) {
        from = close + 2;
      } else {
        at = close + 1;
        break;
      }
    }
    literal();
  }

  /** Whether an odd number of backslashes stands before a quote, and may matter. */
  private boolean isEscaped(int open, int quote) {
    int i = quote;
    while (i - 1 > open && sql.charAt(i - 1) == '\\') {
      i--;
    }
    return ((quote - i) & 1) != 0 && !dialect.plainBackslashes;
  }

  /** Takes {@code q'[...]'}, after its prefix. */
  private void oracleQuoted() {
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
    literal();
  }

  /** Takes a quoted name; two closing quotes stand for one. */
  private void name(char close) {
    int start = at;
    int from = at + 1;
    while (true) {
      int found = sql.indexOf(close, from);
      if (found < 0) {
        hideRest();
        return;
      }
      if (peek(found + 1) != close) {
        at = found + 1;
        break;
      }
      from = found + 2;
    }
    text.word(sql, start, at, isAscii(start, at));
    summary.name(sql, start, at);
    secrets.name(sql, start, at);
    afterValue = true;
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (sql.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private void literal() {
    text.placeholder();
    summary.literal();
    afterValue = true;
  }

  private void hideRest() {
    at = end;
    literal();
  }

  // the rest

  private void other(char c) {
    switch (c) {
      case '\'' -> quoted(c, false);
      case '"' -> {
        if (dialect.doubleQuotedNames) {
          name(c);
        } else {
          quoted(c, false);
        }
      }
      case '`' -> {
        if (dialect.backticks) {
          name(c);
        } else {
          hideRest();
        }
      }
      case '[' -> {
        if (dialect.bracketedNames) {
          name(']');
        } else if (dialect == SqlDialect.UNKNOWN && isQuoteInBrackets()) {
          hideRest();
        } else {
          symbol();
        }
      }
      case '-' -> dash();
      case '/' -> slash();
      case '#' -> hash();
      case '?' -> parameter();
      case '.', '+' -> sign(c);
      default -> symbol();
    }
  }

  private void symbol() {
    char c = sql.charAt(at);
    text.symbol(sql, at);
    summary.symbol(sql, at);
    if (c == ';') {
      secrets.nextStatement();
    }
    afterValue = c == ')' || c == ']' || c == '}' || c == '.';
    at++;
  }

  private void sign(char c) {
    if (!afterValue && startsNumber(c == '.' ? at : at + 1)) {
      at += c == '.' ? 0 : 1;
      number();
    } else {
      symbol();
    }
  }

  private void parameter() {
    int from = at++;
    while (peek(at) >= '0' && peek(at) <= '9') {
      at++; // ?1
    }
    if (peek(at) == '|' || peek(at) == '&' || peek(at) == '?') {
      at = from; // an operator of PostgreSQL
      symbol();
    } else {
      text.placeholder();
      summary.symbol("?", 0);
      afterValue = true;
    }
  }

  private void dash() {
    if (peek(at + 1) != '-') {
      sign('-');
    } else if (dialect.plainDashes || peek(at + 2) <= ' ') {
      lineComment();
    } else if (dialect.hashComments) {
      symbol();
    } else if (isQuoteAhead()) {
      hideRest();
    } else {
      lineComment();
    }
  }

  private void hash() {
    if (dialect.hashComments) {
      lineComment();
    } else if (dialect.plainHashes) {
      word('#');
    } else if (isQuoteAhead()) {
      hideRest();
    } else {
      symbol();
    }
  }

  private boolean isQuoteAhead() {
    if (lastQuote == UNKNOWN) {
      int quote = Math.max(sql.lastIndexOf('\''), sql.lastIndexOf('"'));
      lastQuote = Math.max(quote, sql.lastIndexOf('`'));
    }
    return lastQuote > at;
  }

  /** Whether a quote comes before the next closing bracket: a name or an array? */
  private boolean isQuoteInBrackets() {
    if (quoteInBrackets < at) { // else it has been looked for already
      int i = at;
      while (i < end && "'\"`]".indexOf(sql.charAt(i)) < 0) {
        i++;
      }
      quoteInBrackets = i;
    }
    return quoteInBrackets < end && sql.charAt(quoteInBrackets) != ']';
  }

  private void lineComment() {
    boolean loneReturn = false; // some end a comment there
    char c = '-';
    while (++at < end && c != '\n') {
      loneReturn |= c == '\r';
      c = sql.charAt(at);
      loneReturn &= c != '\n' || sql.charAt(at - 1) != '\r';
    }
    text.blank();
    if (loneReturn) {
      hideRest();
    }
  }

  private void slash() {
    if (peek(at + 1) != '*') {
      symbol();
      return;
    }
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
    text.blank();
    if (depth > 0) {
      hideRest();
    }
  }
}
