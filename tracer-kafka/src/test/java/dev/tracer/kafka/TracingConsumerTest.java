// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is Kafka's own about consumers, on the real broker. */
@ExtendWith(Kafka.Extension.class)
class TracingConsumerTest {
  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final String group = "g-" + UUID.randomUUID();
  private final Kafka kafka;

  TracingConsumerTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    test.assertNoOpenSpans();
    test.close();
  }

  /** A topic with the values 0, 1, ... sent in traces of their own, whose spans are forgotten. */
  private String filled(int partitions, int count) throws Exception {
    String topic = kafka.topic(partitions);
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions, null, "" + i));
      }
    }
    test.reset();
    return topic;
  }

  private Consumer<String, String> consumer(KafkaTracing by, String topic) {
    Consumer<String, String> consumer =
        by.consumer(kafka.consumer("group.id", group, "client.id", "fulfilment-3"));
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  private static Object group(SpanData span) {
    return span.attributes().get("messaging.consumer.group.name");
  }

  @Test
  void process_tellsGroupAndClientOfPolledConsumer() throws Exception {
    String topic = filled(1, 1);
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      tracing.forEach(Kafka.read(consumer, 1), record -> {});
    }
    SpanData span = test.spans().get(0);
    assertThat(group(span)).isEqualTo(group);
    assertThat(span.attributes().get("messaging.client.id")).isEqualTo("fulfilment-3");
  }

  @Test
  void process_twoGroupsInOneThread_tellsThatOfTheLastPoll() throws Exception {
    String topic = filled(1, 1);
    try (Consumer<String, String> first = consumer(tracing, topic);
        Consumer<String, String> second =
            tracing.consumer(kafka.consumer("group.id", group + "-2"))) {
      second.subscribe(List.of(topic));
      tracing.forEach(Kafka.read(first, 1), record -> {});
      tracing.forEach(Kafka.read(second, 1), record -> {});
    }
    assertThat(test.spans())
        .extracting(TracingConsumerTest::group)
        .containsExactly(group, group + "-2");
  }

  @Test
  void process_afterPollsOfSeveralConsumers_tellsWhichOneBroughtTheRecord() throws Exception {
    String topic = filled(1, 2);
    String other = group + "-2";
    try (Consumer<String, String> first = consumer(tracing, topic);
        Consumer<String, String> second = tracing.consumer(kafka.consumer("group.id", other))) {
      second.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> ofFirst = Kafka.read(first, 2);
      List<ConsumerRecord<String, String>> ofSecond = Kafka.read(second, 2);
      tracing.forEach(ofFirst, record -> {});
      tracing.processBatch(ofFirst, batch -> {});
      tracing.forEach(ofSecond, record -> {});
      ExecutorService handlers = Executors.newSingleThreadExecutor();
      handlers.submit(() -> tracing.forEach(ofFirst, record -> {})).get();
      handlers.shutdown();
    }
    assertThat(test.spans())
        .extracting(TracingConsumerTest::group)
        .containsExactly(group, group, group, other, other, group, group);
  }

  @Test
  void process_recordOfAnEarlierPoll_tellsWhatItsPartitionsConsumersHaveInCommon()
      throws Exception {
    String topic = filled(1, 2);
    String elsewhere = filled(1, 1);
    String other = group + "-2";
    try (Consumer<String, String> first = consumer(tracing, topic);
        Consumer<String, String> second = tracing.consumer(kafka.consumer("group.id", other))) {
      second.subscribe(List.of(elsewhere));
      List<ConsumerRecord<String, String>> earlier = Kafka.read(first, 2);
      Kafka.read(second, 1);
      first.poll(Duration.ofMillis(10)); // from here on the records are of an earlier poll
      tracing.forEach(earlier, record -> {});
      tracing.process(new ConsumerRecord<>("unknown", 0, 0, "k", "v"), record -> {});
    }
    assertThat(test.spans())
        .extracting(TracingConsumerTest::group)
        .containsExactly(group, group, null);
  }

  @Test
  void process_afterCloseOfAConsumer_doesNotTellOfIt() throws Exception {
    String topic = filled(1, 1);
    Consumer<String, String> closed = tracing.consumer(kafka.consumer("group.id", group + "-old"));
    closed.close();
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      ConsumerRecord<String, String> record = Kafka.read(consumer, 1).get(0);
      Thread handler = new Thread(() -> tracing.process(record, r -> {}));
      handler.start();
      handler.join();
    }
    tracing.process(new ConsumerRecord<>(topic, 0, 0, "k", "v"), record -> {});
    assertThat(test.spans()).extracting(TracingConsumerTest::group).containsExactly(group, null);
  }

  @Test
  void poll_interrupted_isNoFailureAndStillThrows() {
    KafkaTracing receiving = KafkaTracing.builder(test.tracer()).receiveSpans(true).build();
    String topic = kafka.topic(1);
    try (Consumer<String, String> consumer = consumer(receiving, topic)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(5)))
          .isInstanceOf(InterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void process_onOtherThreads_keepsOrderOfEachPartitionAndTellsGroup() throws Exception {
    String topic = filled(2, 40);
    List<String> seen = new ArrayList<>();
    ExecutorService handlers = Executors.newSingleThreadExecutor();
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      List<Future<?>> futures = new ArrayList<>();
      for (ConsumerRecord<String, String> record : Kafka.read(consumer, 40)) {
        futures.add(
            handlers.submit(
                () -> tracing.process(record, r -> seen.add(r.partition() + ":" + r.value()))));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      handlers.shutdown();
    }
    assertThat(seen).hasSize(40);
    assertThat(test.spans()).hasSize(40).allMatch(span -> group.equals(group(span)));
    assertThat(test.spans()).extracting(SpanData::traceId).doesNotHaveDuplicates();
  }

  @Test
  void forEach_handlerThatThrows_stopsThereAndNothingIsCommitted() throws Exception {
    String topic = filled(1, 3);
    List<String> seen = new ArrayList<>();
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      List<ConsumerRecord<String, String>> records = Kafka.read(consumer, 3);
      assertThatThrownBy(
              () ->
                  tracing.forEach(
                      records,
                      record -> {
                        seen.add(record.value());
                        if (record.value().equals("1")) {
                          throw new IllegalArgumentException("poison");
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("poison");
    }
    assertThat(seen).containsExactly("0", "1");
    assertThat(test.spans())
        .extracting(SpanData::statusCode)
        .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
    assertThat(kafka.committed(group)).isEmpty();
  }

  @Test
  void seekPauseAndManualCommit_workAsWithoutTracing() throws Exception {
    String topic = filled(2, 10);
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition second = new TopicPartition(topic, 1);
    try (Consumer<String, String> consumer = tracing.consumer(kafka.consumer("group.id", group))) {
      consumer.assign(List.of(first, second));
      consumer.pause(List.of(second));
      tracing.forEach(Kafka.read(consumer, 5), record -> assertThat(record.partition()).isZero());
      assertThat(consumer.poll(Duration.ofMillis(100)).isEmpty()).isTrue();
      consumer.commitSync();
      assertThat(kafka.committed(group)).containsEntry(first, 5L);

      consumer.seek(first, 3);
      assertThat(Kafka.read(consumer, 2))
          .extracting(ConsumerRecord::offset)
          .containsExactly(3L, 4L);
      consumer.resume(List.of(second));
      assertThat(Kafka.read(consumer, 5)).allMatch(record -> record.partition() == 1);
      assertThat(consumer.position(second)).isEqualTo(5);
    }
    assertThat(test.spans()).hasSize(5);
  }

  @Test
  void poll_byDefault_makesNoSpan() throws Exception {
    String topic = filled(1, 1);
    long before = test.tracer().stats().started();
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      Kafka.read(consumer, 1);
      consumer.poll(Duration.ofMillis(50));
    }
    assertThat(test.tracer().stats().started()).isEqualTo(before);
  }

  @Test
  void poll_withReceiveSpans_makesOneForEachThatBringsRecords() throws Exception {
    KafkaTracing receiving = KafkaTracing.builder(test.tracer()).receiveSpans(true).build();
    String topic = filled(1, 3);
    int polls = 0;
    try (Consumer<String, String> consumer = consumer(receiving, topic)) {
      for (int records = 0; records < 3; ) {
        ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(100));
        records += batch.count();
        polls += batch.isEmpty() ? 0 : 1;
      }
      consumer.poll(Duration.ofMillis(50));
    }
    assertThat(test.spans()).hasSize(polls).allMatch(span -> span.name().equals("poll " + topic));
    assertThat(test.spans().stream().mapToLong(span -> span.links().size()).sum()).isEqualTo(3);
    assertThat(group(test.spans().get(0))).isEqualTo(group);
  }

  @Test
  void poll_thatFails_makesReceiveSpanIfWanted() throws Exception {
    KafkaTracing receiving = KafkaTracing.builder(test.tracer()).receiveSpans(true).build();
    String topic = filled(1, 1);
    try (Consumer<String, String> consumer =
        receiving.consumer(
            new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                java.util.Map.of(
                    "bootstrap.servers", kafka.bootstrap(), "auto.offset.reset", "earliest"),
                new org.apache.kafka.common.serialization.StringDeserializer(),
                (ignored, data) -> {
                  throw new IllegalStateException("poison");
                }))) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      assertThatThrownBy(
              () -> {
                while (true) {
                  consumer.poll(Duration.ofMillis(200));
                }
              })
          .isInstanceOf(RecordDeserializationException.class);
    }
    assertThat(test.spans()).hasSize(1);
    assertThat(test.spans().get(0).name()).isEqualTo("poll");
    assertThat(test.spans().get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void wakeup_isNoFailure() {
    KafkaTracing receiving = KafkaTracing.builder(test.tracer()).receiveSpans(true).build();
    String topic = kafka.topic(1);
    try (Consumer<String, String> consumer = consumer(receiving, topic)) {
      consumer.wakeup();
      assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(5)))
          .isInstanceOf(WakeupException.class);
    }
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void batchOfOnePartition_isProcessedAsAList() throws Exception {
    String topic = filled(2, 4);
    List<Integer> sizes = new ArrayList<>();
    try (Consumer<String, String> consumer = consumer(tracing, topic)) {
      int left = 4;
      while (left > 0) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
        left -= records.count();
        for (TopicPartition partition : records.partitions()) {
          tracing.processBatch(records.records(partition), batch -> sizes.add(batch.size()));
        }
      }
    }
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
    assertThat(test.spans())
        .allMatch(span -> span.attributes().get("messaging.destination.partition.id") != null);
  }

  @Test
  void consumerWithoutGroup_hasNone() throws Exception {
    String topic = filled(1, 1);
    try (Consumer<String, String> consumer = tracing.consumer(kafka.reader(topic, 1))) {
      tracing.forEach(Kafka.read(consumer, 1), record -> {});
    }
    assertThat(group(test.spans().get(0))).isNull();
  }

  @Test
  void wrappingAgain_changesNothing() {
    try (Consumer<String, String> consumer = tracing.consumer(kafka.consumer())) {
      assertThat(tracing.consumer(consumer)).isSameAs(consumer);
    }
  }

  @Test
  void processing_threeHops_isOneTrace() throws Exception {
    String orders = kafka.topic(1);
    String shipments = kafka.topic(1);
    try (Producer<String, String> producer = tracing.producer(kafka.producer());
        Consumer<String, String> fulfilment = tracing.consumer(kafka.reader(orders, 1));
        Consumer<String, String> notification = tracing.consumer(kafka.reader(shipments, 1))) {
      Span order = test.tracer().startSpan("POST /orders");
      try (var scope = order.makeCurrent()) {
        producer.send(new ProducerRecord<>(orders, "o")).get();
      }
      order.end();
      tracing.forEach(
          Kafka.read(fulfilment, 1),
          record ->
              producer
                  .send(new ProducerRecord<>(shipments, null, null, null, "s", record.headers()))
                  .get());
      tracing.forEach(Kafka.read(notification, 1), record -> {});
    }
    test.assertTree(
        """
        POST /orders
          send %1$s [PRODUCER]
            process %1$s [CONSUMER]
              send %2$s [PRODUCER]
                process %2$s [CONSUMER]
        """
            .formatted(orders, shipments));
  }
}
