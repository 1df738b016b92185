// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.testing.InMemoryExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever happens to broker and consumers: each span ends, once, and the account closes. */
@ExtendWith(Kafka.Extension.class)
class FaultsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(150);

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Tracer tracer = Tracer.builder("faults").exporter(exporter).build();
  private final KafkaTracing tracing = KafkaTracing.of(tracer);
  private final Kafka kafka;

  FaultsTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @AfterEach
  void close() {
    tracer.close();
  }

  private List<SpanData> accountedSpans() {
    tracer.flush(TIMEOUT);
    TracerStats stats = tracer.stats();
    assertThat(stats.ended()).isEqualTo(stats.started());
    assertThat(stats.exported()).isEqualTo(stats.ended());
    assertThat(stats.dropped()).isZero();
    assertThat(stats.scopeMisuses()).isZero();
    assertThat(exporter.spans()).hasSize((int) stats.ended());
    return exporter.spans();
  }

  @Test
  void brokerStopsAndStartsDuringSends_eachSendEndsOnce() {
    String topic = kafka.topic(1);
    Sends sends = new Sends();
    try (Producer<String, String> producer =
        tracing.producer(
            kafka.producer(
                "delivery.timeout.ms",
                "800",
                "request.timeout.ms",
                "400",
                "max.block.ms",
                "300"))) {
      while (sends.delivered.get() < 10) {
        sends.some(producer, topic);
      }
      CompletableFuture<Void> stop = CompletableFuture.runAsync(kafka.broker()::stop);
      while (!stop.isDone() || sends.failed.get() == 0) {
        sends.some(producer, topic);
      }
      stop.join();
      kafka.broker().start();
      int before = sends.delivered.get();
      while (sends.delivered.get() == before) {
        sends.some(producer, topic);
      }
    }
    List<SpanData> spans = accountedSpans();
    assertThat(spans).hasSize(sends.delivered.get() + sends.failed.get());
    assertThat(spans.stream().filter(span -> span.statusCode() == StatusCode.ERROR))
        .hasSize(sends.failed.get());
    assertThat(spans.stream().filter(span -> span.attributes().get(Names.OFFSET) != null))
        .hasSize(sends.delivered.get());
  }

  /** What the application learns of its sends. */
  private static final class Sends {
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /** Has a few in flight at once, and waits for what becomes of them. */
    private void some(Producer<String, String> producer, String topic) {
      for (int i = 0; i < 3; i++) {
        producer.send(
            new ProducerRecord<>(topic, "v"),
            (metadata, error) -> (error == null ? delivered : failed).incrementAndGet());
      }
      producer.flush();
    }
  }

  private String filled(int partitions, int count) {
    String topic = kafka.topic(partitions);
    try (Producer<String, String> producer = tracing.producer(kafka.producer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions, null, "" + i));
      }
    }
    return topic;
  }

  @Test
  void rebalanceInTheMiddleOfABatch_eachProcessingEndsOnce() throws Exception {
    int count = 40;
    String topic = filled(2, count);
    String group = "g-" + UUID.randomUUID();
    Set<String> processed = new TreeSet<>();
    AtomicInteger processings = new AtomicInteger();
    Revocations revocations = new Revocations();
    try (Consumer<String, String> first = tracing.consumer(groupMember(group));
        Consumer<String, String> second = tracing.consumer(groupMember(group))) {
      first.subscribe(List.of(topic), revocations);
      List<ConsumerRecord<String, String>> batch = Kafka.read(first, 10);
      for (int i = 0; i < 5; i++) {
        tracing.process(batch.get(i), record -> processed.add(record.value()));
        processings.incrementAndGet();
      }
      // The other five of the batch are still in hand when the partitions move.
      second.subscribe(List.of(topic));
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      List<ConsumerRecord<String, String>> later = new ArrayList<>(batch.subList(5, batch.size()));
      while ((revocations.count == 0 || processed.size() < count)
          && System.nanoTime() - deadline < 0) {
        second.poll(Duration.ofMillis(50)).forEach(later::add);
        first.poll(Duration.ofMillis(50)).forEach(later::add);
        tracing.forEach(
            later,
            record -> {
              processed.add(record.value());
              processings.incrementAndGet();
            });
        later.clear();
      }
    }
    assertThat(revocations.count).isPositive();
    assertThat(processed).hasSize(count);
    assertThat(accountedSpans().stream().filter(span -> span.name().startsWith("process")))
        .hasSize(processings.get());
  }

  private Consumer<String, String> groupMember(String group) {
    return kafka.consumer(
        "group.id",
        group,
        "session.timeout.ms",
        "1000",
        "heartbeat.interval.ms",
        "100",
        "max.poll.interval.ms",
        "1500");
  }

  /** Counts how often partitions were taken away. */
  private static final class Revocations implements ConsumerRebalanceListener {
    private int count;

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      count += partitions.isEmpty() ? 0 : 1;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }

  @Test
  void consumerDiesWithoutCommit_nextOneProcessesAllAgainInTheSameTraces() throws Exception {
    String topic = filled(1, 5);
    String group = "g-" + UUID.randomUUID();
    try (Consumer<String, String> killed = tracing.consumer(groupMember(group));
        Consumer<String, String> next = tracing.consumer(groupMember(group))) {
      killed.subscribe(List.of(topic));
      tracing.forEach(Kafka.read(killed, 5), record -> {});
      // From here on its thread is dead: it neither polls nor commits. The group will notice.
      next.subscribe(List.of(topic));
      tracing.forEach(Kafka.read(next, 5), record -> {});
    }

    List<SpanData> spans = accountedSpans();
    assertThat(spans).hasSize(15);
    assertThat(new TreeSet<>(spans.stream().map(SpanData::traceId).toList())).hasSize(5);
  }
}
