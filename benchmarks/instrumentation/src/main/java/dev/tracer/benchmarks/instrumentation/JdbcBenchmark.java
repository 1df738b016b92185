// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.jdbc.JdbcTracing;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does tracing add to a query? A prepared statement that finds one row of an H2 database in
 * memory by its key, whose result is read and closed.
 *
 * <p>Dimensions: the library; without tracing.
 */
public class JdbcBenchmark {
  /** Statements of the same query. */
  @State(Scope.Thread)
  public static class Statements {
    private static final String QUERY = "SELECT name FROM customers WHERE id = ?";

    PreparedStatement tracer;
    PreparedStatement openTelemetry;
    PreparedStatement untraced;
    private int next;

    /** Prepares them and looks whether both libraries make spans. */
    @Setup
    public void open(TracerState ours, OpenTelemetryState theirs) throws SQLException {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL("jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1");
      try (Connection connection = h2.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(20))");
        statement.execute("INSERT INTO customers SELECT x, 'n' || x FROM SYSTEM_RANGE(0, 63)");
      }
      OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(theirs.provider).build();
      untraced = prepare(h2);
      tracer = prepare(JdbcTracing.of(ours.tracer).dataSource(h2));
      openTelemetry = prepare(JdbcTelemetry.create(sdk).wrap(h2));
      query(tracer);
      query(openTelemetry);
      if (ours.last.span == null || theirs.last.span == null) {
        throw new IllegalStateException("no span was made");
      }
    }

    private static PreparedStatement prepare(DataSource source) throws SQLException {
      return source.getConnection().prepareStatement(QUERY);
    }

    Object query(PreparedStatement statement) throws SQLException {
      statement.setInt(1, next++ & 63);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }

    /** Closes the connections, and the database with the last one. */
    @TearDown
    public void close() throws SQLException {
      tracer.getConnection().close();
      openTelemetry.getConnection().close();
      try (Connection connection = untraced.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN");
      }
    }
  }

  /** A traced query. */
  @Benchmark
  public Object tracer(Statements statements) throws SQLException {
    return statements.query(statements.tracer);
  }

  /** A traced query. */
  @Benchmark
  public Object openTelemetry(Statements statements) throws SQLException {
    return statements.query(statements.openTelemetry);
  }

  /** The same without tracing. */
  @Benchmark
  public Object untraced(Statements statements) throws SQLException {
    return statements.query(statements.untraced);
  }
}
