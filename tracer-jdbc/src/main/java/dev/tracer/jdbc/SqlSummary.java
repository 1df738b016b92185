// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a text and tells the operations and targets of its statements in the order
 * they stand there (semantic conventions, "Generating a summary of the query"). Confined to one
 * thread.
 */
/*
 * A grammar that knows where operations and names of tables can stand, and passes over all else:
 *
 *   text       statement (';' statement)*
 *   statement  what begins it, then clauses
 *   clauses    (verb | FROM targets | JOIN target | ',' target | '(' clauses ')' | anything)*
 *   target     noise* (name ('.' name)* | '(' target clauses ')')
 *
 * Each method begins at the token it is about and ends at the first one behind that. Invalid
 * statements have summaries as well: what does not fit is anything.
 */
final class SqlSummary {
  /** Parentheses deeper than this are not told apart. */
  private static final int MAX_DEPTH = 64;

  /** How many words may stand between {@code CREATE} and the kind of object. */
  private static final int MAX_MODIFIERS = 6;

  private static final int NONE = -1;

  private final SqlTokens token;
  private final SummaryText summary = new SummaryText();

  // the statement
  /** The last verb. */
  private @Nullable Keyword verb;

  /** Whether it is about another one, which comes: {@code EXPLAIN}. */
  private boolean explains;

  /** Where the targets of a {@code DELETE} begin, which its {@code FROM} may replace; -1: none. */
  private int deleted = NONE;

  // the innermost parentheses
  private int depth;

  /** Whether there is a verb in them that may have a {@code FROM}. */
  private boolean query;

  /** Whether a comma in them separates targets. */
  private boolean list;

  private SqlSummary(SqlTokens token) {
    this.token = token;
  }

  /** Reads all tokens. */
  static String of(SqlTokens tokens) {
    SqlSummary reader = new SqlSummary(tokens);
    while (!tokens.isLast()) {
      reader.statement();
    }
    return reader.summary.toString();
  }

  private void statement() {
    token.beginStatement();
    verb = null;
    explains = false;
    deleted = NONE;
    query = false;
    list = false;
    clauses();
    if (!token.isLast()) {
      token.advance(); // the semicolon
    }
  }

  /** All up to the end of the parentheses or of the statement. */
  private void clauses() {
    while (!token.isEnd()) {
      if (token.isWord()) {
        word();
      } else if (token.isSymbol(',') && list) {
        token.advance();
        target();
      } else if (token.isSymbol('(')) {
        parentheses(false);
      } else if (token.isSymbol(')') && depth > 0) {
        return;
      } else {
        token.advance();
      }
    }
  }

  /**
   * Parentheses and what is in them.
   *
   * @param targets whether they are around targets
   */
  private void parentheses(boolean targets) {
    token.advance();
    if (depth == MAX_DEPTH) {
      return;
    }
    boolean outerQuery = query;
    boolean outerList = list;
    depth++;
    query = false;
    list = targets;
    if (targets) {
      target();
    }
    clauses();
    depth--;
    query = outerQuery;
    list = outerList;
    if (token.isSymbol(')')) {
      token.advance();
    }
  }

  private void word() {
    Keyword keyword = token.meaning();
    if (keyword == null) {
      plainWord();
      return;
    }
    switch (keyword.role) {
      case VERB -> verb(keyword);
      case FIRST_WORD -> firstWord(keyword);
      case COMMAND -> command(keyword);
      case TARGETS_FOLLOW -> targetsFollow(keyword);
      case TARGETS_END -> {
        list = false;
        if (token.opens()) { // FETCH
          tell();
        } else {
          token.advance();
        }
      }
      case OBJECT, SECRET_OBJECT -> {
        if (token.opens()) { // TABLE orders
          tell();
          target();
        } else {
          token.advance();
        }
      }
      default -> token.advance();
    }
  }

  private void plainWord() {
    if (!token.opens() || !token.isAnyOf(SqlWords.COMMANDS)) {
      token.advance();
      return;
    }
    boolean isAboutOperations = token.isAnyOf(SqlWords.ABOUT_OPERATIONS);
    tell();
    if (isAboutOperations) {
      passStatement();
    }
  }

  // what begins a statement

  private void firstWord(Keyword word) {
    list = false;
    if (!token.isFirst() || word == Keyword.WITH) {
      token.advance();
      return;
    }
    tell();
    explains = word == Keyword.EXPLAIN;
    if (word == Keyword.GRANT || word == Keyword.REVOKE) {
      passStatement();
    }
  }

  /** A statement that looks after the database. */
  private void command(Keyword command) {
    tell();
    switch (command) {
      case BACKUP, DISABLE, ENABLE, FLASHBACK, PURGE, REFRESH, RENAME, RESTORE -> object();
      case BULK -> explains = true;
      case DENY -> passStatement();
      case LOAD -> query = true; // INTO TABLE orders
      default -> {
        explains = command == Keyword.ANALYZE || command == Keyword.DESCRIBE;
        commandTargets();
      }
    }
  }

  /** The targets of a command, behind words and options that say how it is done. */
  private void commandTargets() {
    list = true;
    while (!token.isEnd()) {
      if (token.isSymbol('(')) { // VACUUM (FULL) orders
        parentheses(false);
      } else if (token.has(Keyword.Role.OBJECT)) { // REINDEX INDEX i
        if (token.is(Keyword.TABLE)) {
          token.advance();
        } else {
          tell();
        }
      } else if (token.has(Keyword.Role.NOISE)
          || (token.isPlain() && token.isAnyOf(SqlWords.COMMAND_NOISE))) {
        token.advance();
      } else {
        target();
        return;
      }
    }
  }

  /** The rest of a statement whose words name operations that are not done. */
  private void passStatement() {
    while (!token.isEnd()) {
      token.advance();
    }
  }

  // verbs

  private void verb(Keyword keyword) {
    if (!counts(keyword)) {
      token.advance();
      return;
    }
    tell();
    verb = keyword;
    explains = false;
    deleted = NONE;
    list = false;
    switch (keyword) {
      case SELECT -> query = true;
      case INSERT -> {
        query |= token.is(Keyword.ALL); // INSERT ALL INTO a ... INTO b ...
        target();
      }
      case UPDATE -> update();
      case DELETE -> delete();
      case CREATE, ALTER, MODIFY -> object();
      case DROP -> {
        list = true;
        object();
      }
      case LOCK -> commandTargets();
      case CALL -> {
        if (target() && token.isPlain()) {
          summary.takeBack(); // CALL NEXT VALUE FOR s
        }
      }
      case EXEC, EXECUTE -> execute();
      default -> {
        list = keyword == Keyword.TRUNCATE;
        target();
      }
    }
  }

  private boolean counts(Keyword verb) {
    return switch (verb) {
      case SELECT, CALL -> true;
      case REPLACE, TRUNCATE, COPY, LOCK, CREATE, ALTER, MODIFY, DROP ->
          token.isFirst() || explains;
      default -> token.isFirst() || token.starts() || explains;
    };
  }

  private void update() {
    query = true;
    list = true;
    if (token.is(Keyword.STATISTICS)) {
      tell();
    }
    target();
  }

  private void delete() {
    query = true;
    list = true;
    deleted = summary.length();
    target();
  }

  private void execute() {
    while (token.isVariable() || token.isSymbol('=') || token.isSymbol('?')) { // EXEC @result = p
      token.advance();
    }
    if (!token.isSymbol('(')) { // EXEC (@sql)
      target();
    }
  }

  /** The kind of object that a statement is about, behind up to six other words, and its name. */
  private void object() {
    for (int words = 0; words < MAX_MODIFIERS && !token.isEnd(); ) {
      if (token.isObject()) {
        boolean isNamed = !token.isAnyOf(SqlWords.NAMELESS_OBJECTS);
        boolean isAll = token.isAnyOf(SqlWords.LONE_OBJECTS);
        tell();
        if (isNamed) {
          target();
        }
        if (isAll) {
          passStatement();
        }
        return;
      }
      Keyword keyword = token.keyword;
      if (keyword != null && keyword.role == Keyword.Role.VERB && counts(keyword)) {
        return;
      }
      if (token.isPlain() || token.has(Keyword.Role.NOISE)) {
        words++;
      }
      token.advance();
    }
  }

  // targets

  private void targetsFollow(Keyword keyword) {
    boolean really =
        switch (keyword) {
          case FROM -> query && token.previous() != Keyword.DISTINCT;
          case INTO -> query;
          case USING -> verb == Keyword.DELETE || verb == Keyword.MERGE;
          default -> true;
        };
    token.advance();
    if (!really) {
      return;
    }
    if (keyword == Keyword.FROM && deleted != NONE) {
      summary.cutTo(deleted); // DELETE a FROM a JOIN b
      deleted = NONE;
    }
    list |= keyword != Keyword.INTO;
    if (keyword != Keyword.USING || !token.isSymbol('(')) { // JOIN a USING (id)
      target();
    }
  }

  /** What an operation is applied to; false if no name of it stands here. */
  private boolean target() {
    while (isNoise()) {
      token.advance();
    }
    if (token.isSymbol('{')) { // FROM {oj a LEFT JOIN b ON a.id = b.id}
      token.advance();
      if (token.isPlain() && token.isAnyOf(SqlWords.OUTER_JOIN)) {
        token.advance();
      }
    }
    if (token.isSymbol('(')) {
      parentheses(true);
      return false;
    }
    boolean isName = token.isName();
    if (isName) {
      name();
    }
    return isName;
  }

  /** Whether it may stand before a target. */
  private boolean isNoise() {
    return token.has(Keyword.Role.NOISE)
        || token.is(Keyword.TABLE)
        || token.is(Keyword.INTO)
        || (token.is(Keyword.REPLACE) && !counts(Keyword.REPLACE)); // INSERT OR REPLACE INTO a
  }

  /** A name with all its parts. */
  private void name() {
    tell();
    while (token.isSymbol('.')) {
      token.tellPartTo(summary);
      token.advance();
      if (token.isWord() || token.isQuotedName()) {
        token.tellPartTo(summary);
        token.advance();
      }
    }
    explains = false;
  }

  /** Takes the token into the summary. */
  private void tell() {
    token.tellTo(summary);
    token.advance();
  }
}
