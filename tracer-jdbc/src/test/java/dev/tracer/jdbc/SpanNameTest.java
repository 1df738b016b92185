// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.testing.TestTracer;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of spans that have no summary. */
class SpanNameTest {
  private final TestTracer test = TestTracer.create();

  @AfterEach
  void close() {
    test.close();
  }

  private String last() {
    return test.spans().get(test.spans().size() - 1).name();
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db:3307/shop, shop",
    "jdbc:mysql://db:3307/, db:3307",
    "jdbc:mysql://db/, db",
    "jdbc:oracle:thin:@db:1522:ORCL, db:1522",
    "jdbc:sqlite:, sqlite",
    "jdbc:unheard:, other_sql",
  })
  void statementThatTellsNothing_isNamedByItsTarget(String url, String name) throws SQLException {
    FakeDriver driver = new FakeDriver();
    driver.answer =
        method -> method.getName().equals("getURL") ? url : driver.sample(method.getReturnType());
    DataSource source = JdbcTracing.of(test.tracer()).dataSource(driver.fake(DataSource.class));
    source.getConnection().createStatement().execute("hello world");
    assertThat(last()).isEqualTo(name);
  }

  @Test
  void operation_isFollowedByTheFirstTargetThatIsKnown() {
    DbSpans bare = DbSpans.builder(test.tracer(), "mongodb").build();
    bare.start("ping", null).end();
    assertThat(last()).isEqualTo("ping");
    bare.start("", null).end();
    assertThat(last()).isEqualTo("mongodb");

    DbSpans server = DbSpans.builder(test.tracer(), "mongodb").server("db", 27017).build();
    server.start("ping", null).end();
    assertThat(last()).isEqualTo("ping db:27017");
    server.start("", null).end();
    assertThat(last()).isEqualTo("db:27017");
    server.startQuery("hello world").end();
    assertThat(last()).isEqualTo("db:27017");

    DbSpans named =
        DbSpans.builder(test.tracer(), "mongodb").server("db", 27017).namespace("shop").build();
    named.start("ping", null).end();
    assertThat(last()).isEqualTo("ping shop");
    named.start("find", "orders").end();
    assertThat(last()).isEqualTo("find orders");
    named.start("", "orders").end();
    assertThat(last()).isEqualTo("orders");
  }

  @Test
  void namespaceOfRedis_isANumberAndInNoName() {
    DbSpans redis =
        DbSpans.builder(test.tracer(), "redis").server("cache", 6379).namespace("15").build();
    redis.start("PING", null).end();
    assertThat(last()).isEqualTo("PING cache:6379");
    DbSpans.builder(test.tracer(), "redis").namespace("15").build().start("PING", null).end();
    assertThat(last()).isEqualTo("PING");
  }
}
