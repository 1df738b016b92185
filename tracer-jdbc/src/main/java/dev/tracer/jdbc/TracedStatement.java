// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose executions have spans. Confined to one thread at a time, as statements are.
 *
 * @param <D> the driver's kind of statement
 */
class TracedStatement<D extends Statement> extends ForwardingStatement<D> {
  private final TracedConnection connection;

  /** What was added to the batch; null if nothing was. */
  private @Nullable Batch batch;

  /** The wrapper of the result handed out last. */
  private @Nullable TracedResultSet result;

  /** Whether the application has cancelled what runs, or ran last. */
  private volatile boolean cancelled;

  /** An execution, with the text to hand to the driver. */
  interface Execution<T> {
    T run(String sql) throws SQLException;
  }

  TracedStatement(D delegate, TracedConnection connection) {
    super(delegate);
    this.connection = connection;
  }

  // parts of it

  @Override
  @Nullable Connection traced(@Nullable Connection raw) {
    return raw == null ? null : connection;
  }

  /** The wrapper of a result; the same one for the same result. */
  @SuppressWarnings("NullAway") // as the driver has it
  final ResultSet traced(@Nullable ResultSet raw, @Nullable RowCount rows) {
    if (raw == null) {
      return null;
    }
    TracedResultSet last = result;
    if (last == null || last.delegate != raw) {
      last = new TracedResultSet(raw, this, connection, rows);
      result = last;
    }
    return last;
  }

  @Override
  public final ResultSet getResultSet() throws SQLException {
    return traced(delegate.getResultSet(), null);
  }

  @Override
  @SuppressWarnings("NullAway")
  public final ResultSet getGeneratedKeys() throws SQLException {
    ResultSet keys = delegate.getGeneratedKeys();
    return keys == null ? null : new TracedResultSet(keys, this, connection, null);
  }

  @Override
  public final void close() throws SQLException {
    try {
      delegate.close();
    } finally {
      endRows();
    }
  }

  private void endRows() {
    TracedResultSet last = result;
    if (last != null) {
      last.endRows();
    }
  }

  // executions

  final TracedConnection connection() {
    return connection;
  }

  /** Runs an execution in a span. */
  final <T> T execute(@Nullable Query known, String sql, Execution<T> execution)
      throws SQLException {
    JdbcSpans spans = connection.spans();
    endRows();
    Span span = spans == null ? null : start(spans, known, sql);
    if (spans == null || span == null) {
      return execution.run(sql);
    }
    T answer;
    cancelled = false;
    Context inside = spans.inside(span);
    try (Scope scope = inside.makeCurrent()) {
      answer = execution.run(known == null ? spans.commented(sql, inside) : sql);
    } catch (Throwable e) {
      failed(span, spans, e);
      span.end();
      throw e;
    }
    if (spans.settings().rows() && answer instanceof ResultSet raw && span.isRecording()) {
      result = null; // drivers may hand out the same object again
      traced(raw, connection.count(span, spans, this));
    } else {
      span.end();
    }
    return answer;
  }

  /** What was executed has thrown {@code error}. */
  final void failed(Span span, JdbcSpans spans, Throwable error) {
    if (cancelled) {
      spans.cancelled(span);
    } else {
      connection.failed(span, spans, error);
    }
  }

  @Override
  public final void cancel() throws SQLException {
    cancelled = true; // before the execution can end by it
    try {
      delegate.cancel();
    } catch (Throwable e) {
      cancelled = false;
      throw e;
    }
  }

  private @Nullable Span start(JdbcSpans spans, @Nullable Query known, @Nullable String sql) {
    try {
      Query query = known;
      if (query == null && sql != null) { // else let the driver complain
        query = connection.query(spans, sql);
      }
      return query == null ? null : spans.start(query.spanName(), query.attributes());
    } catch (Throwable e) {
      spans.fault(e);
      return null;
    }
  }

  private <T> T execute(String sql, Execution<T> execution) throws SQLException {
    return execute(null, sql, execution);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return traced(execute(sql, delegate::executeQuery), null);
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return this.<Boolean>execute(sql, delegate::execute);
  }

  @Override
  public boolean execute(String sql, int generatedKeys) throws SQLException {
    return this.<Boolean>execute(sql, s -> delegate.execute(s, generatedKeys));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    return this.<Boolean>execute(sql, s -> delegate.execute(s, columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return this.<Boolean>execute(sql, s -> delegate.execute(s, columns));
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return this.<Integer>execute(sql, delegate::executeUpdate);
  }

  @Override
  public int executeUpdate(String sql, int generatedKeys) throws SQLException {
    return this.<Integer>execute(sql, s -> delegate.executeUpdate(s, generatedKeys));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return this.<Integer>execute(sql, s -> delegate.executeUpdate(s, columns));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return this.<Integer>execute(sql, s -> delegate.executeUpdate(s, columns));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return this.<Long>execute(sql, delegate::executeLargeUpdate);
  }

  @Override
  public long executeLargeUpdate(String sql, int generatedKeys) throws SQLException {
    return this.<Long>execute(sql, s -> delegate.executeLargeUpdate(s, generatedKeys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return this.<Long>execute(sql, s -> delegate.executeLargeUpdate(s, columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return this.<Long>execute(sql, s -> delegate.executeLargeUpdate(s, columns));
  }

  // batches

  @Override
  public final void addBatch(String sql) throws SQLException {
    delegate.addBatch(sql);
    batch().add(sql);
  }

  final Batch batch() {
    Batch known = batch;
    if (known == null) {
      known = new Batch();
      batch = known;
    }
    return known;
  }

  @Override
  public final void clearBatch() throws SQLException {
    delegate.clearBatch();
    batch = null;
  }

  @Override
  public final int[] executeBatch() throws SQLException {
    return executeBatch(sql -> delegate.executeBatch());
  }

  @Override
  public final long[] executeLargeBatch() throws SQLException {
    return executeBatch(sql -> delegate.executeLargeBatch());
  }

  private <T> T executeBatch(Execution<T> execution) throws SQLException {
    JdbcSpans spans = connection.spans();
    Batch executed = batch();
    batch = null;
    return spans == null
        ? execution.run("")
        : execute(connection.query(spans, executed), "", execution);
  }
}
