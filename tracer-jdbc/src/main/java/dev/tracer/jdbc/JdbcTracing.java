// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;
import java.sql.Connection;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;

/**
 * Database spans for JDBC:
 *
 * <pre>{@code
 * DataSource orders = JdbcTracing.of(tracer).dataSource(pool);
 * }</pre>
 *
 * <p>Each execution of a statement has one CLIENT span, named by what it does ({@code SELECT orders
 * items}), with its text in which every literal is {@code ?}. Spans follow the semantic conventions
 * 1.44.0, "Database client spans". Wrap the pool rather than what the pool opens. Tracing changes
 * neither what a driver returns nor what it throws, asks the database nothing, and keeps no
 * connection. Thread-safe.
 *
 * @since 0.1
 */
public final class JdbcTracing {
  private final JdbcSpans spans;

  JdbcTracing(JdbcSpans spans) {
    this.spans = spans;
  }

  /**
   * JDBC tracing with default settings.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static JdbcTracing of(Tracer tracer) {
    return builder(tracer).build();
  }

  /**
   * Starts to describe JDBC tracing.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static JdbcTracingBuilder builder(Tracer tracer) {
    return new JdbcTracingBuilder(tracer);
  }

  /**
   * A data source that does what {@code source} does, with spans. It can be closed if {@code
   * source} can. A traced source is returned as it is.
   *
   * @throws NullPointerException if {@code source} is null
   */
  public DataSource dataSource(DataSource source) {
    requireNonNull(source, "source");
    return source instanceof TracedDataSource
        ? source
        : new TracedDataSource(source, new Connector(() -> spans, null));
  }

  /**
   * A source of connections for distributed transactions, with spans.
   *
   * @throws NullPointerException if {@code source} is null
   */
  public XADataSource xaDataSource(XADataSource source) {
    requireNonNull(source, "source");
    return source instanceof TracedXADataSource
        ? source
        : new TracedXADataSource(source, new Connector(() -> spans, null));
  }

  /**
   * A source of connections for a pool, with spans.
   *
   * @throws NullPointerException if {@code source} is null
   */
  public ConnectionPoolDataSource connectionPoolDataSource(ConnectionPoolDataSource source) {
    requireNonNull(source, "source");
    return source instanceof TracedPoolDataSource
        ? source
        : new TracedPoolDataSource(source, new Connector(() -> spans, null));
  }

  /**
   * A connection that does what {@code connection} does, with spans.
   *
   * @throws NullPointerException if {@code connection} is null
   */
  public Connection connection(Connection connection) {
    requireNonNull(connection, "connection");
    return connection instanceof TracedConnection
        ? connection
        : new TracedConnection(connection, new Connector(() -> spans, null));
  }

  /**
   * Traces the connections of URLs that begin with {@code jdbc:tracer:}, for applications where
   * only the URL can be configured: {@code jdbc:tracer:postgresql://db/orders}. Until this is
   * called, such connections work without spans. One tracing serves the whole process; another call
   * replaces it.
   */
  public void installForUrls() {
    TracingDriver.install(spans);
  }

  /**
   * Takes it back from such URLs, unless another tracing has replaced it: their connections go on
   * without spans. For applications that are undeployed from a container that has this library.
   */
  public void uninstallForUrls() {
    TracingDriver.uninstall(spans);
  }
}
