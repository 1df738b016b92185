// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Reads a statement once from the beginning to the end, or until its text is long enough, token by
 * token; writes the text meanwhile, and looks for passwords. Confined to one thread.
 */
/*
 * It knows where literals begin and end, not what statements mean: it takes invalid SQL, too. Where
 * a statement can be read in two ways, so that what one reading takes for a literal is code in the
 * other, the rest of the statement becomes one placeholder.
 */
abstract sealed class SqlScanner extends SqlCursor permits SqlTokens {
  /** What a token is. */
  enum Kind {
    /** None yet: blanks and comments. */
    BLANK,
    WORD,
    /** A quoted name, with its quotes. */
    NAME,
    LITERAL,
    /** Any other character. */
    SYMBOL,
    /** No more tokens. */
    END
  }

  /** Stands for tokens of other kinds. */
  static final char NO_SYMBOL = 0;

  private final SqlText text;
  private final SqlSecrets secrets = new SqlSecrets();

  // the token; it ends where this is
  Kind kind = Kind.END;

  /** Where it begins. */
  int start;

  /** What a word means; null if that is nothing, or if it is no word. */
  @Nullable Keyword keyword;

  /** The character that a symbol is, or {@link #NO_SYMBOL}. */
  char symbol;

  /** Whether a value may end here, so that a minus would subtract. */
  private boolean afterValue;

  SqlScanner(String sql, SqlDialect dialect) {
    super(sql, dialect);
    this.text = new SqlText(end);
  }

  /** What may be recorded of the statement, whose tokens have all been read. */
  final SanitizedSql sanitized(String summary) {
    return secrets.found() ? hidden() : new SanitizedSql(text.toString(), summary);
  }

  private SanitizedSql hidden() {
    Keyword verb = secrets.verb();
    return verb == null
        ? new SanitizedSql("?", "")
        : new SanitizedSql(verb.name() + " ?", verb.name());
  }

  // tokens

  /** Moves to the next token. */
  final void next() {
    kind = Kind.BLANK;
    keyword = null;
    symbol = NO_SYMBOL;
    while (kind == Kind.BLANK) {
      if (at >= end || text.isFull()) {
        kind = Kind.END;
        return;
      }
      start = at;
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
    }
  }

  // words

  private void word(char first) {
    if (first == '$' && (dollarQuote() || moneyOrParameter())) {
      return;
    }
    skipWord();
    char next = peek(at);
    if (next == '\'' && isPrefix()) {
      return;
    }
    if (next == '&' && at - start == 1 && (first | 0x20) == 'u' && isUnicodeQuote()) {
      return;
    }
    boolean column = start > 0 && sql.charAt(start - 1) == '.';
    Keyword found = column ? null : Keyword.find(sql, start, at, hash);
    if (found == Keyword.TRUE || found == Keyword.FALSE) {
      literal();
      return;
    }
    text.word(sql, start, at, ascii);
    told(found);
    secrets.word(found, sql, start, at);
    kind = unlessSecret(Kind.WORD);
    keyword = kind == Kind.WORD ? found : null;
    afterValue = found == null;
  }

  /** A statement to hide is not read any further. */
  private Kind unlessSecret(Kind found) {
    return secrets.found() ? Kind.END : found;
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
  private boolean isPrefix() {
    int length = at - start;
    if (length > 2) {
      return false;
    }
    char first = (char) (sql.charAt(start) | 0x20);
    char last = (char) (sql.charAt(at - 1) | 0x20);
    if (last == 'q' && (length == 1 || first == 'n')) {
      if (dialect.oracleQuotes) {
        skipOracleQuoted();
        literal();
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

  private boolean dollarQuote() {
    boolean found = skipDollarQuote();
    if (found) {
      literal();
    }
    return found;
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

  private void number() {
    skipNumber();
    literal();
  }

  /** Takes what stands between quotes. */
  private void quoted(char quote, boolean escapes) {
    if (skipQuoted(quote, escapes)) {
      literal();
    } else {
      hideRest();
    }
  }

  /** Takes a quoted name. */
  private void name(char close) {
    int quote = at;
    if (!skipName(close)) {
      hideRest();
      return;
    }
    start = quote; // behind U&
    text.word(sql, start, at, isAscii(start, at));
    secrets.name(sql, start, at);
    kind = unlessSecret(Kind.NAME);
    afterValue = true;
  }

  private void literal() {
    kind = Kind.LITERAL;
    text.placeholder();
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
    kind = Kind.SYMBOL;
    symbol = c;
    text.symbol(sql, at);
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
      kind = Kind.SYMBOL;
      symbol = '?';
      text.placeholder();
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

  private void lineComment() {
    comment(skipLineComment());
  }

  private void slash() {
    if (peek(at + 1) == '*') {
      comment(skipComment());
    } else {
      symbol();
    }
  }

  private void comment(boolean ends) {
    text.blank();
    if (!ends) {
      hideRest();
    }
  }
}
