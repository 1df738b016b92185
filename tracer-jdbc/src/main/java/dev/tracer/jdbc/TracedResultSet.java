// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result that knows the wrapper of its statement, and counts its rows if that is wanted. */
final class TracedResultSet extends ForwardingResultSet<ResultSet> {
  private final @Nullable TracedStatement<?> statement;
  private final TracedConnection connection;
  private final @Nullable RowCount rows;

  /**
   * Wraps a result.
   *
   * @param statement that it is from; null if it is not known, as for metadata
   * @param rows the span that waits for its end, or null
   */
  TracedResultSet(
      ResultSet delegate,
      @Nullable TracedStatement<?> statement,
      TracedConnection connection,
      @Nullable RowCount rows) {
    super(delegate);
    this.statement = statement;
    this.connection = connection;
    this.rows = rows;
  }

  @Override
  @SuppressWarnings("NullAway") // as the driver has it
  public Statement getStatement() throws SQLException {
    Statement raw = delegate.getStatement();
    return raw == null || statement == null ? connection.traced(raw) : statement;
  }

  @Override
  public boolean next() throws SQLException {
    if (rows == null) {
      return delegate.next();
    }
    try {
      boolean more = delegate.next();
      rows.read(more);
      return more;
    } catch (Throwable e) {
      rows.failed(e);
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      delegate.close();
    } finally {
      endRows();
    }
  }

  void endRows() {
    if (rows != null) {
      rows.end();
    }
  }
}
