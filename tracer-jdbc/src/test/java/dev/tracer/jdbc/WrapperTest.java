// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.testing.TestTracer;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.Test;

/** What wrappers are, besides forwarding: identity, the way to the driver, what they cost it. */
class WrapperTest {
  private final TestTracer test = TestTracer.create();
  private final JdbcTracing tracing = JdbcTracing.of(test.tracer());
  private final FakeDriver driver = new FakeDriver();
  private final DataSource source = tracing.dataSource(driver.fake(DataSource.class));

  /** A vendor's connection, with a method of its own. */
  interface VendorConnection extends Connection {
    String vendorMethod();
  }

  @Test
  void parts_leadBackToTheWrapper() throws SQLException {
    Connection connection = source.getConnection();
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
    ResultSet rows = statement.executeQuery("SELECT 1");

    assertThat(statement.getConnection()).isSameAs(connection);
    assertThat(prepared.getConnection()).isSameAs(connection);
    assertThat(connection.prepareCall("{call f}").getConnection()).isSameAs(connection);
    assertThat(rows.getStatement()).isSameAs(statement);
    assertThat(prepared.executeQuery().getStatement()).isSameAs(prepared);
    assertThat(prepared.getGeneratedKeys().getStatement()).isSameAs(prepared);
    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
    ResultSet tables = connection.getMetaData().getTables(null, null, null, null);
    assertThat(tables.getStatement().getConnection()).isSameAs(connection);
  }

  @Test
  void getResultSet_sameResult_sameWrapper() throws SQLException {
    ResultSet one = driver.fake(ResultSet.class);
    Statement raw = driver.fake(Statement.class);
    Statement statement = new TracedStatement<>(raw, (TracedConnection) source.getConnection());
    driver.answer =
        method ->
            method.getReturnType() == ResultSet.class ? one : driver.sample(method.getReturnType());
    assertThat(statement.executeQuery("SELECT 1")).isSameAs(statement.getResultSet());
  }

  @Test
  void unwrap_leadsToTheVendorsType() throws SQLException {
    VendorConnection vendor = driver.fake(VendorConnection.class);
    Connection connection = tracing.connection(vendor);
    assertThat(connection.isWrapperFor(VendorConnection.class)).isTrue();
    assertThat(connection.unwrap(VendorConnection.class)).isSameAs(vendor);
    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
  }

  @Test
  void unwrap_whatIsNotHere_isAskedOfTheDriver() throws SQLException {
    Connection raw = driver.fake(Connection.class);
    driver.answer = method -> method.getName().equals("isWrapperFor") ? (Object) false : "inner";
    Connection connection = tracing.connection(raw);
    assertThat(connection.isWrapperFor(String.class)).isFalse();
    assertThat(connection.unwrap(String.class)).isEqualTo("inner");

    driver.answer =
        method -> {
          throw new AbstractMethodError("an old driver");
        };
    assertThat(connection.isWrapperFor(Connection.class)).isTrue(); // without asking
    assertThatThrownBy(() -> connection.isWrapperFor(String.class))
        .isInstanceOf(AbstractMethodError.class);
  }

  @Test
  void equalsHashCodeToString_areThoseOfTheDriver() throws SQLException {
    Connection raw = driver.fake(Connection.class);
    Connection one = tracing.connection(raw);
    Connection two = tracing.connection(raw);
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).hasToString(raw.toString());
    assertThat(one).isNotEqualTo(tracing.connection(driver.fake(Connection.class)));
    assertThat(one).isNotEqualTo(raw);
    assertThat(tracing.connection(one)).isSameAs(one);
  }

  @Test
  void checkout_asksTheDriverNothingMore() throws SQLException {
    for (int i = 0; i < 3; i++) {
      driver.calls.clear();
      Connection connection = source.getConnection();
      Statement statement = connection.createStatement();
      statement.execute("SELECT 1");
      statement.close();
      connection.close();
      List<String> names = driver.calls.stream().map(call -> call.method().getName()).toList();
      if (i == 0) { // once for a source, and drivers know it without asking the database
        assertThat(names)
            .containsExactly(
                "getConnection",
                "createStatement",
                "getMetaData",
                "getURL",
                "execute",
                "close",
                "close");
      } else {
        assertThat(names)
            .containsExactly("getConnection", "createStatement", "execute", "close", "close");
      }
    }
  }

  /** One that is made at the first statement would be made for nothing. */
  @Test
  void commit_withoutAStatement_asksTheDriverNothingMore() throws SQLException {
    DataSource transactions =
        JdbcTracing.builder(test.tracer())
            .transactions(true)
            .build()
            .dataSource(driver.fake(DataSource.class));
    Connection connection = transactions.getConnection();
    connection.commit();
    assertThat(driver.calls)
        .extracting(call -> call.method().getName())
        .containsExactly("getConnection", "commit");

    driver.answer =
        method ->
            method.getName().equals("getURL")
                ? "jdbc:postgresql://db/shop"
                : driver.sample(method.getReturnType());
    connection.createStatement().execute("SELECT 1");
    connection.rollback();
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("db.namespace"))
        .containsExactly(null, "shop", "shop");
  }

  @Test
  void metaDataThatThrow_spansAreThereAllTheSame() throws SQLException {
    driver.answer =
        method -> {
          if (method.getName().equals("getMetaData")) {
            throw new SQLException("lost");
          }
          return driver.sample(method.getReturnType());
        };
    source.getConnection().createStatement().execute("SELECT * FROM t");
    assertThat(test.spans()).hasSize(1);
    assertThat(test.spans().get(0).attributes().get("db.system.name")).isEqualTo("other_sql");

    driver.answer = // which recovers
        method ->
            method.getName().equals("getURL")
                ? "jdbc:postgresql://db/shop"
                : driver.sample(method.getReturnType());
    source.getConnection().createStatement().execute("SELECT * FROM t");
    assertThat(test.spans().get(1).attributes().get("db.system.name")).isEqualTo("postgresql");
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void connections_areNotKept() throws Exception {
    List<WeakReference<Object>> references = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Connection connection = source.getConnection();
      connection.createStatement().execute("SELECT 1");
      references.add(new WeakReference<>(connection));
      references.add(new WeakReference<>(((TracedConnection) connection).delegate));
    }
    driver.calls.clear();
    for (WeakReference<Object> reference : references) {
      while (reference.get() != null) {
        assertThat(Thread.currentThread().isInterrupted())
            .as("the test's timeout is over")
            .isFalse();
        System.gc();
      }
    }
  }

  @Test
  void millionCheckouts_heapStaysFlat() throws SQLException {
    Connection raw = driver.fake(Connection.class);
    DataSource traced = tracing.dataSource(new PlainDataSource(() -> raw)); // not a noting fake
    long before = 0;
    for (int i = 0; i < 1_000_000; i++) {
      traced.getConnection();
      if (i == 10_000) {
        before = usedAfterCollection();
      }
    }
    assertThat(usedAfterCollection() - before).isLessThan(8 << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void pooledConnection_eventsAreOfTheWrapper() {
    List<Object> told = new ArrayList<>();
    ConnectionEventListener listener =
        new ConnectionEventListener() {
          @Override
          public void connectionClosed(ConnectionEvent event) {
            told.add(event.getSource());
          }

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {
            told.add(event.getSQLException());
          }
        };
    PooledConnection raw = driver.fake(PooledConnection.class);
    PooledConnection pooled = new TracedPooledConnection<>(raw, new Connector(() -> null, null));
    pooled.addConnectionEventListener(listener);
    ConnectionEventListener standIn =
        (ConnectionEventListener) driver.callsOf(raw).get(0).arguments().get(0);
    SQLException error = new SQLException();
    standIn.connectionClosed(new ConnectionEvent(raw));
    standIn.connectionErrorOccurred(new ConnectionEvent(raw, error));
    assertThat(told).containsExactly(pooled, error);

    pooled.removeConnectionEventListener(listener);
    assertThat(driver.callsOf(raw).get(1).arguments()).containsExactly(standIn);
  }

  @Test
  void pooledConnection_statementEventsAreOfTheWrapper() {
    List<StatementEvent> told = new ArrayList<>();
    StatementEventListener listener =
        new StatementEventListener() {
          @Override
          public void statementClosed(StatementEvent event) {
            told.add(event);
          }

          @Override
          public void statementErrorOccurred(StatementEvent event) {
            told.add(event);
          }
        };
    PooledConnection raw = driver.fake(PooledConnection.class);
    PooledConnection pooled = new TracedPooledConnection<>(raw, new Connector(() -> null, null));
    pooled.addStatementEventListener(listener);
    StatementEventListener standIn =
        (StatementEventListener) driver.callsOf(raw).get(0).arguments().get(0);
    PreparedStatement statement = driver.fake(PreparedStatement.class);
    standIn.statementClosed(new StatementEvent(raw, statement));
    standIn.statementErrorOccurred(new StatementEvent(raw, statement, new SQLException()));
    assertThat(told).hasSize(2).allMatch(event -> event.getSource() == pooled);
    pooled.removeStatementEventListener(listener);
    assertThat(driver.callsOf(raw).get(1).arguments()).containsExactly(standIn);
  }

  /** Some drivers keep listeners in a list, MySQL's does in a map. */
  @Test
  void pooledConnection_listenerAddedTwice_isKeptAsTheDriverKeepsIt() {
    ConnectionEventListener listener = driver.fake(ConnectionEventListener.class);
    PooledConnection raw = driver.fake(PooledConnection.class);
    PooledConnection pooled = new TracedPooledConnection<>(raw, new Connector(() -> null, null));
    pooled.addConnectionEventListener(listener);
    pooled.addConnectionEventListener(listener);
    pooled.addConnectionEventListener(driver.fake(ConnectionEventListener.class));
    pooled.removeConnectionEventListener(listener);
    assertAddedTwiceAndRemoved(raw);
  }

  @Test
  void pooledConnection_statementListenerAddedTwice_isKeptAsTheDriverKeepsIt() {
    StatementEventListener listener = driver.fake(StatementEventListener.class);
    PooledConnection raw = driver.fake(PooledConnection.class);
    PooledConnection pooled = new TracedPooledConnection<>(raw, new Connector(() -> null, null));
    pooled.addStatementEventListener(listener);
    pooled.addStatementEventListener(listener);
    pooled.addStatementEventListener(driver.fake(StatementEventListener.class));
    pooled.removeStatementEventListener(listener);
    assertAddedTwiceAndRemoved(raw);
  }

  private void assertAddedTwiceAndRemoved(PooledConnection raw) {
    List<Object> told = driver.callsOf(raw).stream().map(call -> call.arguments().get(0)).toList();
    List<Object> added = told.subList(0, 3);
    Object removed = told.get(3);

    Set<Object> set = new LinkedHashSet<>(added);
    assertThat(set.remove(removed)).isTrue();
    assertThat(set).containsExactly(added.get(2));
    List<Object> list = new ArrayList<>(added);
    assertThat(list.remove(removed)).isTrue();
    assertThat(list).containsExactly(added.get(1), added.get(2));
  }

  @Test
  void pooledConnection_noListener_reachesTheDriver() {
    PooledConnection raw = driver.fake(PooledConnection.class);
    PooledConnection pooled = new TracedPooledConnection<>(raw, new Connector(() -> null, null));
    pooled.addConnectionEventListener(null);
    pooled.removeConnectionEventListener(null);
    pooled.addStatementEventListener(null);
    pooled.removeStatementEventListener(null);
    assertThat(driver.callsOf(raw))
        .hasSize(4)
        .allSatisfy(call -> assertThat(call.arguments()).containsOnlyNulls());
  }

  @Test
  void close_ofTheDataSource_reachesAPool() throws Exception {
    List<String> closed = new ArrayList<>();
    class Pool extends PlainDataSource implements AutoCloseable {
      Pool() {
        super(() -> null);
      }

      @Override
      public void close() {
        closed.add("pool");
      }
    }
    ((AutoCloseable) tracing.dataSource(new Pool())).close();
    assertThat(closed).containsExactly("pool");
    ((AutoCloseable) source).close(); // which cannot be closed: nothing happens
  }

  @Test
  void null_isRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> JdbcTracing.of(null)).withMessage("tracer");
    assertThatNullPointerException()
        .isThrownBy(() -> tracing.dataSource(null))
        .withMessage("source");
    assertThatNullPointerException()
        .isThrownBy(() -> tracing.xaDataSource(null))
        .withMessage("source");
    assertThatNullPointerException()
        .isThrownBy(() -> tracing.connectionPoolDataSource(null))
        .withMessage("source");
    assertThatNullPointerException()
        .isThrownBy(() -> tracing.connection(null))
        .withMessage("connection");
  }
}
