// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Tracer;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.jdbc.JdbcTracing;
import dev.tracer.slf4j.MdcListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service whose report is slow because an index is missing. The waterfall shows which statement
 * takes the time, without the customer's name; each line of the log carries the trace.
 */
public final class JdbcReport {
  private static final Logger log = LoggerFactory.getLogger(JdbcReport.class);
  private static final int ORDERS = 30_000;

  private final Tracer tracer;
  private final DataSource orders;

  private JdbcReport(Tracer tracer, DataSource orders) {
    this.tracer = tracer;
    this.orders = orders;
  }

  /** Runs the example. */
  public static void main(String[] args) throws SQLException {
    new Options("jdbc", args).done();
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
    fill(h2);
    try (Tracer tracer =
        Tracer.builder("reports")
            .scopeListener(MdcListener.create()) // the ids in each line of the log
            .exporter(WaterfallExporter.builder().attributes("db.query.text").build())
            .build()) {
      JdbcReport report = new JdbcReport(tracer, JdbcTracing.of(tracer).dataSource(h2));
      report.run("before the index");
      report.addIndex();
      report.run("after the index");
    }
  }

  private static void fill(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customers (name VARCHAR(20), city VARCHAR(20))");
      statement.execute(
          "CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(20), price INT)");
      statement.execute("INSERT INTO customers VALUES ('Ann', 'Oslo'), ('Bob', 'Bonn')");
      statement.execute(
          "INSERT INTO orders SELECT x, CASE MOD(x, 1000) WHEN 0 THEN 'Ann' ELSE 'c' || x END, x"
              + " FROM SYSTEM_RANGE(1, "
              + ORDERS
              + ")");
    }
  }

  private void addIndex() throws SQLException {
    try (Connection connection = orders.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE INDEX by_customer ON orders (customer)");
    }
  }

  private void run(String when) throws SQLException {
    tracer.<SQLException>run(
        "report " + when,
        span -> {
          try (Connection connection = orders.getConnection()) {
            String city = city(connection);
            int sum = 0;
            for (int month = 0; month < 3; month++) {
              sum += sum(connection, month);
            }
            log.info("reported {} for a customer in {}, {}", sum, city, when);
          }
        });
  }

  private static String city(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT city FROM customers WHERE name = 'Ann'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static int sum(Connection connection, int month) throws SQLException {
    String sql = "SELECT SUM(price) FROM orders WHERE customer = ? AND MOD(id, 12) = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "Ann");
      statement.setInt(2, month);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
