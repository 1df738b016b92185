// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that the application itself cancels while they run. */
class CancelledStatementTest {
  private final TestTracer test = TestTracer.create();
  private final FakeDriver driver = new FakeDriver();

  /** Runs in the driver, in place of what it would do; the method's own answer if it returns. */
  private Step inDriver = method -> {};

  private Statement statement;

  private interface Step {
    void run(String method) throws SQLException;
  }

  @BeforeEach
  void open() throws SQLException {
    driver.answer =
        method -> {
          inDriver.run(method.getName());
          return driver.sample(method.getReturnType());
        };
    DataSource source =
        JdbcTracing.builder(test.tracer())
            .returnedRows(true)
            .build()
            .dataSource(driver.fake(DataSource.class));
    Connection connection = source.getConnection();
    statement = connection.createStatement();
    test.reset();
  }

  @AfterEach
  void close() {
    test.assertNoOpenSpans();
    test.close();
  }

  private void cancelledWithin(String running) {
    inDriver =
        method -> {
          if (method.equals(running)) {
            CompletableFuture.runAsync(() -> assertThat(catchThrowable(statement::cancel)).isNull())
                .join();
            throw new SQLException("canceling statement due to user request", "57014");
          }
        };
  }

  private SpanData last() {
    return test.spans().get(test.spans().size() - 1);
  }

  private static void assertCancelled(SpanData span) {
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("error.type")).isNull();
    assertThat(span.events()).extracting(EventData::name).containsExactly("cancelled");
  }

  @Test
  void statementThatTheApplicationCancels_isAnEventAndNoError() {
    cancelledWithin("executeUpdate");

    assertThat(catchThrowable(() -> statement.executeUpdate("UPDATE item SET x = 1")))
        .hasMessageStartingWith("canceling");
    assertCancelled(last());
  }

  @Test
  void rowsThatTheApplicationCancels_areAnEventAndNoError() throws SQLException {
    cancelledWithin("next");
    ResultSet rows = statement.executeQuery("SELECT id FROM item");

    assertThat(catchThrowable(rows::next)).hasMessageStartingWith("canceling");
    assertCancelled(last());
  }

  @Test
  void nextExecution_thatFailsByItself_isAnError() {
    cancelledWithin("executeUpdate");
    Throwable unused = catchThrowable(() -> statement.executeUpdate("UPDATE item SET x = 1"));
    inDriver =
        method -> {
          throw new SQLException("timeout", "57014");
        };
    unused = catchThrowable(() -> statement.executeUpdate("UPDATE item SET x = 1"));

    assertThat(last().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(last().attributes().get("error.type")).isNotNull();
  }

  @Test
  void cancelThatTheDriverRefuses_makesNoCancellationOfAFailure() {
    inDriver =
        method -> {
          if (method.equals("cancel")) {
            throw new SQLFeatureNotSupportedException("cancel");
          }
          assertThat(catchThrowable(statement::cancel)).hasMessage("cancel");
          throw new SQLException("duplicate", "23505");
        };
    Throwable unused = catchThrowable(() -> statement.executeUpdate("INSERT INTO item VALUES (1)"));

    assertThat(last().statusCode()).isEqualTo(StatusCode.ERROR);
  }
}
