// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/** A source of traced connections for pools. */
final class TracedPoolDataSource extends ForwardingPoolDataSource<ConnectionPoolDataSource> {
  private final Connector connector;

  TracedPoolDataSource(ConnectionPoolDataSource delegate, Connector connector) {
    super(delegate);
    this.connector = connector;
  }

  @Override
  @Nullable PooledConnection traced(@Nullable PooledConnection raw) {
    return raw == null ? null : new TracedPooledConnection<>(raw, connector);
  }

  @Override
  @Nullable PooledConnectionBuilder traced(@Nullable PooledConnectionBuilder raw) {
    return raw == null ? null : new TracedPooledConnectionBuilder(raw, connector);
  }
}
