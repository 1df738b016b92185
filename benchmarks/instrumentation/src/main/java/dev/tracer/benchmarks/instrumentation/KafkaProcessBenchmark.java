// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.kafka.KafkaTracing;
import io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does it cost to process a record in a span? A poll of 100 records with {@code traceparent}
 * headers, each handled in a sampled CONSUMER span of its own. Times are for one record. Subtract
 * {@code untraced}.
 *
 * <p>Dimensions: the library; OpenTelemetry with its instrumentation for kafka-clients, which makes
 * the spans as the records are iterated.
 */
@OperationsPerInvocation(KafkaProcessBenchmark.RECORDS)
public class KafkaProcessBenchmark {
  static final int RECORDS = 100;

  /** The consumers. */
  @State(Scope.Thread)
  public static class Consumers {
    final Consumer<String, String> untraced = new InstantConsumer();
    KafkaTracing kafka;
    Consumer<String, String> tracer;
    Consumer<String, String> openTelemetry;

    /** Wraps the consumers and looks whether both libraries make spans. */
    @Setup
    public void open(TracerState ours, OpenTelemetryState theirs) {
      kafka = KafkaTracing.of(ours.tracer);
      tracer = kafka.consumer(new InstantConsumer());
      openTelemetry =
          KafkaTelemetry.create(KafkaSendBenchmark.Producers.sdk(theirs))
              .wrap(new InstantConsumer());
      kafka.forEach(tracer.poll(Duration.ZERO), record -> {});
      for (ConsumerRecord<String, String> record : openTelemetry.poll(Duration.ZERO)) {
        record.value();
      }
      if (ours.last.span == null || theirs.last.span == null) {
        throw new IllegalStateException("no span was made");
      }
    }
  }

  /** Brings the same records at each poll. */
  private static final class InstantConsumer extends MockConsumer<String, String> {
    private final ConsumerRecords<String, String> records;

    InstantConsumer() {
      super("earliest");
      List<ConsumerRecord<String, String>> list = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        ConsumerRecord<String, String> record =
            new ConsumerRecord<>("orders", 3, i, "order-" + i, "value");
        String parent = "00-%032x-%016x-03".formatted(i + 1, i + 1);
        record.headers().add("traceparent", parent.getBytes(UTF_8));
        list.add(record);
      }
      records = new ConsumerRecords<>(Map.of(new TopicPartition("orders", 3), list), Map.of());
    }

    @Override
    public synchronized ConsumerRecords<String, String> poll(Duration timeout) {
      return records;
    }
  }

  /** Each record in a span. */
  @Benchmark
  public void tracer(Consumers consumers, Blackhole hole) {
    consumers.kafka.forEach(
        consumers.tracer.poll(Duration.ZERO), record -> hole.consume(record.value()));
  }

  /** Each record in a span. */
  @Benchmark
  public void openTelemetry(Consumers consumers, Blackhole hole) {
    for (ConsumerRecord<String, String> record : consumers.openTelemetry.poll(Duration.ZERO)) {
      hole.consume(record.value());
    }
  }

  /** The same without tracing. */
  @Benchmark
  public void untraced(Consumers consumers, Blackhole hole) {
    for (ConsumerRecord<String, String> record : consumers.untraced.poll(Duration.ZERO)) {
      hole.consume(record.value());
    }
  }
}
