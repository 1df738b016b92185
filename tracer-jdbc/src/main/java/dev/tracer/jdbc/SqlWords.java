// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.Set;

/** Words that mean something to {@link SqlSummary} in one place only, unlike a {@link Keyword}. */
final class SqlWords {
  /** Commands that are told where a text begins, without a target. */
  static final Set<String> COMMANDS =
      words(
          "ABORT AUDIT CHANGE CHECKPOINT CLOSE DBCC DEALLOCATE DISCARD END EXPORT FLUSH HANDLER HELP"
              + " IF IMPORT INSTALL KILL LISTEN MOVE NOAUDIT NOTIFY OPEN PREPARE PRINT RAISERROR"
              + " REASSIGN RECONFIGURE RELEASE RESET RUNSCRIPT SAVE SCRIPT SECURITY SHUTDOWN THROW"
              + " UNINSTALL UNLISTEN UNLOAD UNLOCK WAITFOR XA");

  /** Those of them that name operations which they do not do: {@code AUDIT SELECT ON orders}. */
  static final Set<String> ABOUT_OPERATIONS = words("AUDIT NOAUDIT");

  /** What may stand between a command and its targets. */
  static final Set<String> COMMAND_NOISE =
      words("TABLE TABLES FULL FREEZE VERBOSE ANALYZE LOCAL NO_WRITE_TO_BINLOG EXTENDED FORMATTED");

  /** What {@code CREATE} and the like are about, behind whose name no operation of theirs comes. */
  static final Set<String> LONE_OBJECTS =
      words(
          "ASSEMBLY CONTEXT DIRECTORY LANGUAGE LIBRARY OWNED POLICY PRIVILEGES PROFILE RULE SESSION"
              + " SYSTEM");

  /** Those of them that have no name: {@code ALTER SYSTEM SET a = 1}. */
  static final Set<String> NAMELESS_OBJECTS = words("OWNED PRIVILEGES SESSION SYSTEM");

  /** What follows {@code INTO} where rows go into a file. */
  static final Set<String> FILES = words("OUTFILE DUMPFILE");

  /** What a join begins with in an escape of JDBC. */
  static final Set<String> OUTER_JOIN = words("OJ");

  private SqlWords() {}

  private static Set<String> words(String words) {
    return Set.of(words.split(" ", -1));
  }
}
