// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.testing.TestTracer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What spans tell of calls of stored procedures. */
class StoredProcedureTest {
  private final TestTracer test = TestTracer.create();
  private final FakeDriver driver = new FakeDriver();

  @AfterEach
  void close() {
    test.close();
  }

  private Connection connect(String url) {
    driver.answer =
        method -> method.getName().equals("getURL") ? url : driver.sample(method.getReturnType());
    return JdbcTracing.of(test.tracer()).connection(driver.fake(Connection.class));
  }

  private Attributes told() {
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0).attributes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          postgresql | {call settle} | call settle | settle | -
          postgresql | { ? = call shop.settle(?, 'x') } | call shop.settle | shop.settle | -
          postgresql | CALL settle(?) | CALL settle | settle | CALL settle(?)
          postgresql | CALL a(); CALL b() | CALL a CALL b | - | CALL a(); CALL b()
          postgresql | CALL a((SELECT b FROM c)) | CALL a SELECT c | - | CALL a((SELECT b FROM c))
          postgresql | {d '2020-01-01'} | - | - | {d ?}
          postgresql | EXECUTE plan(1) | EXECUTE plan | - | EXECUTE plan(?)
          postgresql | callable | - | - | callable
          sqlserver | EXEC dbo.settle @x = 1 | EXEC dbo.settle | dbo.settle | EXEC dbo.settle @x = ?
          sqlserver | EXECUTE settle | EXECUTE settle | settle | EXECUTE settle
          sqlserver | EXEC @code = settle | EXEC settle | settle | EXEC @code = settle
          sqlserver | EXEC @name 1 | EXEC | - | EXEC @name ?
          h2 | call next value for ids | call | - | call next value for ids
          """)
  void call_tellsItsProcedure(
      String subprotocol, String sql, String summary, String procedure, String text)
      throws SQLException {
    connect("jdbc:" + subprotocol + "://db/shop").prepareCall(sql).execute();
    assertThat(told().get("db.query.summary")).isEqualTo(summary);
    assertThat(told().get("db.stored_procedure.name")).isEqualTo(procedure);
    assertThat(told().get("db.query.text")).isEqualTo(text);
  }

  @Test
  void batchOfOneCall_tellsItsProcedure() throws SQLException {
    CallableStatement call = connect("jdbc:mysql://db/shop").prepareCall("{call settle(?)}");
    call.addBatch();
    call.addBatch();
    call.executeBatch();
    assertThat(told().get("db.query.summary")).isEqualTo("BATCH call settle");
    assertThat(told().get("db.stored_procedure.name")).isEqualTo("settle");
    assertThat(told().get("db.operation.batch.size")).isEqualTo(2L);
    assertThat(told().get("db.query.text")).isNull();
  }

  @Test
  void batchOfTwoCalls_tellsNoProcedure() throws SQLException {
    var statement = connect("jdbc:mysql://db/shop").createStatement();
    statement.addBatch("{call a}");
    statement.addBatch("{call b}");
    statement.executeBatch();
    assertThat(test.spans().get(0).name()).isEqualTo("BATCH");
    assertThat(told().get("db.stored_procedure.name")).isNull();
    assertThat(told().get("db.query.text")).isEqualTo("{call a}; {call b}");
  }
}
