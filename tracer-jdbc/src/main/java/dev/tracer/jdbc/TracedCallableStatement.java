// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a procedure whose executions have spans. */
final class TracedCallableStatement extends ForwardingCallableStatement<CallableStatement> {
  TracedCallableStatement(CallableStatement delegate, TracedConnection connection, String sql) {
    super(delegate, connection, sql);
  }

  /** Cursors come as objects. */
  @SuppressWarnings("NullAway") // as the driver has it
  private Object tracedObject(@Nullable Object value) {
    return value instanceof ResultSet cursor
        ? new TracedResultSet(cursor, this, connection(), null)
        : value;
  }

  @Override
  public Object getObject(int index) throws SQLException {
    return tracedObject(delegate.getObject(index));
  }

  @Override
  public Object getObject(String name) throws SQLException {
    return tracedObject(delegate.getObject(name));
  }

  @Override
  public Object getObject(int index, Map<String, Class<?>> types) throws SQLException {
    return tracedObject(delegate.getObject(index, types));
  }

  @Override
  public Object getObject(String name, Map<String, Class<?>> types) throws SQLException {
    return tracedObject(delegate.getObject(name, types));
  }
}
