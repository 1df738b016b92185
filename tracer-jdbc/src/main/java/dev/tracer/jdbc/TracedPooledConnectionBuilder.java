// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.SQLException;
import java.sql.ShardingKey;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;

/** A builder whose connections are traced. */
final class TracedPooledConnectionBuilder implements PooledConnectionBuilder {
  private PooledConnectionBuilder delegate;
  private final Connector connector;

  TracedPooledConnectionBuilder(PooledConnectionBuilder delegate, Connector connector) {
    this.delegate = delegate;
    this.connector = connector;
  }

  @Override
  public PooledConnectionBuilder user(String user) {
    delegate = delegate.user(user);
    return this;
  }

  @Override
  public PooledConnectionBuilder password(String password) {
    delegate = delegate.password(password);
    return this;
  }

  @Override
  public PooledConnectionBuilder shardingKey(ShardingKey key) {
    delegate = delegate.shardingKey(key);
    return this;
  }

  @Override
  public PooledConnectionBuilder superShardingKey(ShardingKey key) {
    delegate = delegate.superShardingKey(key);
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // as the driver has it
  public PooledConnection build() throws SQLException {
    PooledConnection raw = delegate.build();
    return raw == null ? null : new TracedPooledConnection<>(raw, connector);
  }
}
