// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;
import dev.tracer.Scope;
import dev.tracer.Span;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections are traced. Thread-safe if what it wraps is. */
final class TracedDataSource extends ForwardingDataSource<DataSource> implements AutoCloseable {
  private final Connector connector;

  TracedDataSource(DataSource delegate, Connector connector) {
    super(delegate);
    this.connector = connector;
  }

  private interface Source {
    Connection get() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(delegate::getConnection);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return connect(() -> delegate.getConnection(user, password));
  }

  @SuppressWarnings("NullAway") // as the driver has it
  private Connection connect(Source source) throws SQLException {
    JdbcSpans spans = connector.spans();
    Span span =
        spans == null || !spans.settings().connections()
            ? null
            : spans.startInternal("getConnection", Attributes.empty());
    if (spans == null || span == null) {
      return connector.traced(source.get());
    }
    try (Scope scope = span.makeCurrent()) {
      return connector.traced(source.get());
    } catch (Throwable e) {
      spans.failed(span, connector.known(spans), e);
      throw e;
    } finally {
      span.end();
    }
  }

  @Override
  @Nullable ConnectionBuilder traced(@Nullable ConnectionBuilder raw) {
    return raw == null ? null : new TracedConnectionBuilder(raw, connector);
  }

  /** Closes what is wrapped, if it can be closed: frameworks close data sources that they made. */
  @Override
  public void close() throws Exception {
    if (delegate instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
