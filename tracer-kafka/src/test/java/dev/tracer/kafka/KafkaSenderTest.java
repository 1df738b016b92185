// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import dev.tracer.DropReason;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.otlp.OtlpEncoding;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Encoding;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.internal.LogCapture;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans out by a topic, on the real broker; the official classes of OTLP read what is there. */
@ExtendWith(Kafka.Extension.class)
class KafkaSenderTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Kafka kafka;

  KafkaSenderTest(Kafka kafka) {
    this.kafka = kafka;
  }

  private KafkaSender sender(String topic, Object... settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", kafka.bootstrap());
    config.put("max.block.ms", 120_000); // however slow the machine is
    config.put("delivery.timeout.ms", 120_000);
    for (int i = 0; i < settings.length; i += 2) {
      config.put((String) settings[i], settings[i + 1]);
    }
    return KafkaSender.create(topic, config);
  }

  private static Tracer tracer(KafkaSender sender, Encoding encoding, boolean perTrace) {
    return Tracer.builder("shop")
        .processor(
            BatchProcessor.builder(
                    SendingExporter.builder("kafka")
                        .encoding(encoding)
                        .sender(sender)
                        .requestPerTrace(perTrace)
                        .maxRequestBytes(900_000)
                        .timeout(TIMEOUT)
                        .build())
                .maxQueueSize(1_000)
                .scheduleDelay(Duration.ofHours(1))
                .exportTimeout(TIMEOUT)
                .build())
        .build();
  }

  private static Request request(int bytes) {
    return new Request("application/x-protobuf", ByteBuffer.wrap(new byte[bytes]), 1, "");
  }

  private static void traces(Tracer tracer, int count) {
    for (int i = 0; i < count; i++) {
      tracer.run("outer", outer -> tracer.run("inner", inner -> inner.set("name", "Zo\u00eb")));
    }
  }

  /** All records of a topic of three partitions, until {@code spans} spans are there. */
  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int spans, boolean json) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", kafka.bootstrap());
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.wait.ms", "50");
    try (var reader =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      reader.assign(
          reader.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList());
      long begin = System.nanoTime();
      while (records.stream().mapToInt(r -> spans(r, json).size()).sum() < spans) {
        assertThat(System.nanoTime() - begin).as("%s", records).isLessThan(TIMEOUT.toNanos());
        reader.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private static List<Span> spans(ConsumerRecord<byte[], byte[]> record, boolean json) {
    try {
      ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
      if (json) {
        JsonFormat.parser().merge(new String(record.value(), StandardCharsets.UTF_8), request);
      } else {
        request.mergeFrom(record.value());
      }
      List<Span> spans = new ArrayList<>();
      request
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
      return spans;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void protobuf_ofOneTraceEach_isReadByTheOfficialClasses() {
    String topic = kafka.topic(3);
    try (Tracer tracer = tracer(sender(topic), OtlpEncoding.protobuf(), true)) {
      traces(tracer, 20);
      assertThat(tracer.flush(TIMEOUT).isComplete()).isTrue();
      assertThat(tracer.stats().exported()).isEqualTo(40);
    }

    Set<String> keys = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topic, 40, false)) {
      String key = new String(record.key(), StandardCharsets.US_ASCII);
      assertThat(keys.add(key)).isTrue();
      assertThat(spans(record, false))
          .hasSize(2)
          .extracting(Span::getName)
          .containsExactly("inner", "outer");
      assertThat(spans(record, false))
          .allMatch(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()).equals(key));
      assertThat(spans(record, false).get(0).getAttributes(0).getValue().getStringValue())
          .isEqualTo("Zo\u00eb");
    }
    assertThat(keys).hasSize(20);
  }

  @Test
  void json_ofAllSpansAtOnce_isOneRecordWithoutKey() {
    String topic = kafka.topic(3);
    try (Tracer tracer = tracer(sender(topic), OtlpEncoding.json(), false)) {
      traces(tracer, 20);
      assertThat(tracer.flush(TIMEOUT).isComplete()).isTrue();
    }

    List<ConsumerRecord<byte[], byte[]>> records = read(topic, 40, true);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).key()).isNull();
  }

  @Test
  void request_tooLargeForTheProducer_isHalvedAndASpanTooLargeIsDropped() {
    String topic = kafka.topic(3);
    KafkaSender sender = sender(topic, "max.request.size", 20_000, "compression.type", "none");
    try (Tracer tracer = tracer(sender, OtlpEncoding.protobuf(), false)) {
      for (int i = 0; i < 60; i++) {
        tracer.run("large", span -> span.set("text", "x".repeat(1_000)));
      }
      tracer.run(
          "too large",
          span -> {
            for (int i = 0; i < 20; i++) {
              span.set("text" + i, "x".repeat(1_000));
            }
          });
      try (LogCapture log = new LogCapture()) {
        assertThat(tracer.flush(TIMEOUT).pending()).isZero();
        assertThat(log.messages()).hasSize(1);
        assertThat(log.messages().get(0)).contains("topic " + topic + " at 127.0.0.1:", "20000");
      }

      assertThat(tracer.stats().exported()).isEqualTo(60);
      assertThat(account(tracer).dropped()).isEqualTo(Map.of(DropReason.OVERSIZE, 1L));
    }
    assertThat(read(topic, 60, false)).hasSizeGreaterThan(3);
  }

  /** The producer sends it, the broker refuses it: the callback gets the error. */
  @Test
  void request_tooLargeForTheBroker_isHalved() {
    String topic = kafka.topic(3, Map.of("max.message.bytes", "20000"));
    try (Tracer tracer =
        tracer(sender(topic, "compression.type", "none"), OtlpEncoding.protobuf(), false)) {
      for (int i = 0; i < 120; i++) {
        tracer.run("large", span -> span.set("text", "x".repeat(1_000)));
      }
      assertThat(tracer.flush(TIMEOUT).isComplete()).isTrue();
    }
    assertThat(read(topic, 120, false)).hasSizeGreaterThan(6);
  }

  @Test
  void broker_thatIsGone_blocksNobodyAndLosesNothingUncounted() throws Exception {
    Socket taken = new Socket(); // nobody listens there, and nobody else gets the port
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    String nobody = "127.0.0.1:" + taken.getLocalPort();
    KafkaSender sender = sender("t", "bootstrap.servers", nobody, "max.block.ms", 3_600_000);
    try (taken;
        LogCapture log = new LogCapture()) {
      Tracer tracer = tracer(sender, OtlpEncoding.protobuf(), true);
      traces(tracer, 5_000); // the exporting thread waits for an hour, but not this one
      TracerStats.Exporter before = account(tracer);
      assertThat(before.exported()).isZero();
      assertThat(before.queued()).isPositive();
      tracer.close(Duration.ofSeconds(1));

      TracerStats.Exporter after = account(tracer);
      assertThat(after.exported()).isZero();
      assertThat(after.queued()).isZero();
      assertThat(tracer.stats().dropped()).isEqualTo(10_000);
      assertThat(log.messages()).isNotEmpty();
    }
  }

  @Test
  void topic_thatIsNotThere_isAFailureWithItsName() {
    KafkaSender sender = sender("missing", "max.block.ms", 300);
    Answer answer = sender.send(request(10), TIMEOUT);
    sender.close(TIMEOUT);

    assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(answer.toString()).contains("topic missing at 127.0.0.1:", "not present");
  }

  @Test
  void send_afterTheClose_isUnavailable() {
    KafkaSender sender = sender(kafka.topic(1));
    sender.close(TIMEOUT);
    sender.close(TIMEOUT);

    assertThat(sender.send(request(10), TIMEOUT).toString()).endsWith("the exporter is closed");
  }

  @Test
  void close_whileASendWaits_endsIt() throws Exception {
    KafkaSender sender = sender("missing", "max.block.ms", 3_600_000);
    List<Answer> answers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              answers.add(sender.send(request(10), Duration.ofHours(1)));
            });
    thread.start();
    begun.await();
    sender.close(Duration.ofSeconds(5));
    thread.join();

    assertThat(answers.get(0).toString()).endsWith("the exporter is closed");
  }

  @Test
  void interrupt_endsASend_andStaysSet() {
    KafkaSender sender = sender("missing", "max.block.ms", 3_600_000);
    Thread.currentThread().interrupt();
    Answer answer = sender.send(request(10), Duration.ofHours(1));
    assertThat(Thread.interrupted()).isTrue();
    sender.close(TIMEOUT);

    assertThat(answer.toString()).endsWith("interrupted before the answer");
  }

  @Test
  void timeout_endsAWaitForTheBroker() {
    KafkaSender sender = sender(kafka.topic(1), "linger.ms", 60_000); // or until the close
    Answer answer = sender.send(request(10), Duration.ofMillis(1));
    sender.close(TIMEOUT);

    assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(answer.toString()).endsWith("no answer in time");
  }

  @Test
  void producer_withTheTracingInterceptor_isNotTraced() {
    String topic = kafka.topic(3);
    KafkaSender sender =
        sender(topic, "interceptor.classes", TracingProducerInterceptor.class.getName());
    Tracer tracer = tracer(sender, OtlpEncoding.protobuf(), true);
    KafkaTracing tracing = KafkaTracing.of(tracer);
    tracing.register("default");
    try (tracer) {
      traces(tracer, 3);
      assertThat(tracer.flush(TIMEOUT).isComplete()).isTrue();
      assertThat(tracer.stats().started()).isEqualTo(6);
    } finally {
      tracing.unregister();
    }
    assertThat(read(topic, 6, false))
        .allMatch(record -> Kafka.header(record, "traceparent").isEmpty());
  }

  @Test
  void send_withNoTimeLeft_doesNotAskTheProducer() {
    KafkaSender sender = sender("missing");
    try {
      Request request = new Request("application/json", ByteBuffer.allocate(1), 1, "");
      Answer answer = sender.send(request, Duration.ZERO);
      assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
      assertThat(answer.explain("")).contains("no time was left");
    } finally {
      sender.close(TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"request.timeout.ms", "linger.ms"})
  void create_withTimesLongerThanOurDefaults_takesKafkasOwn(String name) {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrap(), name, "15000");
    assertThatCode(() -> KafkaSender.create("t", config).close(TIMEOUT)).doesNotThrowAnyException();
  }

  @Test
  void create_withNonsense_namesIt() {
    assertThatThrownBy(() -> sender(" ")).hasMessage("topic must not be empty");
    assertThatThrownBy(() -> sender("t", "bootstrap.servers", "no port"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("config is none for a producer", "no port");
    assertThatThrownBy(() -> sender("t", "acks", "some")).hasMessageContaining("acks");
    assertThatThrownBy(() -> KafkaSender.create("t", null)).hasMessage("config");
  }

  private static TracerStats.Exporter account(Tracer tracer) {
    return tracer.stats().exporters().get(0);
  }
}
