// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/** The {@code db.stored_procedure.name} of a statement. */
final class StoredProcedure {
  private StoredProcedure() {}

  /**
   * The stored procedure that is all a statement calls; null if there is none.
   *
   * @param summary of the statement
   * @param system the {@code db.system.name} of the database
   */
  static @Nullable String of(String summary, String system) {
    int blank = summary.indexOf(' ');
    String verb = summary.substring(0, Math.max(0, blank));
    boolean calls =
        verb.equalsIgnoreCase("CALL")
            || (system.equals("microsoft.sql_server") // elsewhere a prepared statement
                && (verb.equalsIgnoreCase("EXEC") || verb.equalsIgnoreCase("EXECUTE")));
    String name = summary.substring(blank + 1);
    return calls && name.indexOf(' ') < 0 && !name.startsWith("@") ? name : null;
  }
}
