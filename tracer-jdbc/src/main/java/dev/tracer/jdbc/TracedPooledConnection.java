// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A pool's connection whose handles are traced. Its listeners are told events of this object, by
 * which pools know their connections. Thread-safe if the driver's is.
 *
 * @param <D> the driver's kind of connection
 */
class TracedPooledConnection<D extends PooledConnection> extends ForwardingPooledConnection<D> {
  private final Connector connector;

  TracedPooledConnection(D delegate, Connector connector) {
    super(delegate);
    this.connector = connector;
  }

  @Override
  @SuppressWarnings("NullAway") // as the driver has it
  public final Connection getConnection() throws SQLException {
    return connector.traced(delegate.getConnection());
  }

  @Override
  public final void addConnectionEventListener(ConnectionEventListener listener) {
    delegate.addConnectionEventListener(standIn(listener));
  }

  @Override
  public final void removeConnectionEventListener(ConnectionEventListener listener) {
    delegate.removeConnectionEventListener(standIn(listener));
  }

  @Override
  public final void addStatementEventListener(StatementEventListener listener) {
    delegate.addStatementEventListener(standIn(listener));
  }

  @Override
  public final void removeStatementEventListener(StatementEventListener listener) {
    delegate.removeStatementEventListener(standIn(listener));
  }

  private ConnectionEventListener standIn(ConnectionEventListener listener) {
    return listener == null ? listener : new ConnectionEvents(listener);
  }

  private StatementEventListener standIn(StatementEventListener listener) {
    return listener == null ? listener : new StatementEvents(listener);
  }

  /** Stands for a listener at the driver, which finds it again by equality. */
  private final class ConnectionEvents extends Wrapped<ConnectionEventListener>
      implements ConnectionEventListener {
    ConnectionEvents(ConnectionEventListener listener) {
      super(listener);
    }

    @Override
    public void connectionClosed(@Nullable ConnectionEvent event) {
      delegate.connectionClosed(ours(event));
    }

    @Override
    public void connectionErrorOccurred(@Nullable ConnectionEvent event) {
      delegate.connectionErrorOccurred(ours(event));
    }

    private ConnectionEvent ours(@Nullable ConnectionEvent event) {
      return new ConnectionEvent(
          TracedPooledConnection.this, event == null ? null : event.getSQLException());
    }
  }

  /** Stands for a listener at the driver, which finds it again by equality. */
  private final class StatementEvents extends Wrapped<StatementEventListener>
      implements StatementEventListener {
    StatementEvents(StatementEventListener listener) {
      super(listener);
    }

    @Override
    public void statementClosed(StatementEvent event) {
      delegate.statementClosed(ours(event));
    }

    @Override
    public void statementErrorOccurred(StatementEvent event) {
      delegate.statementErrorOccurred(ours(event));
    }

    private StatementEvent ours(StatementEvent event) {
      return new StatementEvent(
          TracedPooledConnection.this, event.getStatement(), event.getSQLException());
    }
  }
}
