// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code db.response.status_code} of an exception: the most specific code there is (semantic
 * conventions, "SQL databases client operations").
 */
final class ResponseCode {
  private static final int ORACLE_DIGITS = 5;

  private ResponseCode() {}

  /**
   * Null if there is no code.
   *
   * @param system the {@code db.system.name} of the database
   */
  static @Nullable String of(String system, SQLException error) {
    String state = error.getSQLState();
    String vendorCode = vendorCode(system, error.getErrorCode());
    if (state == null || state.isEmpty()) {
      return vendorCode;
    }
    if (vendorCode == null) {
      return state;
    }
    return switch (system) {
      case "ibm.db2", "mariadb", "microsoft.sql_server", "mysql", "oracle.db", "sqlite" ->
          vendorCode;
      case "postgresql", "aws.redshift", "cockroachdb", "yugabytedb", "h2database", "derby" ->
          state;
      default -> state + '/' + vendorCode; // it is not known which of them tells more
    };
  }

  private static @Nullable String vendorCode(String system, int code) {
    if (code == 0) {
      return null;
    }
    String digits = Integer.toString(code);
    return system.equals("oracle.db")
        ? "ORA-" + "0".repeat(Math.max(0, ORACLE_DIGITS - digits.length())) + digits
        : digits;
  }
}
