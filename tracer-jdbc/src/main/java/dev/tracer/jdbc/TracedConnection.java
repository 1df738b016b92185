// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection whose statements have spans. Thread-safe if the driver's is. */
final class TracedConnection extends ForwardingConnection<Connection> {
  /** Results that are read at the same time are few: more are ones that nobody closes. */
  private static final int MAX_COUNTS = 100;

  private final Connector connector;

  /** Queries whose rows are being read, by whatever thread; the oldest first. */
  private final Queue<RowCount> counts = new ConcurrentLinkedQueue<>();

  /** Where the last statement led. Written by whoever executes; a race tells an older one. */
  private @Nullable Database last;

  TracedConnection(Connection delegate, Connector connector) {
    super(delegate);
    this.connector = connector;
  }

  @Nullable JdbcSpans spans() {
    return connector.spans();
  }

  Database database(JdbcSpans spans) {
    Database found = connector.database(delegate, spans);
    last = found;
    return found;
  }

  /** What spans tell of a statement; null if that cannot be found out. */
  @Nullable Query query(JdbcSpans spans, String sql) {
    try {
      return database(spans).query(sql);
    } catch (Throwable e) {
      spans.fault(e);
      return null;
    }
  }

  /** What the span of a batch tells; null if that cannot be found out. */
  @Nullable Query query(JdbcSpans spans, Batch batch) {
    try {
      return batch.describe(database(spans));
    } catch (Throwable e) {
      spans.fault(e);
      return null;
    }
  }

  /**
   * Where it leads, null if that is not known yet. Asks nothing: a connection that is made at the
   * first statement may have had none.
   */
  private @Nullable Database known(JdbcSpans spans) {
    Database known = last;
    return known == null ? connector.known(spans) : known;
  }

  /** What was done over this connection failed. */
  void failed(Span span, JdbcSpans spans, Throwable error) {
    spans.failed(span, known(spans), error);
  }

  // parts of it

  @Override
  @Nullable Statement traced(@Nullable Statement raw) {
    return raw == null ? null : new TracedStatement<>(raw, this);
  }

  @Override
  @Nullable DatabaseMetaData traced(@Nullable DatabaseMetaData raw) {
    return raw == null ? null : new TracedMetaData(raw, this);
  }

  @SuppressWarnings("NullAway") // as the driver has it
  private PreparedStatement traced(@Nullable PreparedStatement raw, String sql) {
    return raw == null ? null : new TracedPreparedStatement<>(raw, this, sql);
  }

  @SuppressWarnings("NullAway")
  private CallableStatement traced(@Nullable CallableStatement raw, String sql) {
    return raw == null ? null : new TracedCallableStatement(raw, this, sql);
  }

  private String commented(String sql) {
    JdbcSpans spans = connector.spans();
    return spans == null ? sql : spans.commented(sql, Context.current());
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return traced(delegate.prepareStatement(commented(sql)), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return traced(delegate.prepareStatement(commented(sql), type, concurrency), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return traced(delegate.prepareStatement(commented(sql), type, concurrency, holdability), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    return traced(delegate.prepareStatement(commented(sql), generatedKeys), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return traced(delegate.prepareStatement(commented(sql), columns), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return traced(delegate.prepareStatement(commented(sql), columns), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return traced(delegate.prepareCall(commented(sql)), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return traced(delegate.prepareCall(commented(sql), type, concurrency), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return traced(delegate.prepareCall(commented(sql), type, concurrency, holdability), sql);
  }

  // transactions

  @Override
  public void commit() throws SQLException {
    transaction("COMMIT", delegate::commit);
  }

  @Override
  public void rollback() throws SQLException {
    transaction("ROLLBACK", delegate::rollback);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    transaction("ROLLBACK", () -> delegate.rollback(savepoint));
  }

  private interface Action {
    void run() throws SQLException;
  }

  private void transaction(String name, Action action) throws SQLException {
    JdbcSpans spans = connector.spans();
    Span span = spans == null ? null : startTransaction(spans, name);
    if (spans == null || span == null) {
      action.run();
      return;
    }
    try (Scope scope = spans.inside(span).makeCurrent()) {
      action.run();
    } catch (Throwable e) {
      failed(span, spans, e);
      throw e;
    } finally {
      span.end();
    }
  }

  private @Nullable Span startTransaction(JdbcSpans spans, String name) {
    if (!spans.settings().transactions()) {
      return null;
    }
    Database known = known(spans);
    var all = known == null ? Attributes.builder() : known.attributes().toBuilder();
    all.set(Names.OPERATION, name).set(Names.QUERY_SUMMARY, name);
    return spans.start(name, all.build());
  }

  // rows

  /** Remembers a query whose rows are being read, and ends the span of the oldest of too many. */
  RowCount count(Span span, JdbcSpans spans, TracedStatement<?> statement) {
    RowCount count = new RowCount(span, spans, statement);
    counts.add(count);
    RowCount surplus = counts.size() > MAX_COUNTS ? counts.poll() : null;
    if (surplus != null) {
      surplus.end();
    }
    return count;
  }

  void counted(RowCount count) {
    counts.remove(count);
  }

  @Override
  public void close() throws SQLException {
    try {
      delegate.close();
    } finally {
      counts.forEach(RowCount::end);
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    try {
      delegate.abort(executor);
    } finally {
      counts.forEach(RowCount::end);
    }
  }

  // methods of JDBC 4.5, which the interface of a newer JDK has

  public String enquoteLiteral(String text) throws SQLException {
    return (String) LaterMethods.call(LaterMethods.ENQUOTE_LITERAL, delegate, text);
  }

  public String enquoteNCharLiteral(String text) throws SQLException {
    return (String) LaterMethods.call(LaterMethods.ENQUOTE_N_CHAR_LITERAL, delegate, text);
  }

  public String enquoteIdentifier(String name, boolean always) throws SQLException {
    return (String) LaterMethods.call(LaterMethods.ENQUOTE_IDENTIFIER, delegate, name, always);
  }

  public boolean isSimpleIdentifier(String name) throws SQLException {
    return (boolean) LaterMethods.call(LaterMethods.IS_SIMPLE_IDENTIFIER, delegate, name);
  }
}
