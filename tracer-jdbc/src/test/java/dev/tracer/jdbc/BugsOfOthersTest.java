// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.testing.TestTracer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bugs and complaints that tracers of JDBC and cleaners of SQL have had, and which test shows that
 * this one does not have them. OJI is opentelemetry-java-instrumentation.
 *
 * <pre>
 *  1 statements lead to the bare connection (OJI#10550):
 *    WrapperTest.parts_leadBackToTheWrapper
 *  2 round trips at each checkout (OJI#7984):
 *    WrapperTest.checkout_asksTheDriverNothingMore
 *  3 a dead connection is kept (OJI#8303):
 *    WrapperTest.connections_areNotKept
 *  4 500 MB for what is known of connections (OJI#4263):
 *    WrapperTest.millionCheckouts_heapStaysFlat
 *  5 the cache keeps huge statements (OJI#13180):
 *    StatementCacheTest.get_longStatementsAndSecretsAreNotKept
 *  6 the stack overflows at 2,000 values (OJI#10564):
 *    SqlSanitizerTest.sanitize_millionValuesAreOne
 *  7 a routing source is taken for one database (OJI#13051):
 *    JdbcSpansTest.routingDataSource...
 *  8 passwords without quotes (OJI#15607, #15595):
 *    SqlSecretsTest
 *  9 a bracket in a literal, a summary cut short (dotnet-contrib#4929):
 *    SqlLiteralsTest
 * 10 literals as they are (sentry-javascript#24084):
 *    SqlLiteralsTest
 * 11 900 MB after 250,000 requests (data-source-decorator#29):
 *    as 4
 * 12 a leak in a scheduler (datasource-micrometer#38):
 *    executions_startNoThread
 * 13 spans for closing results (datasource-micrometer#67):
 *    everyExecution_hasOneSpan
 * 14 neither operation nor table is told (datasource-micrometer#75):
 *    JdbcSpansTest.query_hasOneSpan...
 * 15 isWrapperFor answers wrong (datasource-proxy#82):
 *    WrapperTest.unwrap...
 * 16 a null result is wrapped (datasource-proxy#117):
 *    noResult_staysNull, ForwardingTest.method_nullStaysNull
 * 17 the vendor's methods and toString are lost (p6spy#327, #559):
 *    WrapperTest.unwrap..., equalsHashCodeToString...
 * 18 no XA (java-jdbc#122):
 *    JdbcSpansTest.xaAndPooledConnections_areTraced
 * 19 isWrapperFor throws (java-spring-cloud#210):
 *    vendorThatThrows_isSeenAsItThrows
 * 20 casts to the vendor's type fail (java-specialagent#341):
 *    WrapperTest.unwrap_leadsToTheVendorsType
 * 21 generated keys are lost (HikariCP#1061):
 *    generatedKeys_areThere, ForwardingTest
 * 22 spans for connections are noise (apm-agent-java#941):
 *    JdbcSpansTest.transactionsAndConnections...
 * </pre>
 */
class BugsOfOthersTest {
  private final TestTracer test = TestTracer.create();
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:bugs");
    connection = JdbcTracing.of(test.tracer()).dataSource(h2).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id INT AUTO_INCREMENT, name VARCHAR(9))");
    }
    test.reset();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    test.close();
  }

  @Test
  void executions_startNoThread() throws SQLException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < 100; i++) {
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT " + i).next();
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .noneMatch(thread -> thread.getName().startsWith("tracer"));
  }

  @Test
  void everyExecution_hasOneSpan() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM item")) {
      for (int i = 0; i < 2; i++) {
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          rows.getMetaData().getColumnCount();
        }
      }
    }
    test.assertTree(
        """
        SELECT item [CLIENT]
        SELECT item [CLIENT]
        """);
  }

  @Test
  void noResult_staysNull() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO item (name) VALUES ('a')");
      assertThat(statement.getResultSet()).isNull();
    }
  }

  @Test
  void generatedKeys_areThere() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO item (name) VALUES ('a')", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(1);
      }
      statement.executeUpdate("INSERT INTO item (name) VALUES ('b')", new String[] {"ID"});
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt("ID")).isEqualTo(2);
      }
    }
  }

  @Test
  void vendorThatThrows_isSeenAsItThrows() {
    FakeDriver driver = new FakeDriver();
    Connection vendor = driver.fake(Connection.class);
    SQLException refusal = new SQLException("ORA-17023");
    driver.answer =
        method -> {
          throw refusal;
        };
    Connection traced = JdbcTracing.of(test.tracer()).connection(vendor);
    assertThatThrownBy(() -> traced.isWrapperFor(String.class)).isSameAs(refusal);
    assertThatThrownBy(() -> traced.unwrap(String.class)).isSameAs(refusal);
    assertThatThrownBy(traced::createStatement).isSameAs(refusal);
  }
}
