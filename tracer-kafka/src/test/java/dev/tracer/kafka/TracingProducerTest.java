// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is Kafka's own about sends, on the real broker. */
@ExtendWith(Kafka.Extension.class)
class TracingProducerTest {
  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final Kafka kafka;

  TracingProducerTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    test.assertNoOpenSpans();
    test.close();
  }

  @Test
  void send_tellsPartitionOffsetKeyAndClient() throws Exception {
    String topic = kafka.topic(3);
    try (Producer<String, String> producer =
        tracing.producer(kafka.producer("client.id", "shop-7"))) {
      producer.send(new ProducerRecord<>(topic, 2, "k", "1")).get();
      producer.send(new ProducerRecord<>(topic, 2, "k", null)).get();
    }
    SpanData second = test.spans().get(1);
    assertThat(second.attributes().get("messaging.destination.partition.id")).isEqualTo("2");
    assertThat(second.attributes().get("messaging.kafka.offset")).isEqualTo(1L);
    assertThat(second.attributes().get("messaging.kafka.message.key")).isEqualTo("k");
    assertThat(second.attributes().get("messaging.kafka.message.tombstone")).isEqualTo(true);
    assertThat(second.attributes().get("messaging.client.id")).isEqualTo("shop-7");
    assertThat(test.spans().get(0).attributes().get("messaging.kafka.message.tombstone")).isNull();
  }

  @Test
  void send_withoutAcks_hasNoOffset() throws Exception {
    String topic = kafka.topic(1);
    try (Producer<String, String> producer =
        tracing.producer(kafka.producer("acks", "0", "enable.idempotence", "false"))) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
    }
    SpanData span = test.spans().get(0);
    assertThat(span.attributes().get("messaging.kafka.offset")).isNull();
    assertThat(span.attributes().get("messaging.destination.partition.id")).isEqualTo("0");
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void send_sameRecordAgain_isSentAndCounted() throws Exception {
    String topic = kafka.topic(1);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, "v");
    try (LogCapture log = new LogCapture();
        Producer<String, String> producer = tracing.producer(kafka.producer())) {
      producer.send(record).get();
      producer.send(record).get();
      assertThat(log.messages()).hasSize(1);
    }
    List<ConsumerRecord<String, String>> records = kafka.readAll(topic, 1, 2);
    assertThat(test.spans()).hasSize(2);
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
    assertThat(Kafka.header(records.get(1), "traceparent"))
        .isEqualTo(Kafka.header(records.get(0), "traceparent"));
  }

  @Test
  void send_serializerThatFails_failsSpanAndThrows() {
    String topic = kafka.topic(1);
    AtomicReference<Span> seen = new AtomicReference<>();
    Serializer<String> failing =
        (ignored, data) -> {
          seen.set(Span.current());
          throw new SerializationException("no schema");
        };
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrap());
    try (Producer<String, String> producer =
        tracing.producer(new KafkaProducer<>(config, new StringSerializer(), failing))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "v")))
          .isInstanceOf(SerializationException.class);
    }
    SpanData span = test.spans().get(0);
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(seen.get().spanId()).isEqualTo(span.spanId());
  }

  @Test
  void send_afterClose_failsSpanAndThrows() {
    String topic = kafka.topic(1);
    Producer<String, String> producer = tracing.producer(kafka.producer());
    producer.close(Duration.ZERO);
    assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "v")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(test.spans()).hasSize(1);
    assertThat(test.spans().get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void send_toTopicThatIsMissing_failsSpan() {
    try (Producer<String, String> producer =
        tracing.producer(kafka.producer("max.block.ms", "300"))) {
      AtomicReference<Exception> error = new AtomicReference<>();
      producer.send(new ProducerRecord<>("missing", "v"), (metadata, e) -> error.set(e));
      assertThat(error.get()).isInstanceOf(TimeoutException.class);
    }
    assertThat(test.spans().get(0).attributes().get("error.type"))
        .isEqualTo("org.apache.kafka.common.errors.TimeoutException");
  }

  @Test
  void send_null_throwsAsWithoutTracing() {
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      assertThatThrownBy(() -> producer.send(null)).isInstanceOf(NullPointerException.class);
    }
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void callbackThatThrows_leavesNothingOpen() throws Exception {
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      producer.send(
          new ProducerRecord<>(topic, "1"),
          (metadata, error) -> {
            throw new IllegalStateException("the application's");
          });
      RecordMetadata second = producer.send(new ProducerRecord<>(topic, "2")).get();
      assertThat(second.offset()).isEqualTo(1);
    }
    assertThat(test.spans()).hasSize(2);
  }

  @Test
  void flush_endsAllSpans() {
    String topic = kafka.topic(1);
    try (Producer<String, String> producer =
        tracing.producer(kafka.producer("linger.ms", "5000"))) {
      for (int i = 0; i < 20; i++) {
        producer.send(new ProducerRecord<>(topic, "v"));
      }
      producer.flush();
      assertThat(test.spans()).hasSize(20);
    }
  }

  @Test
  void closeAtOnce_endsSpansOfUnsentRecords() {
    String topic = kafka.topic(1);
    Producer<String, String> producer =
        tracing.producer(kafka.producer("linger.ms", "60000", "delivery.timeout.ms", "120000"));
    producer.send(new ProducerRecord<>(topic, "v"));
    producer.close(Duration.ZERO);
    assertThat(test.spans()).hasSize(1);
    assertThat(test.spans().get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void transaction_commitsRecordsAndOffsets() throws Exception {
    String in = kafka.topic(1);
    String out = kafka.topic(1);
    String group = "g-" + UUID.randomUUID();
    try (Producer<String, String> plain = kafka.producer()) {
      plain.send(new ProducerRecord<>(in, "v")).get();
    }
    try (Producer<String, String> producer =
            tracing.producer(kafka.producer("transactional.id", "tx-" + group));
        Consumer<String, String> consumer = tracing.consumer(kafka.consumer("group.id", group))) {
      consumer.subscribe(List.of(in));
      ConsumerRecord<String, String> record = Kafka.read(consumer, 1).get(0);
      producer.initTransactions();
      producer.beginTransaction();
      tracing.process(record, r -> producer.send(new ProducerRecord<>(out, r.value())));
      producer.sendOffsetsToTransaction(
          Map.of(new TopicPartition(in, 0), new OffsetAndMetadata(1)), consumer.groupMetadata());
      producer.commitTransaction();
    }
    // waits for the transaction's end to arrive at the group, which admin clients this old do not
    try (Consumer<String, String> reader =
        kafka.consumer("group.id", group, "isolation.level", "read_committed")) {
      TopicPartition partition = new TopicPartition(in, 0);
      assertThat(reader.committed(Set.of(partition)).get(partition).offset()).isEqualTo(1);
    }
    test.assertTree(
        """
        process %s [CONSUMER]
          send %s [PRODUCER]
        """
            .formatted(in, out));
  }

  @Test
  void transaction_aborted_endsSpansAsTheirRecords() {
    String topic = kafka.topic(1);
    List<StatusCode> expected = new ArrayList<>();
    try (Producer<String, String> producer =
        tracing.producer(kafka.producer("transactional.id", "tx-" + topic, "linger.ms", "60000"))) {
      producer.initTransactions();
      // the producer's own thread may still send a lingering record as the transaction is aborted
      while (!expected.contains(StatusCode.ERROR)) {
        producer.beginTransaction();
        producer.send(
            new ProducerRecord<>(topic, "v"),
            (metadata, e) -> expected.add(e == null ? StatusCode.UNSET : StatusCode.ERROR));
        producer.abortTransaction();
        assertThat(test.spans()).extracting(SpanData::statusCode).isEqualTo(expected);
      }
    }
  }

  @Test
  void wrappingAgain_changesNothing() {
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      assertThat(tracing.producer(producer)).isSameAs(producer);
    }
  }

  @Test
  void send_outbox_continuesTraceOfWhoeverWroteIt() throws Exception {
    String topic = kafka.topic(1);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, "v");
    test.tracer().run("order", span -> tracing.inject(record.headers()));
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      producer.send(record).get();
    }
    test.assertTree(
        """
        order
          send %s [PRODUCER]
        """
            .formatted(topic));
  }

  @Test
  void send_details_areThoseOfRecordAndAnswer() throws Exception {
    String topic = kafka.topic(1);
    KafkaTracing detailed =
        KafkaTracing.builder(test.tracer())
            .sendDetails((span, record) -> span.set("key", record.key()).rename("renamed"))
            .answerDetails((span, answer) -> span.set("size", answer.serializedValueSize()))
            .build();
    try (Producer<String, String> producer = detailed.producer(kafka.producer())) {
      producer.send(new ProducerRecord<>(topic, "k", "four")).get();
      producer.send(new ProducerRecord<>(topic, "k", "x".repeat(2_000_000)), (m, e) -> {});
    }
    SpanData span = test.spans().get(0);
    assertThat(span.name()).isEqualTo("renamed");
    assertThat(span.attributes().get("key")).isEqualTo("k");
    assertThat(span.attributes().get("size")).isEqualTo(4L);
    assertThat(test.spans().get(1).attributes().get("size")).isNull();
  }

  @Test
  void send_hooksThatThrow_costNothing() throws Exception {
    String topic = kafka.topic(1);
    KafkaTracing broken =
        KafkaTracing.builder(test.tracer())
            .sendDetails(
                (span, record) -> {
                  throw new AssertionError("no");
                })
            .answerDetails(
                (span, answer) -> {
                  throw new AssertionError("no");
                })
            .build();
    AtomicReference<RecordMetadata> answer = new AtomicReference<>();
    try (LogCapture log = new LogCapture();
        Producer<String, String> producer = broken.producer(kafka.producer())) {
      producer
          .send(new ProducerRecord<>(topic, "v"), (metadata, error) -> answer.set(metadata))
          .get();
      assertThat(log.messages()).singleElement().asString().contains("sendDetails hook");
    }
    assertThat(answer.get().offset()).isZero();
    assertThat(test.spans().get(0).attributes().get("messaging.kafka.offset")).isEqualTo(0L);
    assertThat(test.tracer().stats().faults()).isEqualTo(2);
  }

  @Test
  void send_toUntracedTopic_goesOutAsItIs() throws Exception {
    String topic = kafka.topic(1);
    KafkaTracing other = KafkaTracing.builder(test.tracer()).untraced(topic::equals).build();
    AtomicReference<Span> seen = new AtomicReference<>();
    try (Producer<String, String> producer = other.producer(kafka.producer())) {
      test.tracer()
          .run(
              "order",
              span -> {
                producer
                    .send(new ProducerRecord<>(topic, "v"), (m, e) -> seen.set(Span.current()))
                    .get();
                assertThat(seen.get()).isSameAs(span);
              });
    }
    assertThat(test.spans()).extracting(SpanData::name).containsExactly("order");
    assertThat(kafka.readAll(topic, 1, 1).get(0).headers()).isEmpty();
  }
}
