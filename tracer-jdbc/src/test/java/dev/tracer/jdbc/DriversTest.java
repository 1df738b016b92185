// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The same queries, bare and traced, give the same results: on real databases, behind a pool. */
class DriversTest {
  private final TestTracer test = TestTracer.create();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void h2_tracedIsLikeBare() throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:drivers;DB_CLOSE_DELAY=-1");
    assertAlike(source, "h2database", true);
  }

  @Test
  void hsqldb_tracedIsLikeBare() throws SQLException {
    JDBCDataSource source = new JDBCDataSource();
    source.setURL("jdbc:hsqldb:mem:drivers");
    source.setUser("sa");
    source.setPassword("");
    assertAlike(source, "hsqldb", true);
  }

  @Test
  void sqlite_tracedIsLikeBare(@TempDir Path folder) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("drivers.db"));
    assertAlike(source, "sqlite", false);
  }

  @Test
  void postgresql_tracedIsLikeBare() throws SQLException, IOException {
    EmbeddedPostgres postgres;
    try {
      postgres = EmbeddedPostgres.builder().start();
    } catch (IOException | IllegalStateException e) {
      abort("PostgreSQL does not start here: " + e);
      return;
    }
    try (postgres) {
      assertAlike(postgres.getPostgresDatabase(), "postgresql", true);
    }
  }

  private void assertAlike(DataSource source, String system, boolean calls) throws SQLException {
    List<String> bare = run(source, calls);
    assertThat(bare).hasSizeGreaterThan(20);
    JdbcTracing tracing = JdbcTracing.of(test.tracer());
    assertThat(run(tracing.dataSource(source), calls)).isEqualTo(bare);
    assertSpans(system, bare);

    JdbcTracing everything =
        JdbcTracing.builder(test.tracer())
            .returnedRows(true)
            .transactions(true)
            .connections(true)
            .sqlCommenter(true)
            .errorMessages(true)
            .build();
    List<String> inside =
        test.tracer().call("request", span -> run(everything.dataSource(source), calls));
    assertThat(inside).isEqualTo(bare);

    try (HikariDataSource pool = pool(source)) { // the pool traced
      assertThat(run(tracing.dataSource(pool), calls)).isEqualTo(bare);
    }
    try (HikariDataSource pool = pool(tracing.dataSource(source))) { // a pool of traced ones
      assertThat(run(pool, calls)).isEqualTo(bare);
    }
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
  }

  private static HikariDataSource pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private void assertSpans(String system, List<String> bare) {
    assertThat(test.spans())
        .hasSize((int) bare.stream().filter(line -> line.startsWith("> ")).count())
        .allSatisfy(
            span -> {
              assertThat(span.attributes().get("db.system.name")).isEqualTo(system);
              assertThat(span.attributes().toString()).doesNotContain("canary");
            });
    assertThat(test.spans()).extracting(SpanData::name).contains("SELECT orders", "INSERT orders");
    test.reset();
  }

  // the suite: "> " begins what is one execution

  private static List<String> run(DataSource source, boolean calls) throws SQLException {
    List<String> log = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      tables(connection, log);
      queries(connection, log);
      transactions(connection, log);
      batches(connection, log);
      failures(connection, log);
      metaData(connection, log);
      if (calls) {
        calls(connection, log);
      }
    }
    return log;
  }

  private static void tables(Connection connection, List<String> log) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      log.add("> " + statement.execute("DROP TABLE IF EXISTS orders"));
      log.add(
          "> "
              + statement.execute(
                  "CREATE TABLE orders (id INT PRIMARY KEY, owner VARCHAR(40), price DECIMAL(9,"
                      + " 2))"));
      log.add("> " + statement.executeUpdate("INSERT INTO orders VALUES (1, 'canary', 1.5)"));
    }
    String insert = "INSERT INTO orders (id, owner, price) VALUES (?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int i = 2; i < 6; i++) {
        statement.setInt(1, i);
        statement.setString(2, i == 3 ? null : "canary " + i);
        statement.setBigDecimal(3, new java.math.BigDecimal(i));
        log.add("> " + statement.executeUpdate());
      }
      log.add("parameters " + statement.getParameterMetaData().getParameterCount());
    }
  }

  private static void queries(Connection connection, List<String> log) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id, owner FROM orders WHERE owner <> 'canary 4' ORDER BY 1")) {
        log.add("> " + dump(rows));
      }
      log.add("> " + statement.execute("SELECT count(*) FROM orders"));
      log.add(dump(statement.getResultSet()));
    }
    String select = "SELECT owner, price FROM orders WHERE id IN (?, ?) ORDER BY id";
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      for (int i = 1; i < 4; i++) {
        statement.setInt(1, i);
        statement.setInt(2, i + 1);
        try (ResultSet rows = statement.executeQuery()) {
          log.add("> " + dump(rows));
        }
      }
      statement.setInt(1, 1);
      statement.setInt(2, 1);
      log.add("> " + statement.execute());
      log.add("closed " + statement.isClosed());
    }
  }

  private static String dump(ResultSet rows) throws SQLException {
    StringBuilder text = new StringBuilder();
    ResultSetMetaData meta = rows.getMetaData();
    while (rows.next()) {
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        text.append(rows.getString(i)).append(rows.wasNull() ? "!" : "").append('|');
      }
    }
    return text.toString();
  }

  private static void transactions(Connection connection, List<String> log) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      log.add("> " + statement.executeUpdate("UPDATE orders SET price = 9 WHERE id = 1"));
      Savepoint savepoint = connection.setSavepoint("s");
      log.add("> " + statement.executeUpdate("DELETE FROM orders WHERE id < 3"));
      connection.rollback(savepoint);
      connection.commit();
      log.add("> " + statement.executeUpdate("DELETE FROM orders"));
      connection.rollback();
      try (ResultSet rows = statement.executeQuery("SELECT id, price FROM orders ORDER BY id")) {
        log.add("> " + dump(rows));
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void batches(Connection connection, List<String> log) throws SQLException {
    String update = "UPDATE orders SET owner = ? WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(update);
        Statement plain = connection.createStatement()) {
      for (int i = 1; i < 4; i++) {
        statement.setString(1, "canary");
        statement.setInt(2, i);
        statement.addBatch();
      }
      log.add("> " + Arrays.toString(statement.executeBatch()));
      plain.addBatch("DELETE FROM orders WHERE id = 5");
      plain.addBatch("INSERT INTO orders VALUES (7, 'canary', 0)");
      log.add("> " + Arrays.toString(plain.executeBatch()));
    }
  }

  private static void failures(Connection connection, List<String> log) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "SELECT * FROM missing",
              "INSERT INTO orders VALUES (1, 'canary', 0)",
              "SELEKT 'canary'")) {
        try {
          statement.execute(sql);
          log.add("no failure");
        } catch (SQLException e) {
          log.add("> " + e.getClass().getSimpleName() + e.getSQLState() + e.getErrorCode());
        }
      }
      statement.addBatch("INSERT INTO orders VALUES (1, 'canary', 0)");
      try {
        statement.executeBatch();
        log.add("no failure");
      } catch (BatchUpdateException e) {
        log.add("> " + e.getSQLState() + e.getUpdateCounts().length);
      }
    }
  }

  private static void metaData(Connection connection, List<String> log) throws SQLException {
    log.add(connection.getMetaData().getDatabaseProductName());
    try (ResultSet columns = connection.getMetaData().getColumns(null, null, "ORDERS", null)) {
      int count = 0;
      while (columns.next()) {
        count++;
      }
      log.add("columns " + count);
    }
    log.add(connection.getTransactionIsolation() + " " + connection.isValid(300));
    log.add("" + connection.nativeSQL("SELECT 1"));
  }

  private static void calls(Connection connection, List<String> log) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call abs(-5)}")) {
      log.add("> " + call.execute());
    }
  }
}
