// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Collects the operations and targets of a statement in the order they stand there (semantic
 * conventions, "Generating a summary of the query"). Confined to one thread.
 */
final class SqlSummary {
  static final int MAX_LENGTH = 255;

  /** Parentheses deeper than this are not told apart. */
  private static final int MAX_DEPTH = 63;

  private static final int MAX_MODIFIERS = 6;

  private static final int NONE = -1;

  private final StringBuilder summary = new StringBuilder(64);
  private boolean full;
  private int depth;

  /** For each depth one bit: a verb there may have a {@code FROM}. */
  private long verbs;

  /** For each depth one bit: a comma there separates targets. */
  private long lists;

  private Target target = Target.NONE;
  private int targetStart;

  /** Words left in which the kind of object of a {@code CREATE} may come; 0 if there is none. */
  private int objectWithin;

  /** The last verb that counted. */
  private @Nullable Keyword verb;

  private @Nullable Keyword previous;

  /** Whether nothing but blanks came yet. */
  private boolean opening = true;

  private boolean first = true;
  private boolean atStart = true;

  /** Whether the statement is there for one that comes: {@code EXPLAIN}. */
  private boolean explains;

  /** Whether words like {@code FULL} and options in parentheses may come before a target. */
  private boolean noiseComes;

  /** The depth that those options are in; 0 for nowhere. */
  private int optionsDepth;

  /** Whether what the statement names are privileges, not what it does. */
  private boolean ofPrivileges;

  /** Where the targets of a {@code DELETE} begin, which its {@code FROM} may replace; -1: none. */
  private int deletedStart = NONE;

  private enum Target {
    /** The next word is none. */
    NONE,
    /** The next word is one. */
    EXPECTED,
    /** The word before is one: a dot leads on. */
    NAMED,
    /** A dot came: the next word belongs to it. */
    DOTTED
  }

  /** A word that is not quoted; {@code keyword} is null for those without meaning. */
  void word(@Nullable Keyword keyword, String sql, int start, int end) {
    boolean isName = keyword != null && keyword.role == Keyword.Role.COMMAND && !first;
    Keyword meaning = isName || ofPrivileges ? null : keyword;
    if (target == Target.DOTTED) {
      name(sql, start, end);
    } else if (meaning != null) {
      keyword(meaning, sql, start, end);
    } else if (target == Target.EXPECTED) {
      plainWord(sql, start, end);
    } else {
      if (opening && SqlWords.isCommand(sql, start, end)) {
        append(sql, start, end);
      }
      if (target == Target.NAMED && verb == Keyword.CALL) {
        summary.setLength(targetStart); // CALL NEXT VALUE FOR s
      }
      target = Target.NONE;
      objectWithin = Math.max(0, objectWithin - 1);
    }
    previous = meaning;
    opening = false;
    first = false;
    atStart = meaning == Keyword.BEGIN || meaning == Keyword.AS || meaning == Keyword.ELSE;
  }

  /** A word without meaning of its own, where a target may come. */
  private void plainWord(String sql, int start, int end) {
    boolean isVariable = sql.charAt(start) == '@';
    if (isVariable && (verb == Keyword.EXEC || verb == Keyword.EXECUTE)) {
      return; // EXEC @result = p
    }
    if (noiseComes && SqlWords.isCommandNoise(sql, start, end)) {
      return;
    }
    if (previous == Keyword.INTO && (isVariable || SqlWords.isFile(sql, start, end))) {
      target = Target.NONE;
    } else {
      name(sql, start, end);
    }
  }

  private void keyword(Keyword keyword, String sql, int start, int end) {
    switch (keyword.role) {
      case VERB -> verb(keyword, sql, start, end);
      case FIRST_WORD -> firstWord(keyword, sql, start, end);
      case COMMAND -> command(keyword, sql, start, end);
      case TARGETS_FOLLOW -> targetsFollow(keyword);
      case TARGETS_END -> {
        if (opening) { // FETCH
          append(sql, start, end);
        }
        target = Target.NONE;
        lists &= ~bit();
      }
      case OBJECT, SECRET_OBJECT -> object(keyword, sql, start, end);
      case NOISE -> {
        objectWithin = Math.max(0, objectWithin - 1);
        if (previous == Keyword.INSERT && keyword == Keyword.ALL) {
          verbs |= bit(); // INSERT ALL INTO a ... INTO b ...
        }
      }
      case LITERAL -> target = Target.NONE;
      case OTHER -> {
        if (target == Target.NAMED || keyword == Keyword.ON) {
          target = Target.NONE;
        } else if (target == Target.EXPECTED) {
          name(sql, start, end);
        }
      }
    }
  }

  private void verb(Keyword verb, String sql, int start, int end) {
    boolean counts =
        switch (verb) {
          case SELECT, CALL -> true;
          case REPLACE, TRUNCATE, COPY, LOCK, CREATE, ALTER, MODIFY, DROP -> first || explains;
          default -> first || atStart || explains;
        };
    if (!counts) {
      target = verb == Keyword.REPLACE ? target : Target.NONE; // CREATE OR REPLACE
      return;
    }
    append(sql, start, end);
    explains = false;
    lists = hasList(verb) ? lists | bit() : lists & ~bit();
    this.verb = verb;
    noiseComes = verb == Keyword.LOCK;
    deletedStart = verb == Keyword.DELETE ? summary.length() : NONE;
    switch (verb) {
      case SELECT -> {
        verbs |= bit();
        target = Target.NONE;
      }
      case DELETE, UPDATE -> {
        verbs |= bit();
        target = Target.EXPECTED;
      }
      case CREATE, ALTER, DROP, MODIFY -> {
        objectWithin = MAX_MODIFIERS;
        target = Target.NONE;
      }
      default -> target = Target.EXPECTED;
    }
  }

  /** A statement that looks after the database begins. */
  private void command(Keyword command, String sql, int start, int end) {
    append(sql, start, end);
    verb = null;
    switch (command) {
      case BACKUP, DISABLE, ENABLE, FLASHBACK, PURGE, REFRESH, RENAME, RESTORE ->
          objectWithin = MAX_MODIFIERS;
      case BULK -> explains = true;
      case DENY -> ofPrivileges = true;
      case LOAD -> verbs |= bit();
      default -> {
        explains = command == Keyword.ANALYZE || command == Keyword.DESCRIBE;
        noiseComes = true;
        lists |= bit();
        target = Target.EXPECTED;
      }
    }
  }

  /** Whether targets with commas between them follow the verb itself. */
  private static boolean hasList(Keyword verb) {
    return switch (verb) {
      case UPDATE, DELETE, DROP, TRUNCATE, LOCK -> true;
      default -> false;
    };
  }

  private void firstWord(Keyword word, String sql, int start, int end) {
    if (first && word != Keyword.WITH) {
      append(sql, start, end);
      explains = word == Keyword.EXPLAIN;
      ofPrivileges = word == Keyword.GRANT || word == Keyword.REVOKE;
    }
    if (word == Keyword.VALUES || word == Keyword.SET || target != Target.EXPECTED) {
      target = Target.NONE;
      lists &= ~bit();
    } else {
      name(sql, start, end);
    }
  }

  private void targetsFollow(Keyword keyword) {
    boolean really =
        switch (keyword) {
          case FROM -> (verbs & bit()) != 0 && previous != Keyword.DISTINCT;
          case INTO -> (verbs & bit()) != 0 || target == Target.EXPECTED;
          case USING -> verb == Keyword.DELETE || verb == Keyword.MERGE;
          default -> true;
        };
    target = really ? Target.EXPECTED : Target.NONE;
    if (really && keyword == Keyword.FROM && deletedStart >= 0) {
      summary.setLength(deletedStart); // DELETE a FROM a JOIN b
      deletedStart = NONE;
    }
    if (really && keyword != Keyword.INTO) {
      lists |= bit();
    }
  }

  private void object(Keyword object, String sql, int start, int end) {
    if (objectWithin > 0 || opening) {
      objectWithin = 0;
      append(sql, start, end);
      target = Target.EXPECTED;
    } else if (target != Target.EXPECTED) {
      target = Target.NONE;
    } else if (noiseComes || isStatistics(object)) { // REINDEX INDEX i, UPDATE STATISTICS t
      if (object != Keyword.TABLE) {
        append(sql, start, end);
      }
    } else if (object != Keyword.TABLE) { // which is noise there, the others may be names
      name(sql, start, end);
    }
  }

  private boolean isStatistics(Keyword object) {
    return object == Keyword.STATISTICS && previous == Keyword.UPDATE;
  }

  /** A quoted name, with its quotes. */
  void name(String sql, int start, int end) {
    switch (target) {
      case EXPECTED -> {
        targetStart = summary.length();
        append(sql, start, end);
        target = Target.NAMED;
        noiseComes = false;
        explains = false;
      }
      case DOTTED -> {
        appendPart(sql, start, end);
        target = Target.NAMED;
      }
      case NAMED, NONE -> target = Target.NONE;
    }
    previous = null;
    opening = false;
    first = false;
    atStart = false;
  }

  /** A literal. */
  void literal() {
    target = Target.NONE;
    previous = null;
    opening = false;
    first = false;
    atStart = false;
  }

  /** Any other character. */
  void symbol(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '.' && (target == Target.NAMED || target == Target.DOTTED)) {
      appendPart(sql, at, at + 1);
      target = Target.DOTTED;
    } else if (c == ',') {
      target = (lists & bit()) != 0 ? Target.EXPECTED : Target.NONE;
    } else if (c == '(') {
      opened();
    } else if (c == ')') {
      target = noiseComes && depth == optionsDepth ? Target.EXPECTED : Target.NONE;
      depth = Math.max(0, depth - 1);
    } else if (c == ';') {
      nextStatement();
    } else if (c != '{' && c != '?' && c != '=') { // as in {? = call f(?)}
      target = Target.NONE;
    }
    previous = null;
    opening = false;
    atStart = c == '(' || c == ')' || c == ';' || c == '{' || c == '=';
    first = first && (c == ';' || c == '(' || c == '{');
  }

  private void opened() {
    depth++;
    verbs &= ~bit();
    if (noiseComes && target == Target.EXPECTED) { // VACUUM (FULL) orders
      optionsDepth = depth;
      target = Target.NONE;
    }
    boolean targets = target == Target.EXPECTED;
    lists = targets ? lists | bit() : lists & ~bit();
    target = targets ? Target.EXPECTED : Target.NONE;
  }

  private void nextStatement() {
    depth = 0;
    verbs = 0;
    lists = 0;
    objectWithin = 0;
    target = Target.NONE;
    verb = null;
    first = true;
    explains = false;
    noiseComes = false;
    ofPrivileges = false;
    deletedStart = NONE;
  }

  private long bit() {
    return 1L << Math.min(depth, MAX_DEPTH);
  }

  private void append(String sql, int start, int end) {
    int blank = summary.length() == 0 ? 0 : 1;
    if (full || summary.length() + blank + end - start > MAX_LENGTH) {
      full = true;
      return;
    }
    if (blank > 0) {
      summary.append(' ');
    }
    summary.append(sql, start, end);
  }

  /** A further part of the last target, which is taken back as a whole if there is no room. */
  private void appendPart(String sql, int start, int end) {
    if (!full && summary.length() + end - start > MAX_LENGTH) {
      full = true;
      summary.setLength(targetStart);
    }
    if (!full) {
      summary.append(sql, start, end);
    }
  }

  /**
   * The stored procedure that is all a statement calls; null if there is none.
   *
   * @param summary of the statement
   * @param system the {@code db.system.name} of the database
   */
  static @Nullable String procedure(String summary, String system) {
    int blank = summary.indexOf(' ');
    String verb = summary.substring(0, Math.max(0, blank));
    boolean calls =
        verb.equalsIgnoreCase("CALL")
            || (system.equals("microsoft.sql_server") // elsewhere a prepared statement
                && (verb.equalsIgnoreCase("EXEC") || verb.equalsIgnoreCase("EXECUTE")));
    String name = summary.substring(blank + 1);
    return calls && name.indexOf(' ') < 0 && !name.startsWith("@") ? name : null;
  }

  @Override
  public String toString() {
    return summary.toString();
  }
}
