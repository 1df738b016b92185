// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import javax.sql.XAConnection;

/** A connection for distributed transactions whose handles are traced. */
final class TracedXAConnection extends ForwardingXAConnection<XAConnection> {
  TracedXAConnection(XAConnection delegate, Connector connector) {
    super(delegate, connector);
  }
}
