// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKey;

/** A builder whose connections are traced. */
final class TracedConnectionBuilder implements ConnectionBuilder {
  private ConnectionBuilder delegate;
  private final Connector connector;

  TracedConnectionBuilder(ConnectionBuilder delegate, Connector connector) {
    this.delegate = delegate;
    this.connector = connector;
  }

  @Override
  public ConnectionBuilder user(String user) {
    delegate = delegate.user(user);
    return this;
  }

  @Override
  public ConnectionBuilder password(String password) {
    delegate = delegate.password(password);
    return this;
  }

  @Override
  public ConnectionBuilder shardingKey(ShardingKey key) {
    delegate = delegate.shardingKey(key);
    return this;
  }

  @Override
  public ConnectionBuilder superShardingKey(ShardingKey key) {
    delegate = delegate.superShardingKey(key);
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // as the driver has it
  public Connection build() throws SQLException {
    return connector.traced(delegate.build());
  }
}
