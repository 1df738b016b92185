// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.opentelemetry.instrumentation.lettuce.v5_1.LettuceTelemetry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Lettuce with OpenTelemetry's published {@code Tracing}, on a real Redis. */
class LettuceTest {
  @Test
  void commands_blockingAsynchronousAndFailing_areOneTrace() throws Exception {
    try (LogCapture log = new LogCapture();
        TestTracer test = TestTracer.create();
        RedisServer redis = RedisServer.start()) {
      OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
      ClientResources resources =
          ClientResources.builder().tracing(LettuceTelemetry.create(bridge).newTracing()).build();
      RedisClient client = RedisClient.create(resources, redis.uri());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        connection.sync().ping(); // answers come in order: that of the client's greeting has come
        test.awaitNoOpenSpans(Duration.ofMinutes(5)); // an answer may be handed out before the end
        test.reset(); // they are traces of their own
        test.tracer()
            .run(
                "order",
                span -> {
                  connection.sync().set("item", "1");
                  assertThat(connection.async().get("item").get(5, TimeUnit.MINUTES))
                      .isEqualTo("1");
                  assertThat(catchThrowable(() -> connection.sync().lpush("item", "2")))
                      .hasMessageContaining("WRONGTYPE");
                });
      } finally {
        client.shutdown();
        resources.shutdown().get(5, TimeUnit.MINUTES);
      }
      test.assertTree(
          """
          order
            SET [CLIENT]
            GET [CLIENT]
            LPUSH [CLIENT] ERROR
          """);
      assertThat(test.spans().get(0).attributes().toString()).contains("SET item ?");
    }
  }
}
