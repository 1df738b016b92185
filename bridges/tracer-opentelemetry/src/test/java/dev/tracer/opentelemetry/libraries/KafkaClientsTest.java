// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import dev.tracer.Span;
import dev.tracer.internal.LogCapture;
import dev.tracer.kafka.kit.Broker;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Kafka's clients as OpenTelemetry's published library wraps them, on a real broker. */
class KafkaClientsTest {
  @Test
  void sendAndProcess_areOneTrace() throws Exception {
    try (LogCapture log = new LogCapture();
        TestTracer test = TestTracer.create();
        Broker broker = Broker.create()) {
      Map<String, Object> config =
          Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest");
      try (Admin admin = Admin.create(config)) {
        admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
      }
      KafkaTelemetry telemetry = KafkaTelemetry.create(OpenTelemetryBridge.of(test.tracer()));
      try (Producer<String, String> producer =
              telemetry.wrap(
                  new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
          Consumer<String, String> consumer =
              telemetry.wrap(
                  new KafkaConsumer<>(
                      config, new StringDeserializer(), new StringDeserializer()))) {
        test.tracer()
            .run(
                "order",
                span ->
                    producer
                        .send(
                            new ProducerRecord<>("orders", "v"),
                            (metadata, error) -> Span.current().set("seen", true))
                        .get());
        consumer.assign(List.of(new TopicPartition("orders", 0)));
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        int fulfilled = 0;
        while (fulfilled == 0) {
          if (System.nanoTime() - deadline > 0) {
            throw new AssertionError("no record came");
          }
          for (var record : consumer.poll(Duration.ofMillis(500))) {
            test.tracer().run("fulfil", span -> span.set("value", record.value()));
            fulfilled++;
          }
        }
      }
      test.assertTree(
          """
          order
            orders publish [PRODUCER]
              orders process [CONSUMER]
                fulfil
          """);
    }
  }
}
