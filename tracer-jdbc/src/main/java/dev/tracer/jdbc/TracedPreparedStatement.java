// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement whose executions have spans.
 *
 * @param <D> the driver's kind of statement
 */
class TracedPreparedStatement<D extends PreparedStatement> extends ForwardingPreparedStatement<D> {
  private final String sql;

  /** What is told of it. Written when it is first executed. */
  private @Nullable Query query;

  TracedPreparedStatement(D delegate, TracedConnection connection, String sql) {
    super(delegate, connection);
    this.sql = sql;
  }

  private @Nullable Query query() {
    Query known = query;
    if (known == null && sql != null) {
      JdbcSpans spans = connection().spans();
      known = spans == null ? null : connection().query(spans, sql);
      query = known;
    }
    return known;
  }

  @Override
  public final ResultSet executeQuery() throws SQLException {
    return traced(execute(query(), "", s -> delegate.executeQuery()), null);
  }

  @Override
  public final boolean execute() throws SQLException {
    return this.<Boolean>execute(query(), "", s -> delegate.execute());
  }

  @Override
  public final int executeUpdate() throws SQLException {
    return this.<Integer>execute(query(), "", s -> delegate.executeUpdate());
  }

  @Override
  public final long executeLargeUpdate() throws SQLException {
    return this.<Long>execute(query(), "", s -> delegate.executeLargeUpdate());
  }

  @Override
  public final void addBatch() throws SQLException {
    delegate.addBatch();
    batch().add(sql);
  }
}
