// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
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

  /** What stands for a listener at the driver. Guarded by itself. */
  private final IdentityHashMap<Object, Object> listeners = new IdentityHashMap<>();

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
    delegate.addConnectionEventListener(
        listener == null ? listener : added(listener, new ConnectionEvents(listener)));
  }

  @Override
  public final void removeConnectionEventListener(ConnectionEventListener listener) {
    delegate.removeConnectionEventListener(removed(listener, ConnectionEventListener.class));
  }

  @Override
  public final void addStatementEventListener(StatementEventListener listener) {
    delegate.addStatementEventListener(
        listener == null ? listener : added(listener, new StatementEvents(listener)));
  }

  @Override
  public final void removeStatementEventListener(StatementEventListener listener) {
    delegate.removeStatementEventListener(removed(listener, StatementEventListener.class));
  }

  private <T> T added(Object listener, T standIn) {
    synchronized (listeners) {
      listeners.put(listener, standIn);
    }
    return standIn;
  }

  private <T> T removed(T listener, Class<T> type) {
    Object standIn;
    synchronized (listeners) {
      standIn = listeners.remove(listener);
    }
    return type.isInstance(standIn) ? type.cast(standIn) : listener;
  }

  private final class ConnectionEvents implements ConnectionEventListener {
    private final ConnectionEventListener listener;

    ConnectionEvents(ConnectionEventListener listener) {
      this.listener = listener;
    }

    @Override
    public void connectionClosed(@Nullable ConnectionEvent event) {
      listener.connectionClosed(ours(event));
    }

    @Override
    public void connectionErrorOccurred(@Nullable ConnectionEvent event) {
      listener.connectionErrorOccurred(ours(event));
    }

    private ConnectionEvent ours(@Nullable ConnectionEvent event) {
      return new ConnectionEvent(
          TracedPooledConnection.this, event == null ? null : event.getSQLException());
    }
  }

  private final class StatementEvents implements StatementEventListener {
    private final StatementEventListener listener;

    StatementEvents(StatementEventListener listener) {
      this.listener = listener;
    }

    @Override
    public void statementClosed(StatementEvent event) {
      listener.statementClosed(ours(event));
    }

    @Override
    public void statementErrorOccurred(StatementEvent event) {
      listener.statementErrorOccurred(ours(event));
    }

    private StatementEvent ours(StatementEvent event) {
      return new StatementEvent(
          TracedPooledConnection.this, event.getStatement(), event.getSQLException());
    }
  }
}
