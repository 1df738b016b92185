// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Clock;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.lang.ref.WeakReference;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of an H2 database in memory. */
class JdbcSpansTest {
  private static final String URL = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";
  private static final String TRACER_URL = URL.replace("jdbc:", "jdbc:tracer:");

  private final TestTracer test = TestTracer.create();
  private final JdbcDataSource h2 = new JdbcDataSource();

  @BeforeEach
  void createTables() throws SQLException {
    h2.setURL(URL);
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, owner VARCHAR(20))");
      statement.execute("INSERT INTO orders VALUES (1, 'Ann'), (2, 'Bob')");
    }
  }

  @AfterEach
  void dropAll() throws SQLException {
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
    TracingDriver.install(null);
    test.close();
  }

  private interface Settings {
    JdbcTracingBuilder apply(JdbcTracingBuilder builder);
  }

  private Connection connect(Settings settings) throws SQLException {
    DataSource source = settings.apply(JdbcTracing.builder(test.tracer())).build().dataSource(h2);
    return source.getConnection();
  }

  private Connection connect() throws SQLException {
    return JdbcTracing.of(test.tracer()).dataSource(h2).getConnection();
  }

  private SpanData only() {
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  @Test
  void query_hasOneSpanWithoutItsLiterals() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM orders WHERE owner = 'Ann'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
    test.tree()
        .withAttributes()
        .assertIs(
            """
            SELECT orders [CLIENT] db.system.name=h2database db.namespace=shop db.query.summary="SELECT orders" db.query.text="SELECT id FROM orders WHERE owner = ?"
            """);
    assertThat(only().kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(only().instrumentationScope().name()).isEqualTo("dev.tracer.jdbc");
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
  }

  @Test
  void preparedStatement_hasOneSpanForEachExecution() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 10; i < 13; i++) {
        insert.setInt(1, i);
        insert.setString(2, "secret");
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(test.spans()).hasSize(3).allMatch(span -> span.name().equals("INSERT orders"));
    assertThat(test.spans().toString()).doesNotContain("secret");
  }

  @Test
  void span_isAChildOfTheCurrentOneAndNotCurrentAfterwards() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      test.tracer().<SQLException>run("request", span -> statement.execute("SELECT 1"));
      statement.execute("SELECT 2");
    }
    test.assertTree(
        """
        request
          SELECT [CLIENT]
        SELECT [CLIENT]
        """);
    test.assertNoOpenScopes();
  }

  @Test
  void failure_tellsSqlStateAndNoMessage() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO orders VALUES (1, 'canary')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("canary");
    }
    SpanData span = only();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("db.response.status_code")).isEqualTo("23505");
    assertThat(span.attributes().get("error.type")).isEqualTo("23505");
    assertThat(span.events()).isEmpty();
    assertThat(span.statusDescription())
        .isEqualTo("org.h2.jdbc.JdbcSQLIntegrityConstraintViolationException");
    assertThat(span.attributes().toString()).doesNotContain("canary");
  }

  @Test
  void failure_withErrorMessages_tellsTheMessage() throws SQLException {
    try (Connection connection = connect(builder -> builder.errorMessages(true));
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT missing FROM orders"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(only().statusDescription()).contains("MISSING");
    assertThat(only().attributes().get("error.type")).isEqualTo("42S22");
  }

  @Test
  void batch_hasOneSpanWithItsSize() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES (?, 'x')");
        Statement statement = connection.createStatement()) {
      for (int i = 10; i < 13; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      statement.addBatch("UPDATE orders SET owner = 'a'");
      statement.addBatch("DELETE FROM orders WHERE id = 5");
      statement.executeBatch();
      statement.addBatch("DELETE FROM orders WHERE id = 6");
      statement.executeLargeBatch();
      statement.addBatch("DELETE FROM orders");
      statement.clearBatch();
      statement.executeBatch();
    }
    assertThat(test.spans())
        .extracting(
            SpanData::name,
            span -> span.attributes().get("db.operation.batch.size"),
            span -> span.attributes().get("db.query.text"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "BATCH INSERT orders", 3L, "INSERT INTO orders VALUES (?, ?)"),
            org.assertj.core.groups.Tuple.tuple(
                "BATCH", 2L, "UPDATE orders SET owner = ?; DELETE FROM orders WHERE id = ?"),
            org.assertj.core.groups.Tuple.tuple(
                "DELETE orders", null, "DELETE FROM orders WHERE id = ?"),
            org.assertj.core.groups.Tuple.tuple("BATCH", 0L, null));
  }

  @Test
  void batch_ofManyStatements_hasNoSummaryThatIsNotThatOfAll() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 100; i < 200; i++) {
        statement.addBatch("INSERT INTO orders VALUES (" + i + ", 'x')");
      }
      statement.executeBatch();
      for (int i = 100; i < 150; i++) {
        statement.addBatch("INSERT INTO orders VALUES (" + (i + 100) + ", 'x')");
        statement.addBatch("DELETE FROM orders WHERE id = " + i);
      }
      statement.executeBatch();
      for (int i = 300; i < 400; i++) {
        statement.addBatch("INSERT INTO orders VALUES (" + i + ", 'x')");
      }
      statement.addBatch("DELETE FROM orders");
      statement.executeBatch();
    }
    assertThat(test.spans())
        .extracting(SpanData::name)
        .containsExactly("BATCH INSERT orders", "BATCH", "BATCH");
  }

  @Test
  void url_ofADriverThatIsNotThere_isNamedWithoutItsSecrets() {
    assertThatThrownBy(
            () -> DriverManager.getConnection("jdbc:tracer:nosuch://h/d?password=secret"))
        .isInstanceOf(SQLException.class)
        .hasMessage("No suitable driver found for jdbc:nosuch:...");
  }

  @Test
  void callable_isNamedByItsProcedure() throws SQLException {
    try (Connection connection = connect();
        CallableStatement call = connection.prepareCall("{? = call abs(-5)}")) {
      call.registerOutParameter(1, java.sql.Types.INTEGER);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(5);
    }
    assertThat(only().name()).isEqualTo("call abs");
  }

  @Test
  void returnedRows_spanLastsUntilTheyAreRead() throws SQLException {
    try (Connection connection = connect(builder -> builder.returnedRows(true));
        Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("SELECT * FROM orders");
      assertThat(test.spans()).isEmpty();
      while (rows.next()) {
        rows.getString(2);
      }
      assertThat(only().attributes().get("db.response.returned_rows")).isEqualTo(2L);
      rows.close();
      assertThat(test.spans()).hasSize(1);
      test.reset();

      statement.executeQuery("SELECT * FROM orders").next();
      statement.executeQuery("SELECT 1"); // closes the result before
      assertThat(only().attributes().get("db.response.returned_rows")).isEqualTo(1L);
    }
    assertThat(test.spans()).hasSize(2);
    test.assertNoOpenSpans();
  }

  @Test
  void returnedRows_closedWithItsConnection_ends() throws SQLException {
    Connection connection = connect(builder -> builder.returnedRows(true));
    connection.createStatement().executeQuery("SELECT * FROM orders");
    connection.close();
    assertThat(only().attributes().get("db.response.returned_rows")).isEqualTo(0L);
  }

  @Test
  void returnedRows_ofAnAbortedConnection_end() throws SQLException {
    Connection connection = connect(builder -> builder.returnedRows(true));
    connection.createStatement().executeQuery("SELECT * FROM orders");
    connection.abort(Runnable::run);
    assertThat(only().attributes().get("db.response.returned_rows")).isEqualTo(0L);
  }

  @Test
  void returnedRows_resultsThatNobodyCloses_endTheOldestBeyondAHundred() throws SQLException {
    try (Connection connection = connect(builder -> builder.returnedRows(true))) {
      ResultSet oldest = connection.createStatement().executeQuery("SELECT * FROM orders");
      assertThat(oldest.next()).isTrue();
      for (int i = 0; i < 99; i++) {
        connection.createStatement().executeQuery("SELECT * FROM orders");
      }
      assertThat(test.spans()).isEmpty();
      ResultSet newest = connection.createStatement().executeQuery("SELECT * FROM orders");
      assertThat(only().attributes().get("db.response.returned_rows")).isEqualTo(1L);
      assertThat(oldest.next()).isTrue(); // it can be read on
      newest.close();
      connection.createStatement().executeQuery("SELECT * FROM orders");
      assertThat(test.spans()).hasSize(2); // there was room again
    }
    assertThat(test.spans()).hasSize(102);
    test.assertNoOpenSpans();
  }

  @Test
  void transactionsAndConnections_haveSpansOnDemand() throws SQLException {
    try (Connection connection = connect(builder -> builder.transactions(true).connections(true))) {
      connection.setAutoCommit(false);
      connection.commit();
      connection.rollback();
      connection.rollback(connection.setSavepoint());
    }
    test.assertTree(
        """
        getConnection
        COMMIT [CLIENT]
        ROLLBACK [CLIENT]
        ROLLBACK [CLIENT]
        """);
  }

  @Test
  void transactions_tellOperationSummaryAndDatabase() throws SQLException {
    try (Connection connection = connect(builder -> builder.transactions(true))) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("SELECT 1");
      test.reset();
      connection.commit();
      connection.rollback();
    }
    test.tree()
        .withAttributes()
        .assertIs(
            """
            COMMIT [CLIENT] db.system.name=h2database db.namespace=shop db.operation.name=COMMIT db.query.summary=COMMIT
            ROLLBACK [CLIENT] db.system.name=h2database db.namespace=shop db.operation.name=ROLLBACK db.query.summary=ROLLBACK
            """);
  }

  @Test
  void transactionsAndConnections_haveNoSpansByDefault() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      connection.commit();
      connection.getMetaData().getTables(null, null, null, null).close();
    }
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void queryText_off_summaryIsToldAlone() throws SQLException {
    try (Connection connection = connect(builder -> builder.queryText(false));
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT * FROM orders");
    }
    assertThat(only().attributes().get("db.query.text")).isNull();
    assertThat(only().attributes().get("db.query.summary")).isEqualTo("SELECT orders");
  }

  @Test
  void sqlCommenter_tellsTheDatabaseTheSpan() {
    FakeDriver driver = new FakeDriver();
    DataSource source =
        JdbcTracing.builder(test.tracer())
            .sqlCommenter(true)
            .build()
            .dataSource(driver.fake(DataSource.class));
    Connection connection = assertConnects(source);
    List<String> sent =
        test.tracer()
            .call(
                "request",
                span -> {
                  execute(connection, "SELECT 1 ; ");
                  execute(connection, "SELECT 1 /* own */");
                  prepare(connection, "SELECT 2");
                  return driver.calls.stream()
                      .filter(call -> !call.arguments().isEmpty())
                      .map(call -> String.valueOf(call.arguments().get(0)))
                      .toList();
                });
    String request = test.spans().get(2).traceId() + "-" + test.spans().get(2).spanId();
    String query = test.spans().get(0).traceId() + "-" + test.spans().get(0).spanId();
    assertThat(sent)
        .containsExactly(
            "SELECT 1 /*traceparent='00-" + query + "-01'*/ ; ",
            "SELECT 1 /* own */",
            "SELECT 2 /*traceparent='00-" + request + "-01'*/");
    assertThat(test.spans().get(0).attributes().get("db.query.text")).isEqualTo("SELECT ? ;");
  }

  private static Connection assertConnects(DataSource source) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(Connection connection, String sql) {
    try {
      connection.createStatement().execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void prepare(Connection connection, String sql) {
    try {
      connection.prepareStatement(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void url_beginningWithTracer_isTracedOnceInstalled() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TRACER_URL)) {
      connection.createStatement().execute("SELECT 1");
      assertThat(test.spans()).isEmpty();
      JdbcTracing.of(test.tracer()).installForUrls();
      connection.createStatement().execute("SELECT 2");
    }
    assertThat(only().attributes().get("db.namespace")).isEqualTo("shop");
    assertThat(DriverManager.getDriver(TRACER_URL).acceptsURL(URL)).isFalse();
    assertThat(DriverManager.getDriver(TRACER_URL).connect(URL, new java.util.Properties()))
        .isNull();
  }

  @Test
  void url_beginningWithTracer_sharesItsStatementsAndFollowsTheTracing() throws SQLException {
    JdbcTracing.of(test.tracer()).installForUrls();
    try (TracedConnection first = (TracedConnection) DriverManager.getConnection(TRACER_URL);
        TracedConnection second = (TracedConnection) DriverManager.getConnection(TRACER_URL)) {
      assertThat(first.database(first.spans())).isSameAs(second.database(second.spans()));
      first.createStatement().execute("SELECT 1");
      JdbcTracing.builder(test.tracer()).queryText(false).build().installForUrls();
      first.createStatement().execute("SELECT 2");
    }
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("db.query.text"))
        .containsExactly("SELECT ?", null);
  }

  @Test
  void url_beginningWithTracer_uninstalled_hasNoSpans() throws SQLException {
    JdbcTracing tracing = JdbcTracing.of(test.tracer());
    tracing.installForUrls();
    JdbcTracing.of(test.tracer()).uninstallForUrls(); // not the one that is installed
    try (Connection connection = DriverManager.getConnection(TRACER_URL)) {
      connection.createStatement().execute("SELECT 1");
      tracing.uninstallForUrls();
      connection.createStatement().execute("SELECT 2");
    }
    assertThat(test.spans()).hasSize(1);
  }

  @Test
  void url_beginningWithTracer_uninstalled_openConnectionsKeepNoTracer() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TRACER_URL)) {
      WeakReference<Clock> clock = executeTraced(connection);
      while (clock.get() != null) {
        assertThat(Thread.currentThread().isInterrupted())
            .as("the test's timeout is over")
            .isFalse();
        System.gc();
      }
    }
  }

  /** The clock of a tracer that is undeployed, which lives as long as the tracer. */
  private static WeakReference<Clock> executeTraced(Connection connection) throws SQLException {
    try (TestTracer undeployed = TestTracer.create()) {
      JdbcTracing tracing = JdbcTracing.of(undeployed.tracer());
      tracing.installForUrls();
      connection.createStatement().execute("SELECT 1");
      tracing.uninstallForUrls();
      return new WeakReference<>(undeployed.clock());
    }
  }

  @Test
  void wrappersAroundWrappers_haveOneSpan() throws SQLException {
    JdbcTracing tracing = JdbcTracing.of(test.tracer());
    DataSource source =
        tracing.dataSource(new PlainDataSource(tracing.dataSource(h2)::getConnection));
    assertThat(tracing.dataSource(source)).isSameAs(source);
    try (Connection connection = source.getConnection()) {
      connection.createStatement().execute("SELECT 1");
    }
    assertThat(test.spans()).hasSize(1);
  }

  @Test
  void routingDataSource_severalDatabases_spansTellWhereTheyLead() throws SQLException {
    JdbcDataSource other = new JdbcDataSource();
    other.setURL("jdbc:h2:mem:archive");
    DataSource[] chosen = new DataSource[1];
    DataSource source =
        JdbcTracing.builder(test.tracer())
            .severalDatabases(true)
            .build()
            .dataSource(new PlainDataSource(() -> chosen[0].getConnection()));
    for (DataSource target : List.of(h2, other, h2)) {
      chosen[0] = target;
      try (Connection connection = source.getConnection()) {
        connection.createStatement().execute("SELECT 1");
      }
    }
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("db.namespace"))
        .containsExactly("shop", "archive", "shop");
  }

  @Test
  void xaAndPooledConnections_areTraced() throws SQLException {
    JdbcTracing tracing = JdbcTracing.of(test.tracer());
    var xa = tracing.xaDataSource(h2).getXAConnection();
    var pooled = tracing.connectionPoolDataSource(h2).getPooledConnection();
    assertThat(xa.getXAResource()).isNotNull();
    for (var source : List.of(xa, pooled)) {
      try (Connection connection = source.getConnection()) {
        connection.createStatement().execute("SELECT 1");
      }
      source.close();
    }
    assertThat(test.spans()).hasSize(2);
  }

  @Test
  void disabledTracer_everythingWorks() throws SQLException {
    DataSource source = JdbcTracing.of(Tracer.noop()).dataSource(h2);
    try (Connection connection = source.getConnection();
        ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM orders")) {
      assertThat(rows.next()).isTrue();
    }
  }
}
