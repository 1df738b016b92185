// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.opentelemetry.instrumentation.graphql.v20_0.GraphQLTelemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** GraphQL Java with OpenTelemetry's published instrumentation. */
class GraphQlTest {
  private static final String SCHEMA =
      """
      type Query { order(id: ID!): Order }
      type Order { id: ID, items: [String], owner: String }
      """;

  @Test
  void operation_withFetchersOfBothKinds_isOneTrace() {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (LogCapture log = new LogCapture();
        TestTracer test = TestTracer.create()) {
      RuntimeWiring wiring =
          RuntimeWiring.newRuntimeWiring()
              .type(
                  "Query",
                  type ->
                      type.dataFetcher(
                          "order",
                          in -> test.tracer().call("load order", span -> Map.of("id", "1"))))
              .type(
                  "Order",
                  type ->
                      type.dataFetcher(
                              "items",
                              in ->
                                  CompletableFuture.supplyAsync(
                                      () -> test.tracer().call("load items", s -> List.of("a")),
                                      Context.taskWrapping(pool)))
                          .dataFetcher(
                              "owner",
                              in -> {
                                throw new IllegalStateException("nobody");
                              }))
              .build();
      GraphQL graphQl =
          GraphQL.newGraphQL(
                  new SchemaGenerator()
                      .makeExecutableSchema(new SchemaParser().parse(SCHEMA), wiring))
              .instrumentation(
                  GraphQLTelemetry.builder(OpenTelemetryBridge.of(test.tracer()))
                      .setDataFetcherInstrumentationEnabled(true)
                      .setAddOperationNameToSpanName(true)
                      .build()
                      .newInstrumentation())
              .build();
      ExecutionResult result =
          test.tracer()
              .call(
                  "page",
                  span ->
                      graphQl.execute("query Show { order(id: \"secret\") { id items owner } }"));
      assertThat(result.getErrors()).hasSize(1);
      test.assertTree(
          """
          page
            query Show ERROR
              order
                load order
                items
                  load items
                owner ERROR
          """);
      assertThat(test.spans().toString()).doesNotContain("secret");
    } finally {
      pool.shutdown();
    }
  }
}
