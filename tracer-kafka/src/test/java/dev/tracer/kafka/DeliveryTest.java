// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same application, with and without tracing, sees and leaves the same behind. */
@ExtendWith(Kafka.Extension.class)
class DeliveryTest {
  private static final int PARTITIONS = 3;
  private static final int COUNT = 300;

  private final Kafka kafka;

  DeliveryTest(Kafka kafka) {
    this.kafka = kafka;
  }

  /** What an observer sees of one run, by partition. */
  private record Outcome(
      Map<Integer, List<String>> written,
      Map<Integer, List<String>> processed,
      Map<Integer, Long> committed) {}

  @Test
  void tracing_changesNeitherRecordsNorOrderNorOffsets() throws Exception {
    Outcome without = run(p -> p, c -> c, null);
    try (TestTracer test = TestTracer.create()) {
      KafkaTracing tracing = KafkaTracing.builder(test.tracer()).receiveSpans(true).build();
      Outcome with = run(tracing::producer, tracing::consumer, tracing);
      assertThat(with.written()).isEqualTo(without.written());
      assertThat(with.processed()).isEqualTo(without.processed());
      assertThat(with.committed()).isEqualTo(without.committed());
      test.assertNoOpenSpans();
      test.assertNoOpenScopes();
      assertThat(test.spans().stream().filter(s -> s.name().startsWith("send"))).hasSize(COUNT);
    }
    assertThat(without.committed().values().stream().mapToLong(o -> o).sum()).isEqualTo(COUNT);
  }

  /** The loop of the README, with a handler that fails at one record the first time. */
  @Test
  void recipe_handlerThatThrows_losesNoRecord() throws Exception {
    String topic = kafka.topic(1);
    String group = "g-" + UUID.randomUUID();
    List<String> seen = new ArrayList<>();
    try (TestTracer test = TestTracer.create()) {
      KafkaTracing tracing = KafkaTracing.of(test.tracer());
      try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
        for (int i = 0; i < 10; i++) {
          producer.send(new ProducerRecord<>(topic, "" + i));
        }
      }
      boolean[] failed = {false};
      for (int process = 0; process < 2; process++) {
        try (Consumer<String, String> consumer =
            tracing.consumer(
                kafka.consumer(
                    "group.id", group, "enable.auto.commit", "false", "max.poll.records", "2"))) {
          consumer.subscribe(List.of(topic));
          while (!seen.contains("9")) {
            tracing.forEach(
                consumer.poll(Duration.ofMillis(200)),
                record -> {
                  if (record.value().equals("3") && !failed[0]) {
                    failed[0] = true;
                    throw new IllegalStateException("the database is away");
                  }
                  seen.add(record.value());
                });
            consumer.commitSync();
          }
        } catch (IllegalStateException e) {
          assertThat(e).hasMessage("the database is away");
        }
      }
    }
    assertThat(seen).containsExactly("0", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  private Outcome run(
      UnaryOperator<Producer<String, String>> producers,
      UnaryOperator<Consumer<String, String>> consumers,
      KafkaTracing tracing)
      throws Exception {
    String topic = kafka.topic(PARTITIONS);
    String group = "g-" + UUID.randomUUID();
    // One request at a time, because otherwise retries of Kafka itself may change the order. Not by
    // idempotence: such a producer of 3.0.0 sometimes never ends its close.
    try (Producer<String, String> producer =
        producers.apply(
            kafka.producer(
                "enable.idempotence", "false", "max.in.flight.requests.per.connection", "1"))) {
      for (int i = 0; i < COUNT; i++) {
        String value = i % 10 == 0 ? null : "v" + i;
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, i % PARTITIONS, 1_000L + i, "k" + i % 7, value);
        record.headers().add("tenant", new byte[] {(byte) i});
        producer.send(record);
      }
    }
    Map<Integer, List<String>> processed = new TreeMap<>();
    // A consumer that dies in the middle, and one that takes over.
    consume(consumers, tracing, topic, group, COUNT / 2, processed);
    consume(consumers, tracing, topic, group, Integer.MAX_VALUE, processed);

    Map<Integer, List<String>> written = new TreeMap<>();
    for (ConsumerRecord<String, String> record : kafka.readAll(topic, PARTITIONS, COUNT)) {
      add(written, record);
    }
    Map<Integer, Long> committed = new TreeMap<>();
    kafka.committed(group).forEach((tp, offset) -> committed.put(tp.partition(), offset));
    return new Outcome(written, processed, committed);
  }

  /** Processes, and commits after each record; ends after {@code most} records or at the end. */
  private void consume(
      UnaryOperator<Consumer<String, String>> consumers,
      KafkaTracing tracing,
      String topic,
      String group,
      int most,
      Map<Integer, List<String>> processed) {
    int[] left = {most};
    try (Consumer<String, String> consumer =
        consumers.apply(kafka.consumer("group.id", group, "max.poll.records", "20"))) {
      consumer.subscribe(List.of(topic));
      int seen = processed.values().stream().mapToInt(List::size).sum();
      while (left[0] > 0 && seen < COUNT) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
        for (ConsumerRecord<String, String> record : records) {
          if (left[0]-- <= 0) {
            return;
          }
          if (tracing == null) {
            handle(consumer, record, processed);
          } else {
            tracing.process(record, r -> handle(consumer, r, processed));
          }
          seen++;
        }
      }
    }
  }

  private static void handle(
      Consumer<String, String> consumer,
      ConsumerRecord<String, String> record,
      Map<Integer, List<String>> processed) {
    add(processed, record);
    consumer.commitSync(
        Map.of(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1)));
  }

  /** All that tracing must leave alone. */
  private static void add(Map<Integer, List<String>> seen, ConsumerRecord<String, String> record) {
    seen.computeIfAbsent(record.partition(), p -> new ArrayList<>())
        .add(
            record.offset()
                + " "
                + record.timestamp()
                + " "
                + record.key()
                + "="
                + record.value()
                + " "
                + record.headers().lastHeader("tenant").value()[0]);
  }
}
