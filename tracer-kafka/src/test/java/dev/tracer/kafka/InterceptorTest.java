// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import dev.tracer.propagation.Propagator;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The interceptors as applications configure them: by class name, on the real broker. */
@ExtendWith(Kafka.Extension.class)
class InterceptorTest {
  /** Whether acknowledgements reach interceptors with headers: kafka-clients 4.1 and later. */
  private static final boolean KNOWS_ANSWER =
      !System.getProperty("kafka.clients").matches("3\\..*|4\\.0.*");

  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final Kafka kafka;

  InterceptorTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @AfterEach
  void close() {
    tracing.unregister();
    test.close();
  }

  private Producer<String, String> producer(Object... more) {
    Object[] settings = {
      ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
      "dev.tracer.kafka.TracingProducerInterceptor",
      "client.id",
      "shop-1",
    };
    return kafka.producer(concat(settings, more));
  }

  private static Object[] concat(Object[] first, Object[] second) {
    Object[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private SpanData onlySpan() {
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  @Test
  void producer_registeredByDefaultName_sendsInSpan() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, "k", "v")).get();
    }
    SpanData span = onlySpan();
    assertThat(span.name()).isEqualTo("send " + topic);
    assertThat(span.attributes().get("messaging.client.id")).isEqualTo("shop-1");
    assertThat(span.attributes().get("messaging.kafka.message.key")).isEqualTo("k");
    if (KNOWS_ANSWER) {
      assertThat(span.attributes().get("messaging.kafka.offset")).isEqualTo(0L);
      assertThat(span.attributes().get("messaging.destination.partition.id")).isEqualTo("0");
    }
    ConsumerRecord<String, String> record = kafka.readAll(topic, 1, 1).get(0);
    assertThat(Kafka.header(record, "traceparent"))
        .singleElement()
        .asString()
        .contains(span.traceId(), span.spanId());
  }

  @Test
  void producer_registeredByOtherName_findsItByConfiguration() throws Exception {
    tracing.register("orders");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producer(KafkaTracing.CONFIG, "orders")) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
    }
    assertThat(onlySpan().name()).isEqualTo("send " + topic);
  }

  @Test
  void producer_configuredWithObject_takesIt() throws Exception {
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producer(KafkaTracing.CONFIG, tracing)) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
    }
    assertThat(onlySpan().name()).isEqualTo("send " + topic);
  }

  /** Nobody could find the send by what the broker's answer carries. */
  @Test
  void producer_ofFormatsWithoutIds_endsItsSpanWithTheSend() throws Exception {
    String topic = kafka.topic(1);
    try (TestTracer bare = TestTracer.create(b -> b.propagator(Propagator.baggage()));
        Producer<String, String> producer =
            producer(KafkaTracing.CONFIG, KafkaTracing.of(bare.tracer()))) {
      producer.send(new ProducerRecord<>(topic, "v")).get();

      assertThat(bare.spans()).hasSize(1);
      assertThat(bare.spans().get(0).attributes().get("tracer.kafka.unanswered")).isNull();
    }
  }

  @Test
  void producer_configuredWithSomethingElse_isNotMade() {
    assertThatThrownBy(() -> producer(KafkaTracing.CONFIG, 42))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dev.tracer.kafka is neither a KafkaTracing nor a name, but a java.lang.Integer");
  }

  @Test
  void producer_nothingRegistered_sendsUntouched() throws Exception {
    String topic = kafka.topic(1);
    try (LogCapture log = new LogCapture();
        Producer<String, String> producer = producer(KafkaTracing.CONFIG, "nobody")) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
      producer.send(new ProducerRecord<>(topic, "v")).get();
      assertThat(log.messages())
          .containsExactly(
              "No KafkaTracing is registered as 'nobody': records pass without traces. Call"
                  + " KafkaTracing.register(\"nobody\"), or put the object into the client's"
                  + " configuration as 'dev.tracer.kafka'.");
    }
    assertThat(kafka.readAll(topic, 1, 2))
        .allMatch(record -> record.headers().toArray().length == 0);
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void producer_registeredAfterItsMaking_isTracedFromThenOn() throws Exception {
    String topic = kafka.topic(1);
    try (LogCapture log = new LogCapture();
        Producer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
      assertThat(log.messages()).hasSize(1);
      tracing.register("default");
      producer.send(new ProducerRecord<>(topic, "v")).get();
      tracing.unregister();
      producer.send(new ProducerRecord<>(topic, "v")).get();
    }
    onlySpan();
  }

  @Test
  void producer_refusedSend_endsSpan() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, "x".repeat(2_000_000)), (metadata, error) -> {});
    }
    SpanData span = onlySpan();
    if (KNOWS_ANSWER) {
      assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(span.attributes().get("error.type"))
          .isEqualTo("org.apache.kafka.common.errors.RecordTooLargeException");
    }
  }

  @Test
  void producer_readOnlyHeaders_isSentAndCountedAndEndsSpan() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, "v");
    try (LogCapture log = new LogCapture();
        Producer<String, String> producer = producer()) {
      producer.send(record).get();
      producer.send(record).get();
      assertThat(log.messages()).hasSize(1);
    }
    assertThat(kafka.readAll(topic, 1, 2)).hasSize(2);
    test.assertNoOpenSpans();
    assertThat(test.spans()).hasSize(2);
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void producer_wrappedAsWell_makesOneSpan() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = tracing.producer(producer())) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
    }
    SpanData span = onlySpan();
    assertThat(Kafka.header(kafka.readAll(topic, 1, 1).get(0), "traceparent"))
        .singleElement()
        .asString()
        .contains(span.spanId());
  }

  /** What other interceptors do: the record is another object, its headers are copies. */
  public static final class Rebuilding implements ProducerInterceptor<String, String> {
    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
      List<Header> headers = new ArrayList<>();
      record.headers().forEach(h -> headers.add(new RecordHeader(h.key(), h.value().clone())));
      return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), headers);
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception error) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** Takes our headers away, so that no answer can be told from another. */
  public static final class Stripping implements ProducerInterceptor<String, String> {
    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
      return new ProducerRecord<>(record.topic(), record.key(), record.value());
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception error) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  private Producer<String, String> producerWith(Class<?> second, Object... more) {
    String both = TracingProducerInterceptor.class.getName() + "," + second.getName();
    Object[] settings = {ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, both};
    return kafka.producer(concat(settings, more));
  }

  @Test
  void producer_recordRebuiltByAnotherInterceptor_endsSpanWithTheAnswer() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producerWith(Rebuilding.class)) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
      SpanData span = onlySpan();
      assertThat(span.attributes().get("messaging.kafka.offset"))
          .isEqualTo(KNOWS_ANSWER ? 0L : null);
    }
  }

  @Test
  void producer_headersTakenAway_endsSpanAtItsAge() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer =
        producerWith(
            Stripping.class, "delivery.timeout.ms", "60000", "request.timeout.ms", "30000")) {
      producer.send(new ProducerRecord<>(topic, "1")).get();
      test.clock().advance(Duration.ofSeconds(120));
      producer.send(new ProducerRecord<>(topic, "2")).get();
      assertThat(test.spans()).hasSize(KNOWS_ANSWER ? 0 : 2);
      test.clock().advance(Duration.ofNanos(1));
      producer.send(new ProducerRecord<>(topic, "3")).get();
      assertThat(test.spans()).hasSize(KNOWS_ANSWER ? 1 : 3);
    }
    test.assertNoOpenSpans();
    assertThat(test.spans()).hasSize(3);
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("tracer.kafka.unanswered"))
        .containsOnly(KNOWS_ANSWER ? true : null);
  }

  @Test
  void producer_anotherInstanceRegistered_endsSpansOfBoth() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    KafkaTracing second = KafkaTracing.of(test.tracer());
    try (Producer<String, String> producer = producer("linger.ms", "60000")) {
      producer.send(new ProducerRecord<>(topic, "1"));
      second.register("default");
      producer.send(new ProducerRecord<>(topic, "2"));
      producer.flush();
    } finally {
      second.unregister();
    }
    test.assertNoOpenSpans();
    assertThat(test.spans())
        .hasSize(2)
        .allMatch(span -> span.attributes().get("tracer.kafka.unanswered") == null);
  }

  @Test
  void producer_wrappedAndRenamed_makesOneSpan() throws Exception {
    KafkaTracing renaming =
        KafkaTracing.builder(test.tracer())
            .sendDetails((span, record) -> span.rename("renamed"))
            .build();
    renaming.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = renaming.producer(producer())) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
    } finally {
      renaming.unregister();
    }
    assertThat(onlySpan().name()).isEqualTo("renamed");
  }

  @Test
  void producer_recordWithContextAndNoCurrentSpan_continuesItsTrace() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, "v");
    test.tracer().run("order", span -> tracing.inject(record.headers()));
    try (Producer<String, String> producer = producer()) {
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
  void consumer_poll_makesReceiveSpanWithLinks() throws Exception {
    tracing.register("default");
    String topic = kafka.topic(1);
    try (Producer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, "1"));
      producer.send(new ProducerRecord<>(topic, "2"));
    }
    List<SpanData> sends = test.spans();
    test.reset();
    try (Consumer<String, String> consumer =
        kafka.consumer(
            "interceptor.classes",
            "dev.tracer.kafka.TracingConsumerInterceptor",
            "group.id",
            "g-" + topic,
            "client.id",
            "fulfilment-1")) {
      consumer.subscribe(List.of(topic));
      assertThat(Kafka.read(consumer, 2))
          .extracting(ConsumerRecord::value)
          .containsExactly("1", "2");
      consumer.poll(Duration.ofMillis(50));
    }
    test.assertNoOpenSpans();
    assertThat(test.spans()).allMatch(span -> span.name().equals("poll " + topic));
    assertThat(test.spans().stream().flatMap(span -> span.links().stream()))
        .extracting(link -> link.context().spanId())
        .containsExactlyElementsOf(sends.stream().map(SpanData::spanId).toList());
    SpanData poll = test.spans().get(0);
    assertThat(poll.attributes().get("messaging.operation.type")).isEqualTo("receive");
    assertThat(poll.attributes().get("messaging.consumer.group.name")).isEqualTo("g-" + topic);
    assertThat(poll.attributes().get("messaging.client.id")).isEqualTo("fulfilment-1");
  }
}
