// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token of a statement that a grammar has come to, what can be asked of it, and what the
 * grammar has to know of the tokens before. Confined to one thread.
 */
final class SqlTokens extends SqlScanner {
  /** Stands for no token at all, where {@link #NO_SYMBOL} is a token of another kind. */
  private static final char NOTHING = '\uffff';

  /** What the token before means. */
  private @Nullable Keyword previous;

  /** What symbol the token before is. */
  private char before = NOTHING;

  /** Whether only brackets came of this statement. */
  private boolean first = true;

  /** Begins at the first token. */
  SqlTokens(String sql, SqlDialect dialect) {
    super(sql, dialect);
    next();
  }

  void advance() {
    previous = keyword;
    before = symbol;
    first = first && (before == '(' || before == '{');
    next();
  }

  /** What comes belongs to another statement. */
  void beginStatement() {
    first = true;
  }

  // its place

  /** Whether the text begins with it. */
  boolean opens() {
    return before == NOTHING;
  }

  /** Whether its statement begins with it, but for brackets. */
  boolean isFirst() {
    return first;
  }

  /** Whether a part of a statement can begin here. */
  boolean starts() {
    return switch (before) {
      case '(', ')', ';', '{', '=' -> true;
      default -> previous == Keyword.BEGIN || previous == Keyword.AS || previous == Keyword.ELSE;
    };
  }

  /** What the token before means; null if that is nothing. */
  @Nullable Keyword previous() {
    return previous;
  }

  // itself

  /** Whether no token is left. */
  boolean isLast() {
    return kind == Kind.END;
  }

  /** Whether the statement has no more tokens. */
  boolean isEnd() {
    return symbol == ';' || kind == Kind.END;
  }

  boolean isSymbol(char c) {
    return symbol == c;
  }

  boolean isQuotedName() {
    return kind == Kind.NAME;
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean is(Keyword other) {
    return keyword == other;
  }

  boolean has(Keyword.Role role) {
    Keyword known = keyword;
    return known != null && known.role == role;
  }

  /** What a word means where it stands, null if that is nothing. */
  @Nullable Keyword meaning() {
    return has(Keyword.Role.COMMAND) && !first ? null : keyword;
  }

  /** Whether it is a word without meaning where it stands. */
  boolean isPlain() {
    return isWord() && meaning() == null;
  }

  /** Whether it is a name, where one can stand. */
  boolean isName() {
    if (!isWord()) {
      return isQuotedName();
    }
    if (previous == Keyword.INTO && (isVariable() || isAnyOf(SqlWords.FILES))) {
      return false;
    }
    Keyword meaning = meaning();
    return meaning == null
        || switch (meaning.role) {
          case FIRST_WORD -> meaning != Keyword.VALUES && meaning != Keyword.SET;
          case OBJECT, SECRET_OBJECT -> true;
          case OTHER -> meaning != Keyword.ON;
          default -> false;
        };
  }

  /** Whether it is a kind of object of the database. */
  boolean isObject() {
    return has(Keyword.Role.OBJECT)
        || has(Keyword.Role.SECRET_OBJECT)
        || (isPlain() && isAnyOf(SqlWords.LONE_OBJECTS));
  }

  boolean isVariable() {
    return isWord() && sql.charAt(start) == '@';
  }

  /** Whether it is one of some words, given in upper case. */
  boolean isAnyOf(Set<String> words) {
    String text = sql.substring(start, at);
    return words.contains(text.toUpperCase(Locale.ROOT));
  }

  void tellTo(SummaryText summary) {
    summary.word(sql, start, at);
  }

  void tellPartTo(SummaryText summary) {
    summary.part(sql, start, at);
  }
}
