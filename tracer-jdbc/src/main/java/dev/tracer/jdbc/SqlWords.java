// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.Locale;
import java.util.Set;

/** Words that mean something to {@link SqlSummary} in one place only, unlike a {@link Keyword}. */
final class SqlWords {
  private static final Set<String> COMMANDS =
      words(
          "ABORT AUDIT CHANGE CHECKPOINT CLOSE DBCC DEALLOCATE DISCARD END EXPORT FLUSH HANDLER HELP"
              + " IF IMPORT INSTALL KILL LISTEN MOVE NOAUDIT NOTIFY OPEN PREPARE PRINT RAISERROR"
              + " REASSIGN RECONFIGURE RELEASE RESET RUNSCRIPT SAVE SCRIPT SECURITY SHUTDOWN THROW"
              + " UNINSTALL UNLISTEN UNLOAD UNLOCK WAITFOR XA");

  private static final Set<String> COMMAND_NOISE =
      words("TABLE TABLES FULL FREEZE VERBOSE ANALYZE LOCAL NO_WRITE_TO_BINLOG EXTENDED FORMATTED");

  private static final Set<String> FILES = words("OUTFILE DUMPFILE");

  private SqlWords() {}

  private static Set<String> words(String words) {
    return Set.of(words.split(" ", -1));
  }

  /** A command that is told where a text begins, without a target. */
  static boolean isCommand(String sql, int start, int end) {
    return isIn(COMMANDS, sql, start, end);
  }

  /** What may stand between a command and its targets. */
  static boolean isCommandNoise(String sql, int start, int end) {
    return isIn(COMMAND_NOISE, sql, start, end);
  }

  /** What follows {@code INTO} where rows go into a file. */
  static boolean isFile(String sql, int start, int end) {
    return isIn(FILES, sql, start, end);
  }

  private static boolean isIn(Set<String> words, String sql, int start, int end) {
    return words.contains(sql.substring(start, end).toUpperCase(Locale.ROOT));
  }
}
