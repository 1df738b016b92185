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

  private boolean usingTargets;
  private @Nullable Keyword previous;
  private boolean first = true;
  private boolean atStart = true;

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
    if (target == Target.DOTTED || (keyword == null && target == Target.EXPECTED)) {
      name(sql, start, end);
    } else if (keyword == null) {
      target = Target.NONE;
      objectWithin = Math.max(0, objectWithin - 1);
    } else {
      keyword(keyword, sql, start, end);
    }
    boolean leadsOn =
        keyword == Keyword.BEGIN
            || keyword == Keyword.AS
            || keyword == Keyword.EXPLAIN
            || keyword == Keyword.ANALYZE
            || keyword == Keyword.ELSE;
    previous = keyword;
    first = false;
    atStart = leadsOn;
  }

  private void keyword(Keyword keyword, String sql, int start, int end) {
    switch (keyword.role) {
      case VERB -> verb(keyword, sql, start, end);
      case FIRST_WORD -> firstWord(keyword, sql, start, end);
      case TARGETS_FOLLOW -> targetsFollow(keyword);
      case TARGETS_END -> {
        target = Target.NONE;
        lists &= ~bit();
      }
      case OBJECT, SECRET_OBJECT -> object(sql, start, end);
      case NOISE -> objectWithin = Math.max(0, objectWithin - 1);
      case LITERAL -> target = Target.NONE;
      case OTHER -> {
        if (target == Target.NAMED) {
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
          case REPLACE, TRUNCATE, COPY, LOCK, CREATE, ALTER, MODIFY, DROP -> first;
          default -> first || atStart;
        };
    if (!counts) {
      target = verb == Keyword.REPLACE ? target : Target.NONE; // CREATE OR REPLACE
      return;
    }
    append(sql, start, end);
    lists = hasList(verb) ? lists | bit() : lists & ~bit();
    usingTargets = verb == Keyword.DELETE || verb == Keyword.MERGE;
    switch (verb) {
      case SELECT, DELETE -> {
        verbs |= bit();
        target = Target.NONE;
      }
      case CREATE, ALTER, DROP, MODIFY -> {
        objectWithin = MAX_MODIFIERS;
        target = Target.NONE;
      }
      default -> target = Target.EXPECTED;
    }
  }

  /** Whether targets with commas between them follow the verb itself. */
  private static boolean hasList(Keyword verb) {
    return switch (verb) {
      case UPDATE, DROP, TRUNCATE, LOCK -> true;
      default -> false;
    };
  }

  private void firstWord(Keyword word, String sql, int start, int end) {
    if (first && word != Keyword.WITH) {
      append(sql, start, end);
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
          case USING -> usingTargets;
          default -> true;
        };
    target = really ? Target.EXPECTED : Target.NONE;
    if (really && keyword != Keyword.INTO) {
      lists |= bit();
    }
  }

  private void object(String sql, int start, int end) {
    if (objectWithin > 0) {
      objectWithin = 0;
      append(sql, start, end);
      target = Target.EXPECTED;
    } else if (target != Target.EXPECTED) {
      target = Target.NONE;
    } else if (end - start != 5) { // TABLE is noise there, the others may be names
      name(sql, start, end);
    }
  }

  /** A quoted name, with its quotes. */
  void name(String sql, int start, int end) {
    switch (target) {
      case EXPECTED -> {
        targetStart = summary.length();
        append(sql, start, end);
        target = Target.NAMED;
      }
      case DOTTED -> {
        appendPart(sql, start, end);
        target = Target.NAMED;
      }
      case NAMED, NONE -> target = Target.NONE;
    }
    previous = null;
    first = false;
    atStart = false;
  }

  /** A literal. */
  void literal() {
    target = Target.NONE;
    previous = null;
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
      depth++;
      verbs &= ~bit();
      lists = target == Target.EXPECTED ? lists | bit() : lists & ~bit();
      target = target == Target.EXPECTED ? Target.EXPECTED : Target.NONE;
    } else if (c == ')') {
      depth = Math.max(0, depth - 1);
      target = Target.NONE;
    } else if (c == ';') {
      depth = 0;
      verbs = 0;
      lists = 0;
      objectWithin = 0;
      target = Target.NONE;
      first = true;
    } else if (c != '{' && c != '?' && c != '=') { // as in {? = call f(?)}
      target = Target.NONE;
    }
    previous = null;
    atStart = c == '(' || c == ')' || c == ';' || c == '{' || c == '=';
    first = first && (c == ';' || c == '(' || c == '{');
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
