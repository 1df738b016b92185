// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which consumer a record is said to come from, if there are several. */
class OpenConsumersTest {
  private final TestTracer test = TestTracer.create();
  private final OpenConsumers open = new OpenConsumers();
  private final PollingClient first = new PollingClient(new ClientInfo("first", "group"));
  private final PollingClient second = new PollingClient(new ClientInfo("second", "group"));
  private final PollingClient other = new PollingClient(new ClientInfo("other", "another"));

  @AfterEach
  void close() {
    test.close();
  }

  private static ConsumerRecord<?, ?> record(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, "k", "v");
  }

  @SuppressWarnings("removal") // the constructor that all versions have
  private static ConsumerRecords<?, ?> batch(List<ConsumerRecord<Object, Object>> records) {
    return new ConsumerRecords<>(Map.of(new TopicPartition("t", 0), records));
  }

  private static List<ConsumerRecord<Object, Object>> records(int count) {
    List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new ConsumerRecord<>("t", 0, 10 * i, "k", "v"));
    }
    return records;
  }

  /** Client and group that a span which processes {@code record} tells. */
  private List<Object> told(ConsumerRecord<?, ?> record) {
    test.reset();
    open.process(record).span(test.tracer(), "t").start().end();
    Attributes attributes = test.spans().get(0).attributes();
    List<Object> told = new ArrayList<>();
    told.add(attributes.get(Names.CLIENT_ID));
    told.add(attributes.get(Names.CONSUMER_GROUP));
    return told;
  }

  @Test
  void record_ofNobody_isOfWhatAllHaveInCommon() {
    open.add(first);
    assertThat(told(record(0, 1))).containsExactly("first", "group");
    open.add(second);
    assertThat(told(record(0, 1))).containsExactly(null, "group");
    open.add(other);
    assertThat(told(record(0, 1))).containsExactly(null, null);
    open.remove(other);
    assertThat(told(record(0, 1))).containsExactly(null, "group");
    open.remove(first);
    assertThat(told(record(0, 1))).containsExactly("second", "group");
    open.remove(second);
    assertThat(told(record(0, 1))).containsExactly(null, null);
  }

  /** Its application has closed what the wrapper stood around, and let go of the wrapper. */
  @Test
  void consumerThatNobodyHolds_isForgotten() {
    open.add(new PollingClient(new ClientInfo("gone", "another")));
    open.add(first);
    while (told(record(0, 1)).contains(null)) {
      assertThat(Thread.currentThread().isInterrupted()).as("the test's timeout is over").isFalse();
      System.gc();
    }
    assertThat(told(record(0, 1))).containsExactly("first", "group");
  }

  @Test
  void record_thatOneBrought_isOfThatOne() {
    List<ConsumerRecord<Object, Object>> records = records(7);
    open.add(first);
    open.add(second);
    second.polled(batch(records));

    for (ConsumerRecord<Object, Object> record : records) {
      assertThat(second.brought(record)).isTrue();
      assertThat(told(record)).containsExactly("second", "group");
    }
    for (long offset = -5; offset < 75; offset += 5) { // others, of the same offsets and between
      assertThat(second.brought(record(0, offset))).isFalse();
    }
    assertThat(second.brought(record(1, 0))).isFalse();
  }

  @Test
  void record_ofAPartition_isOfThoseWhoHadIt() {
    open.add(first);
    open.add(other);
    other.polled(batch(records(1)));
    other.polling();

    assertThat(told(record(0, 99))).containsExactly("other", "another");
    assertThat(told(record(1, 99))).containsExactly(null, null);
  }

  @Test
  void poll_thatBringsRecords_isASpanFromItsBegin() {
    KafkaTracing tracing = KafkaTracing.of(test.tracer());
    PollObserver observer = new PollObserver(tracing, first, true);
    Instant before = test.clock().now();
    ConsumerRecords<?, ?> brought = batch(records(1));
    var records =
        observer.poll(
            () -> {
              test.clock().advance(Duration.ofMillis(40));
              return brought;
            });

    assertThat(records).isSameAs(brought);
    SpanData span = test.spans().get(0);
    assertThat(span.startEpochNanos())
        .isEqualTo(before.getEpochSecond() * 1_000_000_000L + before.getNano());
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(40_000_000);
  }

  @Test
  void poll_thatBegins_forgetsTheRecordsBefore() {
    PollObserver observer = new PollObserver(KafkaTracing.of(test.tracer()), first, false);
    List<ConsumerRecord<Object, Object>> records = records(1);
    first.polled(batch(records));
    List<Boolean> seen = new ArrayList<>();
    observer.poll(
        () -> {
          seen.add(first.brought(records.get(0)));
          return ConsumerRecords.empty();
        });

    assertThat(seen).containsExactly(false);
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void unregistered_leavesTheOthers() {
    KafkaTracing one = KafkaTracing.of(test.tracer());
    KafkaTracing two = KafkaTracing.of(test.tracer());
    Registry.put("OpenConsumersTest one", one);
    Registry.put("OpenConsumersTest two", two);
    try {
      Registry.remove(one);
      assertThat(Registry.lookup(Map.of(KafkaTracing.CONFIG, "OpenConsumersTest two")).find())
          .isSameAs(two);
    } finally {
      Registry.remove(two);
    }
  }
}
