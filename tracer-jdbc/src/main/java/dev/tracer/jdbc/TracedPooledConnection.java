// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private final StandIns<ConnectionEventListener> connectionListeners = new StandIns<>();
  private final StandIns<StatementEventListener> statementListeners = new StandIns<>();

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
        listener == null
            ? listener
            : connectionListeners.added(listener, new ConnectionEvents(listener)));
  }

  @Override
  public final void removeConnectionEventListener(ConnectionEventListener listener) {
    delegate.removeConnectionEventListener(connectionListeners.removed(listener));
  }

  @Override
  public final void addStatementEventListener(StatementEventListener listener) {
    delegate.addStatementEventListener(
        listener == null
            ? listener
            : statementListeners.added(listener, new StatementEvents(listener)));
  }

  @Override
  public final void removeStatementEventListener(StatementEventListener listener) {
    delegate.removeStatementEventListener(statementListeners.removed(listener));
  }

  /**
   * What stands for the listeners of one kind at the driver: one for each time that one was added.
   * Thread-safe.
   */
  private static final class StandIns<T> {
    /** Guarded by itself. */
    private final IdentityHashMap<T, Deque<T>> byListener = new IdentityHashMap<>();

    T added(T listener, T standIn) {
      synchronized (byListener) {
        byListener.computeIfAbsent(listener, key -> new ArrayDeque<>(1)).push(standIn);
      }
      return standIn;
    }

    /** One that stands for a listener no more; the listener itself if none did. */
    T removed(T listener) {
      synchronized (byListener) {
        Deque<T> standIns = byListener.get(listener);
        if (standIns == null) {
          return listener;
        }
        T standIn = standIns.pop();
        if (standIns.isEmpty()) {
          byListener.remove(listener);
        }
        return standIn;
      }
    }
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
