// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.SQLException;
import java.sql.ShardingKey;
import javax.sql.XAConnection;
import javax.sql.XAConnectionBuilder;

/** A builder whose connections are traced. */
final class TracedXAConnectionBuilder implements XAConnectionBuilder {
  private XAConnectionBuilder delegate;
  private final Connector connector;

  TracedXAConnectionBuilder(XAConnectionBuilder delegate, Connector connector) {
    this.delegate = delegate;
    this.connector = connector;
  }

  @Override
  public XAConnectionBuilder user(String user) {
    delegate = delegate.user(user);
    return this;
  }

  @Override
  public XAConnectionBuilder password(String password) {
    delegate = delegate.password(password);
    return this;
  }

  @Override
  public XAConnectionBuilder shardingKey(ShardingKey key) {
    delegate = delegate.shardingKey(key);
    return this;
  }

  @Override
  public XAConnectionBuilder superShardingKey(ShardingKey key) {
    delegate = delegate.superShardingKey(key);
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // as the driver has it
  public XAConnection build() throws SQLException {
    XAConnection raw = delegate.build();
    return raw == null ? null : new TracedXAConnection(raw, connector);
  }
}
