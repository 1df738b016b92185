// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application's result comes first, whichever part of the tracer throws. */
class BrokenTracerTest {
  private static final Logger LOG = Logger.getLogger("dev.tracer");

  enum Part {
    FILTERED_SPAN(
        builder ->
            builder.filter(
                span ->
                    (SpanData)
                        Proxy.newProxyInstance(
                            SpanData.class.getClassLoader(),
                            new Class<?>[] {SpanData.class},
                            (proxy, method, arguments) -> {
                              throw new AssertionError("filtered span");
                            }))),
    FILTER(
        builder ->
            builder.filter(
                span -> {
                  throw new AssertionError("filter");
                })),
    PROCESSOR(
        builder ->
            builder.processor(
                span -> {
                  throw new InternalError("processor");
                })),
    SAMPLER(builder -> builder.sampler(new Broken())),
    LISTENER(
        builder ->
            builder.scopeListener(
                now -> {
                  throw new AssertionError("listener");
                }));

    private final UnaryOperator<TracerBuilder> breaking;

    Part(UnaryOperator<TracerBuilder> breaking) {
      this.breaking = breaking;
    }
  }

  private static final class Broken implements Sampler {
    @Override
    public SamplingResult sample(
        Context parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      throw new AssertionError("sampler");
    }
  }

  private final JdbcDataSource h2 = new JdbcDataSource();

  @BeforeEach
  void silence() {
    LOG.setLevel(Level.OFF); // what the faults have to say is other tests' business
    h2.setURL("jdbc:h2:mem:broken");
  }

  @AfterEach
  void listen() {
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void statements_ofABrokenTracer_giveWhatTheDatabaseDoes(Part part) throws SQLException {
    try (Tracer tracer =
            part.breaking.apply(Tracer.builder("broken").processor(span -> {})).build();
        Connection connection = JdbcTracing.of(tracer).dataSource(h2).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INT PRIMARY KEY)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO orders VALUES (?)")) {
        for (int id = 1; id <= 2; id++) {
          insert.setInt(1, id);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).containsExactly(1, 1);
      }
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM orders")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
      assertThatThrownBy(() -> statement.execute("SELECT nothing FROM nowhere"))
          .isInstanceOf(SQLException.class);

      assertThat(tracer.stats().faults()).isPositive();
    }
  }
}
