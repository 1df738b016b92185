// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Tracer;

/**
 * Describes a {@link JdbcTracing}. Confined to one thread.
 *
 * @since 0.1
 */
public final class JdbcTracingBuilder {
  private final Tracer tracer;
  private boolean queryText = true;
  private boolean rows;
  private boolean transactions;
  private boolean connections;
  private boolean sqlCommenter;
  private boolean errorMessages;
  private boolean severalDatabases;

  JdbcTracingBuilder(Tracer tracer) {
    this.tracer = requireNonNull(tracer, "tracer");
  }

  /**
   * Whether spans tell the text of statements, with {@code ?} for each literal; by default they do.
   * The summary, operations and tables, is told in any case.
   */
  public JdbcTracingBuilder queryText(boolean record) {
    this.queryText = record;
    return this;
  }

  /**
   * Whether spans tell how many rows were read ({@code db.response.returned_rows}); off by default.
   * The span of a query then lasts until its rows are read, it, its statement or its connection is
   * closed, its statement is executed again, or the connection has a hundred younger ones.
   */
  public JdbcTracingBuilder returnedRows(boolean count) {
    this.rows = count;
    return this;
  }

  /** Whether {@code commit} and {@code rollback} have spans; off by default. */
  public JdbcTracingBuilder transactions(boolean trace) {
    this.transactions = trace;
    return this;
  }

  /**
   * Whether {@code getConnection} of a data source has spans, which show how long threads wait for
   * a pool; off by default, as there is one for nearly every query.
   */
  public JdbcTracingBuilder connections(boolean trace) {
    this.connections = trace;
    return this;
  }

  /**
   * Whether the trace is told to the database, in a comment at the end of the statement ({@code
   * traceparent='00-...-01'}, as sqlcommenter has it); off by default. Statements become different
   * with each execution, so caches of plans that go by the text miss. A prepared statement carries
   * the span that was current when it was prepared. Statements that have a comment are left as they
   * are, and so are calls in braces.
   */
  public JdbcTracingBuilder sqlCommenter(boolean propagate) {
    this.sqlCommenter = propagate;
    return this;
  }

  /**
   * Whether spans tell the messages of exceptions; off by default, as drivers write values into
   * them ({@code Duplicate entry 'ann@example.org'}). The code is told in any case.
   */
  public JdbcTracingBuilder errorMessages(boolean record) {
    this.errorMessages = record;
    return this;
  }

  /**
   * Whether connections of one source may lead to several databases, as those of a routing data
   * source do; off by default. Each execution then asks its connection for its URL, which drivers
   * know by themselves; otherwise the first connection of a source is asked once.
   */
  public JdbcTracingBuilder severalDatabases(boolean several) {
    this.severalDatabases = several;
    return this;
  }

  /** Makes it. */
  public JdbcTracing build() {
    JdbcSettings settings =
        new JdbcSettings(
            queryText,
            rows,
            transactions,
            connections,
            sqlCommenter,
            errorMessages,
            severalDatabases);
    return new JdbcTracing(new JdbcSpans(instrumented(tracer), settings));
  }

  /** The tracer under the name of this library. */
  static Tracer instrumented(Tracer tracer) {
    // All modules of a release have one version.
    Object version = tracer.resource().attributes().get("telemetry.sdk.version");
    return tracer.instrumentation(
        new InstrumentationScope(
            "dev.tracer.jdbc",
            version instanceof String text ? text : "",
            Names.SCHEMA_URL,
            Attributes.empty()));
  }
}
