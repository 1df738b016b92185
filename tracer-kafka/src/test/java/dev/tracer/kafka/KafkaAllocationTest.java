// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.sampling.Sampler;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * How many bytes tracing adds to a record that is sent and to one that is processed, once the
 * virtual machine has compiled it, beside a producer that answers at once. The numbers are those of
 * a 64-bit HotSpot with compressed references, and upper bounds, as compilers get better.
 */
class KafkaAllocationTest {
  private static final int RECORDS = 2_000;

  /** How often to look whether the compiler is done by now. */
  private static final int MOST_ROUNDS = 500;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What an operation returns escapes, as it does in an application. */
  @SuppressWarnings("unused")
  private volatile Object kept;

  /** Takes a span as an exporter's queue does. */
  private static final class Sink implements SpanProcessor {
    volatile SpanData last;

    @Override
    public void onEnd(SpanData span) {
      last = span;
    }

    /** A queue redacts on the exporting thread. */
    @Override
    public boolean takeRedaction(SpanFilter redaction) {
      return true;
    }
  }

  /** Answers at once. */
  private static final class Instant extends MockProducer<String, String> {
    private final RecordMetadata metadata =
        new RecordMetadata(new TopicPartition("orders", 3), 0, 0, 0, 0, 0);
    private final Future<RecordMetadata> done = CompletableFuture.completedFuture(metadata);

    @SuppressWarnings("unused") // so that the compiler cannot do without
    private ProducerRecord<String, String> sent;

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, String> record, Callback callback) {
      sent = record;
      if (callback != null) {
        callback.onCompletion(metadata, null);
      }
      return done;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, String> record) {
      return send(record, null);
    }
  }

  private static Tracer tracer(Sampler sampler) {
    return Tracer.builder("s").sampler(sampler).processor(new Sink()).build();
  }

  @Test
  void send_sampled() {
    assertThat(addedToSend(Sampler.alwaysOn(), 1340)).isLessThanOrEqualTo(1340);
  }

  @Test
  void send_notSampled() {
    assertThat(addedToSend(Sampler.alwaysOff(), 880)).isLessThanOrEqualTo(880);
  }

  @Test
  void process_sampled() {
    assertThat(ofProcess(Sampler.alwaysOn(), 1120)).isLessThanOrEqualTo(1120);
  }

  @Test
  void process_notSampled() {
    assertThat(ofProcess(Sampler.alwaysOff(), 900)).isLessThanOrEqualTo(900);
  }

  private long addedToSend(Sampler sampler, long expected) {
    Producer<String, String> plain = new Instant();
    try (Tracer tracer = tracer(sampler)) {
      Producer<String, String> traced = KafkaTracing.of(tracer).producer(new Instant());
      long without = bytes(RECORDS, 0, () -> plain.send(new ProducerRecord<>("orders", "k", "v")));
      return bytes(
              RECORDS,
              without + expected,
              () -> traced.send(new ProducerRecord<>("orders", "k", "v")))
          - without;
    }
  }

  private long ofProcess(Sampler sampler, long expected) {
    List<ConsumerRecord<String, String>> list = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 3, i, "k", "v");
      String parent = "00-%032x-%016x-03".formatted(i + 1, i + 1);
      record.headers().add("traceparent", parent.getBytes(UTF_8));
      list.add(record);
    }
    @SuppressWarnings("removal") // the constructor that all versions have
    ConsumerRecords<String, String> records =
        new ConsumerRecords<>(Map.of(new TopicPartition("orders", 3), list));
    try (Tracer tracer = tracer(sampler)) {
      KafkaTracing kafka = KafkaTracing.of(tracer);
      return bytes(
              1,
              (expected + 1) * RECORDS - 1, // what is once for a poll is not counted
              () -> {
                kafka.forEach(records, record -> kept = record.value());
                return records;
              })
          / RECORDS;
    }
  }

  /** The fewest bytes of any round; stops as soon as there are no more than {@code expected}. */
  private long bytes(int operations, long expected, Supplier<Object> operation) {
    assumeThat(memory.isThreadAllocatedMemoryEnabled()).isTrue();
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && fewest > expected; round++) {
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < operations; i++) {
        kept = operation.get();
      }
      fewest = Math.min(fewest, (memory.getCurrentThreadAllocatedBytes() - before) / operations);
    }
    return fewest;
  }
}
