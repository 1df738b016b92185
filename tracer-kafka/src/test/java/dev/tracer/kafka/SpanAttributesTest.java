// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.TestTracer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What spans tell about records; no broker needed. */
class SpanAttributesTest {
  private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-%016x-01";

  private final TestTracer test = TestTracer.create();

  @AfterEach
  void close() {
    test.close();
  }

  private KafkaTracingBuilder builder() {
    return KafkaTracing.builder(test.tracer());
  }

  private static <K> ConsumerRecord<K, String> record(K key) {
    return new ConsumerRecord<>("orders", 3, 42, key, "v");
  }

  private static ConsumerRecord<String, String> sent(String topic, int partition, long offset) {
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>(topic, partition, offset, "k" + offset, "v");
    byte[] header = TRACEPARENT.formatted(offset + 1).getBytes(StandardCharsets.UTF_8);
    record.headers().add("traceparent", header);
    return record;
  }

  private SpanData process(KafkaTracing tracing, ConsumerRecord<?, ?> record) {
    test.reset();
    tracing.process(record, r -> {});
    return test.spans().get(0);
  }

  private Object key(KafkaTracing tracing, Object key) {
    return process(tracing, record(key)).attributes().get(Names.KEY);
  }

  @Test
  void process_tellsPartitionOffsetAndKey() {
    SpanData span = process(builder().build(), record("order-7"));
    assertThat(span.attributes().get("messaging.destination.partition.id")).isEqualTo("3");
    assertThat(span.attributes().get("messaging.kafka.offset")).isEqualTo(42L);
    assertThat(span.attributes().get("messaging.kafka.message.key")).isEqualTo("order-7");
    assertThat(span.attributes().get("messaging.kafka.message.tombstone")).isNull();
    assertThat(span.instrumentationScope().name()).isEqualTo("dev.tracer.kafka");
    assertThat(span.instrumentationScope().version())
        .isEqualTo(test.tracer().resource().attributes().get("telemetry.sdk.version"));
    assertThat(span.instrumentationScope().schemaUrl()).contains("1.44.0");
  }

  @Test
  void sampler_isAskedWithThePartition() {
    List<Object> asked = new ArrayList<>();
    Sampler noting =
        (context, high, low, name, kind, attributes, links) -> {
          asked.add(attributes.get("messaging.destination.partition.id"));
          return SamplingResult.of(SamplingDecision.DROP);
        };
    try (TestTracer dropping = TestTracer.create(builder -> builder.sampler(noting))) {
      KafkaTracing tracing = KafkaTracing.of(dropping.tracer());
      Producer<String, String> producer =
          tracing.producer(
              new MockProducer<>(true, null, new StringSerializer(), new StringSerializer()));
      tracing.process(record("k"), r -> {});
      producer.send(new ProducerRecord<>("orders", 2, "k", "v"));
      producer.send(new ProducerRecord<>("orders", "k", "v"));
    }
    assertThat(asked).containsExactly("3", "2", null); // the last one is the producer's choice
  }

  @Test
  void process_recordWithoutValue_isTombstone() {
    SpanData span = process(builder().build(), new ConsumerRecord<>("orders", 0, 0, "k", null));
    assertThat(span.attributes().get("messaging.kafka.message.tombstone")).isEqualTo(true);
  }

  @Test
  void key_ofKnownType_isItsText() {
    KafkaTracing tracing = builder().build();
    UUID uuid = new UUID(1, 2);
    assertThat(key(tracing, 7)).isEqualTo("7");
    assertThat(key(tracing, 7L)).isEqualTo("7");
    assertThat(key(tracing, (short) 7)).isEqualTo("7");
    assertThat(key(tracing, 0.5)).isEqualTo("0.5");
    assertThat(key(tracing, true)).isEqualTo("true");
    assertThat(key(tracing, uuid)).isEqualTo(uuid.toString());
  }

  @Test
  void key_ofOtherType_isLeftOut() {
    KafkaTracing tracing = builder().build();
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("not for you");
          }
        };
    assertThat(key(tracing, null)).isNull();
    assertThat(key(tracing, new byte[] {1})).isNull();
    assertThat(key(tracing, List.of("a"))).isNull();
    assertThat(key(tracing, hostile)).isNull();
  }

  @Test
  void key_tooLong_isCutOutsideOfSurrogatePairs() {
    KafkaTracing tracing = builder().keyLength(3).build();
    assertThat(key(tracing, "abc")).isEqualTo("abc");
    assertThat(key(tracing, "abcd")).isEqualTo("abc");
    assertThat(key(tracing, "ab\ud83d\ude00")).isEqualTo("ab");
    assertThat(key(tracing, 12345)).isEqualTo("123");
  }

  @Test
  void key_switchedOff_isLeftOut() {
    assertThat(key(builder().keyLength(0).build(), "order-7")).isNull();
  }

  @Test
  void process_linkOnly_isRootWithLink() {
    SpanData span = process(builder().linkOnly(true).build(), sent("orders", 0, 0));
    assertThat(span.isRoot()).isTrue();
    assertThat(span.links())
        .singleElement()
        .satisfies(link -> assertThat(link.context().spanId()).isEqualTo("0000000000000001"));
  }

  @Test
  void process_linkOnlyInOuterSpan_isItsChild() {
    KafkaTracing tracing = builder().linkOnly(true).build();
    test.tracer().run("loop", span -> tracing.process(sent("orders", 0, 0), r -> {}));
    test.assertTree(
        """
        loop
          process orders [CONSUMER]
        """);
  }

  @Test
  void process_unknownConsumer_tellsNeitherGroupNorClient() {
    SpanData span = process(builder().build(), record("k"));
    assertThat(span.attributes().get("messaging.consumer.group.name")).isNull();
    assertThat(span.attributes().get("messaging.client.id")).isNull();
  }

  @Test
  void processBatch_linksTellWhatDiffers() {
    builder().build().processBatch(List.of(sent("orders", 1, 5), sent("orders", 1, 6)), b -> {});
    SpanData span = test.spans().get(0);
    assertThat(span.attributes().get("messaging.destination.partition.id")).isEqualTo("1");
    assertThat(span.attributes().get("messaging.kafka.offset")).isNull();
    assertThat(span.links())
        .extracting(link -> link.attributes().toString())
        .containsExactly(
            "{messaging.destination.partition.id=1, messaging.kafka.offset=5,"
                + " messaging.kafka.message.key=k5}",
            "{messaging.destination.partition.id=1, messaging.kafka.offset=6,"
                + " messaging.kafka.message.key=k6}");
  }

  @Test
  void processBatch_ofSeveralTopics_namesNone() {
    Map<TopicPartition, List<ConsumerRecord<String, String>>> records = new LinkedHashMap<>();
    records.put(new TopicPartition("a", 0), List.of(sent("a", 0, 0)));
    records.put(new TopicPartition("b", 1), List.of(sent("b", 1, 0)));
    builder().build().processBatch(consumerRecords(records), batch -> {});
    SpanData span = test.spans().get(0);
    assertThat(span.name()).isEqualTo("process");
    assertThat(span.attributes().get("messaging.destination.name")).isNull();
    assertThat(span.attributes().get("messaging.destination.partition.id")).isNull();
    assertThat(span.links())
        .extracting(link -> link.attributes().get("messaging.destination.name"))
        .containsExactlyInAnyOrder("a", "b");
  }

  @SuppressWarnings("removal") // the constructor that all versions have
  private static <K, V> ConsumerRecords<K, V> consumerRecords(
      Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
    return new ConsumerRecords<>(records);
  }

  @Test
  void processBatch_moreMessagesThanLinks_countsTheRest() {
    List<ConsumerRecord<String, String>> batch = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch.add(sent("orders", 0, i));
    }
    batch.add(new ConsumerRecord<>("orders", 0, 10, "k", "without context"));
    builder().maxLinks(4).build().processBatch(batch, b -> {});
    SpanData span = test.spans().get(0);
    assertThat(span.links()).hasSize(4);
    assertThat(span.attributes().get("tracer.kafka.links_omitted")).isEqualTo(6L);
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(11L);
  }

  @Test
  void processBatch_asManyMessagesAsLinks_countsNone() {
    builder().maxLinks(1).build().processBatch(List.of(sent("orders", 0, 0)), b -> {});
    assertThat(test.spans().get(0).attributes().get("tracer.kafka.links_omitted")).isNull();
  }

  @Test
  void manyTopics_areAllNamedRight() {
    KafkaTracing tracing = builder().build();
    for (int i = 0; i < 2500; i++) {
      String topic = "t" + i % 1250;
      tracing.process(new ConsumerRecord<>(topic, 300, 0, "k", "v"), r -> {});
      SpanData span = test.spans().get(i);
      assertThat(span.name()).isEqualTo("process " + topic);
      assertThat(span.attributes().get("messaging.destination.name")).isEqualTo(topic);
      assertThat(span.attributes().get("messaging.destination.partition.id")).isEqualTo("300");
    }
  }

  @Test
  void wrongArguments_areNamed() {
    KafkaTracing tracing = builder().build();
    assertThatThrownBy(() -> KafkaTracing.of(null)).hasMessage("tracer");
    assertThatThrownBy(() -> builder().maxLinks(-1)).hasMessageContaining("maxLinks");
    assertThatThrownBy(() -> builder().keyLength(-1)).hasMessageContaining("keyLength");
    assertThatThrownBy(() -> tracing.producer(null)).hasMessage("producer");
    assertThatThrownBy(() -> tracing.consumer(null)).hasMessage("consumer");
    assertThatThrownBy(() -> tracing.inject(null)).hasMessage("headers");
    assertThatThrownBy(() -> tracing.extract(null)).hasMessage("headers");
    assertThatThrownBy(() -> tracing.register(null)).hasMessage("name");
    assertThatThrownBy(() -> tracing.process(null, r -> {})).hasMessage("record");
    assertThatThrownBy(() -> tracing.process(record("k"), null)).hasMessage("handler");
    assertThatThrownBy(() -> tracing.call(null, r -> 1)).hasMessage("record");
    assertThatThrownBy(() -> tracing.call(record("k"), null)).hasMessage("handler");
    assertThatThrownBy(() -> tracing.forEach(null, r -> {})).hasMessage("records");
    assertThatThrownBy(() -> tracing.forEach(List.of(record("k")), null)).hasMessage("handler");
    List<ConsumerRecord<String, String>> batch = List.of(record("k"));
    assertThatThrownBy(() -> tracing.processBatch(batch, null)).hasMessage("handler");
    assertThatThrownBy(() -> tracing.callBatch(batch, null)).hasMessage("handler");
    assertThatThrownBy(() -> builder().untraced(null)).hasMessage("topic");
    assertThatThrownBy(() -> builder().sendDetails(null)).hasMessage("hook");
    assertThatThrownBy(() -> builder().answerDetails(null)).hasMessage("hook");
    assertThatThrownBy(() -> builder().processDetails(null)).hasMessage("hook");
  }

  @Test
  void disabledTracer_runsHandlers() {
    KafkaTracing tracing = KafkaTracing.of(Tracer.noop());
    int[] ran = {0};
    tracing.process(record("k"), r -> ran[0]++);
    tracing.forEach(List.of(record("k"), record("k")), r -> ran[0]++);
    tracing.processBatch(List.of(record("k")), b -> ran[0]++);
    assertThat(ran[0]).isEqualTo(4);
  }

  @Test
  void process_detailsHook_addsAndRenames() {
    KafkaTracing tracing =
        builder()
            .processDetails((span, r) -> span.set("tenant", r.topic() + "!").rename("renamed"))
            .build();
    SpanData span = process(tracing, record("k"));
    assertThat(span.attributes().get("tenant")).isEqualTo("orders!");
    assertThat(span.name()).isEqualTo("renamed");
  }

  @Test
  void process_detailsHookThatThrows_isCountedAndHandlerRuns() {
    KafkaTracing tracing =
        builder()
            .processDetails(
                (span, r) -> {
                  throw new AssertionError("hook");
                })
            .build();
    int[] ran = {0};
    try (LogCapture log = new LogCapture()) {
      tracing.process(record("k"), r -> ran[0]++);
      assertThat(log.messages()).singleElement().asString().contains("processDetails hook");
    }
    assertThat(ran[0]).isEqualTo(1);
    assertThat(test.spans()).hasSize(1);
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void process_untracedTopic_runsHandlerInCurrentContext() {
    KafkaTracing tracing = builder().untraced("orders"::equals).build();
    int[] ran = {0};
    test.tracer()
        .run(
            "loop",
            span ->
                tracing.process(
                    sent("orders", 0, 0),
                    r -> {
                      ran[0]++;
                      assertThat(Span.current()).isSameAs(span);
                    }));
    assertThat(ran[0]).isEqualTo(1);
    assertThat(test.spans()).extracting(SpanData::name).containsExactly("loop");
  }

  @Test
  void processBatch_untracedTopics_areLeftOut() {
    KafkaTracing tracing = builder().untraced("a"::equals).build();
    int[] sizes = {0, 0};
    tracing.processBatch(List.of(sent("a", 0, 0), sent("b", 1, 0)), b -> sizes[0] = b.size());
    tracing.processBatch(List.of(sent("a", 0, 0)), b -> sizes[1] = b.size());
    assertThat(sizes).containsExactly(2, 1);
    SpanData span = test.spans().get(0);
    assertThat(test.spans()).hasSize(1);
    assertThat(span.name()).isEqualTo("process b");
    assertThat(span.links()).hasSize(1);
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(1L);
  }
}
