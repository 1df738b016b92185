// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a statement sets a password, a key or the like. Many dialects take those
 * without quotes, so that no scanner could tell them from names: such statements are hidden whole.
 * It rather hides one too many. Confined to one thread.
 */
final class SqlSecrets {
  /** Words that name a secret wherever it is set; in queries they are columns. */
  private static final String[] SECRET_PARTS = {
    "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "CREDENTIAL", "TOKEN"
  };

  /** Parts of the names of procedures that take passwords. */
  private static final String[] SECRET_PROCEDURES = {
    "PASSWORD", "PASSWD", "LOGIN", "CREDENTIAL", "SECRET", "LINKEDSRV", "ADDUSER", "CREATE_USER"
  };

  private static final Set<String> KEY_PRAGMAS =
      Set.of("KEY", "REKEY", "HEXKEY", "HEXREKEY", "TEXTKEY", "TEXTREKEY");

  private static final int MAX_MODIFIERS = 4;

  /** What the statement begins with; null if that is no keyword or has not come yet. */
  private @Nullable Keyword verb;

  private boolean begun;
  private boolean explained;
  private boolean query;
  private boolean found;
  private boolean identified;
  private int objectWithin;

  /** Whether the text holds a statement to hide. */
  boolean found() {
    return found;
  }

  /** What the statement to hide begins with. */
  @Nullable Keyword verb() {
    return verb;
  }

  /** A word that is not quoted. */
  void word(@Nullable Keyword keyword, String sql, int start, int end) {
    if (found) {
      return;
    }
    if (!begun) {
      begin(keyword);
    } else if (identified) {
      // VIA, WITH and USING come before plug-ins of authentication
      found = keyword == Keyword.BY || keyword == Keyword.VIA || isPlugIn(keyword);
    } else if (objectWithin > 0) {
      object(keyword);
    } else if (keyword == Keyword.CREATE || keyword == Keyword.ALTER) {
      objectWithin = MAX_MODIFIERS; // inside of a block, or after a statement without its semicolon
    } else if (isCall(keyword)) {
      verb = keyword;
      query = false;
    }
    identified = keyword == Keyword.IDENTIFIED;
    found |= isSecret(sql, start, end);
  }

  private static boolean isPlugIn(@Nullable Keyword keyword) {
    return keyword == Keyword.WITH || keyword == Keyword.USING;
  }

  private static boolean isCall(@Nullable Keyword keyword) {
    return keyword == Keyword.CALL || keyword == Keyword.EXEC || keyword == Keyword.EXECUTE;
  }

  private void begin(@Nullable Keyword keyword) {
    if (keyword == Keyword.BEGIN || keyword == Keyword.EXPLAIN) {
      explained = keyword == Keyword.EXPLAIN;
      return;
    }
    if (keyword == Keyword.ANALYZE && explained) {
      return;
    }
    begun = true;
    verb = keyword;
    if (keyword == null) {
      return;
    }
    switch (keyword) {
      case CREATE, ALTER, MODIFY -> objectWithin = MAX_MODIFIERS;
      case CONNECT -> found = true;
      case SELECT, INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT, WITH, VALUES -> query = true;
      case DROP, TRUNCATE -> query = true;
      case COMMENT, LOCK, GRANT, REVOKE, VACUUM, DESCRIBE, SHOW -> query = true;
      case ANALYZE, CHECK, CHECKSUM, CLUSTER, DESC, OPTIMIZE, REFRESH, REINDEX -> query = true;
      case RENAME, REPAIR, USE -> query = true;
      default -> {}
    }
  }

  /** The kind of object of a {@code CREATE} or {@code ALTER} comes, or a word before it. */
  private void object(@Nullable Keyword keyword) {
    objectWithin--;
    if (keyword == null || keyword == Keyword.DATABASE) {
      return; // a modifier; DATABASE LINK, DATABASE SCOPED CREDENTIAL
    }
    if (keyword == Keyword.GROUP || keyword.role == Keyword.Role.SECRET_OBJECT) {
      found = true;
    } else if (keyword.role == Keyword.Role.OBJECT) {
      query = true; // what is called password in there is a column
      objectWithin = 0;
    }
  }

  /** A quoted name, with its quotes. */
  void name(String sql, int start, int end) {
    found |= !query && !found && isSecret(sql, start, end);
    begun = true;
    identified = false;
  }

  private boolean isSecret(String sql, int start, int end) {
    if (query) {
      return false;
    }
    if (verb == Keyword.PRAGMA) {
      return end - start <= 9 && KEY_PRAGMAS.contains(upper(sql, start, end));
    }
    if (verb == Keyword.ATTACH) {
      return end - start == 3 && upper(sql, start, end).equals("KEY");
    }
    boolean calls = isCall(verb) || verb == null;
    return contains(sql, start, end, SECRET_PARTS)
        || (calls && contains(sql, start, end, SECRET_PROCEDURES))
        || (end - start == 3 && upper(sql, start, end).equals("PWD"));
  }

  private static String upper(String sql, int start, int end) {
    return sql.substring(start, end).toUpperCase(Locale.ROOT);
  }

  private static boolean contains(String sql, int start, int end, String[] parts) {
    for (String part : parts) {
      for (int i = start; i + part.length() <= end; i++) {
        if (sql.regionMatches(true, i, part, 0, part.length())) {
          return true;
        }
      }
    }
    return false;
  }

  /** A semicolon: another statement comes. */
  void nextStatement() {
    if (!found) {
      verb = null;
      begun = false;
      explained = false;
      query = false;
      identified = false;
      objectWithin = 0;
    }
  }
}
