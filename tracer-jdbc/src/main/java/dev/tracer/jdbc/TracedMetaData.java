// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** Metadata that know the wrapper of their connection. */
final class TracedMetaData extends ForwardingMetaData<DatabaseMetaData> {
  private final TracedConnection connection;

  TracedMetaData(DatabaseMetaData delegate, TracedConnection connection) {
    super(delegate);
    this.connection = connection;
  }

  @Override
  @Nullable Connection traced(@Nullable Connection raw) {
    return raw == null ? null : connection;
  }

  @Override
  @Nullable ResultSet traced(@Nullable ResultSet raw) {
    return raw == null ? null : new TracedResultSet(raw, null, connection, null);
  }
}
