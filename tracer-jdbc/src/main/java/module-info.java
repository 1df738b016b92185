// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Database spans: JDBC, other clients, statements without their literals. */
module dev.tracer.jdbc {
  requires transitive dev.tracer;
  requires transitive java.sql;
  requires static org.jspecify;
  requires transitive java.logging;

  exports dev.tracer.jdbc;

  provides java.sql.Driver with
      dev.tracer.jdbc.TracingDriver;
}
