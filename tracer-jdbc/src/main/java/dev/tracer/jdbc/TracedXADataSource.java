// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import javax.sql.XAConnection;
import javax.sql.XAConnectionBuilder;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/** A source of traced connections for distributed transactions. */
final class TracedXADataSource extends ForwardingXADataSource<XADataSource> {
  private final Connector connector;

  TracedXADataSource(XADataSource delegate, Connector connector) {
    super(delegate);
    this.connector = connector;
  }

  @Override
  @Nullable XAConnection traced(@Nullable XAConnection raw) {
    return raw == null ? null : new TracedXAConnection(raw, connector);
  }

  @Override
  @Nullable XAConnectionBuilder traced(@Nullable XAConnectionBuilder raw) {
    return raw == null ? null : new TracedXAConnectionBuilder(raw, connector);
  }
}
