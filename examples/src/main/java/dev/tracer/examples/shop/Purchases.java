// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import dev.tracer.Tracer;
import dev.tracer.jdbc.JdbcTracing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A table of purchases in an H2 database, and the query behind the recommendations: which of the
 * products that a customer bought are bought most. It has no index by product, so the whole table
 * is read for each of them. As machines differ, customers here have bought so much that this takes
 * about 1.4 seconds on this one.
 */
final class Purchases implements AutoCloseable {
  static final String QUERY =
      "SELECT mine.product,"
          + " (SELECT COUNT(*) FROM purchases others WHERE others.product = mine.product) AS buyers"
          + " FROM purchases mine WHERE mine.customer = ? ORDER BY buyers DESC LIMIT 5";

  static final String INDEX = "CREATE INDEX purchases_by_product ON purchases (product)";

  private static final int ROWS = 60_000;
  private static final int CUSTOMERS = 20_000;
  private static final int SHOPPERS = 10;
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1400);

  private final Connection connection;

  /** The same database, with a span for each statement. */
  private final DataSource traced;

  Purchases(Tracer tracer) throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    // Without a cache of results: the second load of a page shall not be faster than the first.
    database.setUrl("jdbc:h2:mem:shop;OPTIMIZE_REUSE_RESULTS=0");
    this.traced = JdbcTracing.of(tracer).dataSource(database);
    this.connection = database.getConnection();
    execute("CREATE TABLE purchases (customer INT, product INT)");
    execute(
        "INSERT INTO purchases SELECT 100 + MOD(x, %s), MOD(x * 7919, 30000) FROM SYSTEM_RANGE(1, %s)"
            .formatted(CUSTOMERS, ROWS));
    execute("CREATE INDEX purchases_by_customer ON purchases (customer)");
    fillCarts();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Gives customers 1 to 10 so many purchases that the query is as slow as it should be. */
  private void fillCarts() throws SQLException {
    int purchases = 8;
    buy(0, purchases);
    query(connection, 0); // the compiler has to see it first
    for (int i = 0; i < 4; i++) {
      long start = System.nanoTime();
      query(connection, 0);
      double factor = SLOW_NANOS / (double) (System.nanoTime() - start);
      int more = (int) (purchases * Math.max(0, Math.min(50, factor - 1)));
      buy(0, more);
      purchases += more;
    }
    for (int customer = 1; customer <= SHOPPERS; customer++) {
      buy(customer, purchases);
    }
  }

  private void buy(int customer, int count) throws SQLException {
    execute(
        "INSERT INTO purchases SELECT %s, MOD(x * 13 + %s, 30000) FROM SYSTEM_RANGE(1, %s)"
            .formatted(customer, customer, count));
  }

  /** The products that a customer bought and that are bought most. */
  List<Integer> recommend(int customer) throws SQLException {
    try (Connection own = traced.getConnection()) {
      return query(own, customer);
    }
  }

  private static List<Integer> query(Connection connection, int customer) throws SQLException {
    List<Integer> products = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setInt(1, customer);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          products.add(rows.getInt(1));
        }
      }
    }
    return products;
  }

  void createIndex() throws SQLException {
    execute(INDEX);
  }

  /** Ends the database, which lives as long as a connection to it. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
