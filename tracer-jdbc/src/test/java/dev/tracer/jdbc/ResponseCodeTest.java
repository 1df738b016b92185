// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.testing.TestTracer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code of an exception that spans tell, of whatever database. */
class ResponseCodeTest {
  private static final String SQL_EXCEPTION = "java.sql.SQLException";

  private final TestTracer test = TestTracer.create();
  private final FakeDriver driver = new FakeDriver();
  private final DataSource raw = driver.fake(DataSource.class);

  @AfterEach
  void close() {
    test.close();
  }

  private void answer(String url, String failing, SQLException error) {
    driver.answer =
        method -> {
          if (method.getName().equals(failing)) {
            throw error;
          }
          return method.getName().equals("getURL") ? url : driver.sample(method.getReturnType());
        };
  }

  private Attributes failed() {
    return test.spans().get(test.spans().size() - 1).attributes();
  }

  private static void assertCode(Attributes attributes, String code) {
    assertThat(attributes.get("db.response.status_code")).isEqualTo(code);
    assertThat(attributes.get("error.type")).isEqualTo(code == null ? SQL_EXCEPTION : code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          jdbc:mysql://db/shop | 23000 | 1062 | 1062
          jdbc:mysql://db/shop | 08S01 | 0 | 08S01
          jdbc:mariadb://db/shop | 42S02 | 1146 | 1146
          jdbc:sqlserver://db | S0002 | 208 | 208
          jdbc:oracle:thin:@db:1521:X | 42000 | 942 | ORA-00942
          jdbc:oracle:thin:@db:1521:X | 08006 | 17002 | ORA-17002
          jdbc:oracle:thin:@db:1521:X | 99999 | 100000 | ORA-100000
          jdbc:oracle:thin:@db:1521:X | 08006 | 0 | 08006
          jdbc:db2://db/shop | 42704 | -204 | -204
          jdbc:sqlite:shop.db | - | 19 | 19
          jdbc:postgresql://db/shop | 23505 | 0 | 23505
          jdbc:postgresql://db/shop | 23505 | 7 | 23505
          jdbc:derby:shop | 42X05 | 30000 | 42X05
          jdbc:h2:mem:shop | 42S22 | 42122 | 42S22
          jdbc:h2:mem:shop | '' | 42122 | 42122
          jdbc:hsqldb:mem:shop | 42501 | -5501 | 42501/-5501
          jdbc:unheard://db/shop | 42000 | 1071 | 42000/1071
          jdbc:unheard://db/shop | 42000 | 0 | 42000
          jdbc:unheard://db/shop | - | 1071 | 1071
          jdbc:unheard://db/shop | - | 0 | -
          """)
  void code_isTheMostSpecificOne(String url, String state, int vendorCode, String expected)
      throws SQLException {
    answer(url, "executeUpdate", new SQLException("secret", state, vendorCode));
    Statement statement =
        JdbcTracing.of(test.tracer()).dataSource(raw).getConnection().createStatement();
    assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t"))
        .isInstanceOf(SQLException.class);
    assertCode(failed(), expected);
  }

  /** Of a driver that keeps its exceptions in another class. */
  private static final class NestedException extends SQLException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void noCode_typeIsTheCanonicalName() throws SQLException {
    answer("jdbc:postgresql://db/shop", "executeUpdate", new NestedException());
    Statement statement =
        JdbcTracing.of(test.tracer()).dataSource(raw).getConnection().createStatement();
    assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t"))
        .isInstanceOf(NestedException.class);
    assertThat(failed().get("error.type"))
        .isEqualTo("dev.tracer.jdbc.ResponseCodeTest.NestedException");
    assertThat(test.spans().get(0).statusDescription()).isNull(); // it would say the same
  }

  @Test
  void code_isTheSameWhateverFails() throws SQLException {
    JdbcTracing tracing =
        JdbcTracing.builder(test.tracer())
            .returnedRows(true)
            .transactions(true)
            .connections(true)
            .build();
    DataSource source = tracing.dataSource(raw);
    SQLException error = new SQLException("secret", "42000", 942);

    answer("jdbc:oracle:thin:@db:1521:X", "next", error);
    Connection connection = source.getConnection();
    ResultSet rows = connection.createStatement().executeQuery("SELECT a FROM t");
    assertThatThrownBy(rows::next).isSameAs(error);
    assertCode(failed(), "ORA-00942");

    answer("jdbc:oracle:thin:@db:1521:X", "commit", error);
    assertThatThrownBy(connection::commit).isSameAs(error);
    assertCode(failed(), "ORA-00942");

    answer("jdbc:oracle:thin:@db:1521:X", "getConnection", error);
    assertThatThrownBy(source::getConnection).isSameAs(error);
    assertCode(failed(), "ORA-00942");
  }

  @Test
  void code_ofADatabaseThatIsNotKnownYet_isBoth() {
    DataSource source =
        JdbcTracing.builder(test.tracer()).connections(true).build().dataSource(raw);
    answer("jdbc:mysql://db/shop", "getConnection", new SQLException("secret", "28000", 1045));
    assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
    assertCode(failed(), "28000/1045");
  }
}
