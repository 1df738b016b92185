// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.instrumentation.r2dbc.v1_0.R2dbcTelemetry;
import io.opentelemetry.instrumentation.reactor.v3_1.ContextPropagationOperator;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** R2DBC on H2 with OpenTelemetry's published proxy, across Reactor's schedulers. */
class R2dbcTest {
  private static Mono<Long> execute(Connection connection, String sql) {
    return Flux.from(connection.createStatement(sql).execute())
        .flatMap(Result::getRowsUpdated)
        .reduce(0L, Long::sum);
  }

  @Test
  void statements_acrossSchedulers_areOneTrace() {
    ContextPropagationOperator operator = ContextPropagationOperator.create();
    operator.registerOnEachOperator();
    try (LogCapture log = new LogCapture();
        TestTracer test = TestTracer.create()) {
      ConnectionFactoryOptions options = ConnectionFactoryOptions.parse("r2dbc:h2:mem:///orders");
      ConnectionFactory traced =
          R2dbcTelemetry.create(OpenTelemetryBridge.of(test.tracer()))
              .wrapConnectionFactory(ConnectionFactories.get(options), options);
      test.tracer()
          .run(
              "order",
              span ->
                  Flux.usingWhen(
                          Mono.from(traced.create()).publishOn(Schedulers.boundedElastic()),
                          connection ->
                              execute(connection, "create table item (id int)")
                                  .then(execute(connection, "insert into item values (1)"))
                                  .publishOn(Schedulers.parallel())
                                  .doOnNext(rows -> test.tracer().run("between", inner -> {}))
                                  .then(execute(connection, "select id from missing"))
                                  .onErrorResume(e -> Mono.just(0L)),
                          Connection::close)
                      .blockLast(Duration.ofMinutes(5)));
      test.assertTree(
          """
          order
            CREATE table orders [CLIENT]
            INSERT orders.item [CLIENT]
            between
            SELECT orders.missing [CLIENT] ERROR
          """);
    } finally {
      operator.resetOnEachOperator();
    }
  }
}
