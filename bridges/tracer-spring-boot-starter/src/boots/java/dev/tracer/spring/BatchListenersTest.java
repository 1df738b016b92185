// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.SpanTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.backoff.FixedBackOff;

/** {@code @KafkaListener}s of batches, and a real broker. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BatchListenersTest {
  private static final InMemoryExporter SPANS = InMemoryExporter.create();
  private static final String SENT = "00-0af7651916cd43dd8448eb211c80319%s-b7ad6b7169203331-01";

  private static EmbeddedKafkaKraftBroker broker;
  private static ConfigurableApplicationContext context;

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Listeners listeners() {
      return new Listeners();
    }

    @Bean
    DefaultErrorHandler errorHandler() {
      return new DefaultErrorHandler(new FixedBackOff(0, 3));
    }

    @Bean
    Heard heard() {
      return new Heard();
    }
  }

  /** An interceptor of the application's own. */
  public static class Heard implements BatchInterceptor<Object, Object> {
    final Set<String> topics = ConcurrentHashMap.newKeySet();

    @Override
    public ConsumerRecords<Object, Object> intercept(
        ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
      topics.add(records.iterator().next().topic());
      return records;
    }
  }

  /** The listeners, which start when their records are there. */
  public static class Listeners {
    private static final String ALONE = "false";

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch both = new CountDownLatch(2);
    final Set<String> threads = ConcurrentHashMap.newKeySet();

    /** Takes a list. */
    @KafkaListener(id = "list", topics = "list", batch = "true", autoStartup = ALONE)
    public void list(List<ConsumerRecord<String, String>> records) {
      Span.current().set("seen", records.size());
    }

    /** Takes all that was polled. */
    @KafkaListener(id = "polled", topics = "polled", batch = "true", autoStartup = ALONE)
    public void polled(ConsumerRecords<String, String> records) {
      Span.current().set("seen", records.count());
    }

    /** Is called again for all of them. */
    @KafkaListener(id = "retried", topics = "retried", batch = "true", autoStartup = ALONE)
    public void retried(List<String> records) {
      if (calls.incrementAndGet() == 1) {
        throw new UnsupportedOperationException("not yet");
      }
    }

    /** Cannot do the second one, the first time. */
    @KafkaListener(id = "partly", topics = "partly", batch = "true", autoStartup = ALONE)
    public void partly(List<String> records) {
      if (records.size() == 3) {
        throw new BatchListenerFailedException("the second", 1);
      }
    }

    /** Ends in an error, which stops the container. */
    @KafkaListener(id = "broken", topics = "broken", batch = "true", autoStartup = ALONE)
    public void broken(List<String> records) {
      throw new AssertionError("broken");
    }

    /** Two consumers at once, each with a partition of its own, whoever comes first. */
    @KafkaListener(
        id = "twice",
        topicPartitions =
            @TopicPartition(
                topic = "twice",
                partitions = {"0", "1"}),
        batch = "true",
        concurrency = "2",
        autoStartup = ALONE)
    public void twice(List<String> records) throws InterruptedException {
      threads.add(Thread.currentThread().getName());
      both.countDown();
      both.await();
    }
  }

  @BeforeAll
  static void start() {
    log(LogLevel.OFF);
    broker =
        new EmbeddedKafkaKraftBroker(
            1, 2, "list", "polled", "retried", "partly", "broken", "twice");
    broker.adminTimeout(300);
    broker.afterPropertiesSet();
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .initializers(applied -> applied.getBeanFactory().registerSingleton("spans", SPANS))
            .run(
                "--spring.application.name=batches",
                Boot.NO_JPA,
                "--spring.data.jpa.repositories.enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:batches",
                "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                "--spring.kafka.template.observation-enabled=false",
                "--spring.kafka.consumer.auto-offset-reset=earliest",
                "--spring.kafka.consumer.properties[fetch.min.bytes]=1",
                "--spring.main.banner-mode=off",
                "--logging.level.root=off");
  }

  @AfterAll
  static void stop() {
    context.close();
    broker.destroy();
    log(LogLevel.INFO); // as the other tests of this process expect it
  }

  private static void log(LogLevel level) {
    LoggingSystem.get(BatchListenersTest.class.getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, level);
  }

  @BeforeEach
  void forget() {
    SPANS.reset();
  }

  /** Sends records with contexts of different traces to a partition. */
  private static void send(String topic, int partition, int count) {
    for (int i = 0; i < count; i++) {
      ProducerRecord<String, String> record =
          new ProducerRecord<>(topic, partition, null, "value " + i);
      record.headers().add("traceparent", bytes(SENT.formatted(i)));
      send(record);
    }
  }

  @SuppressWarnings("unchecked") // Boot's template has strings
  private static void send(ProducerRecord<String, String> record) {
    context.getBean(KafkaTemplate.class).send(record).join();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<SpanData> listen(String listener, int spans) {
    var container =
        context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer(listener);
    container.start();
    List<SpanData> seen = SPANS.await(spans, Duration.ofMinutes(5));
    container.stop();
    return seen;
  }

  @Test
  void batch_isASpan_withALinkToEachRecord() {
    send("list", 0, 3);
    SpanData span = listen("list", 1).get(0);

    SpanTree.of(List.of(span)).withoutDurations().assertIs("process list [CONSUMER]\n");
    assertThat(span.links())
        .extracting(link -> link.context().traceId())
        .containsExactly(
            "0af7651916cd43dd8448eb211c803190",
            "0af7651916cd43dd8448eb211c803191",
            "0af7651916cd43dd8448eb211c803192");
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(3L);
    assertThat(span.attributes().get("messaging.consumer.group.name")).isEqualTo("list");
    assertThat((String) span.attributes().get("messaging.client.id")).isNotEmpty();
    assertThat(span.attributes().get("seen")).as("is current").isEqualTo(3L);
    assertThat(context.getBean(Heard.class).topics).contains("list");
  }

  @Test
  void batchOfOne_withHostileHeaders_isASpanWithoutLinks() {
    ProducerRecord<String, String> record = new ProducerRecord<>("polled", "value");
    record.headers().add("traceparent", null);
    record.headers().add("traceparent", new byte[100_000]);
    record.headers().add("tracestate", bytes("\u0000=\uffff,,,"));
    send(record);
    SpanData span = listen("polled", 1).get(0);

    assertThat(span.links()).isEmpty();
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(1L);
    assertThat(span.attributes().get("seen")).isEqualTo(1L);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void callThatThrows_isAnError_andTheNextOneIsASpanOfItsOwn() {
    send("retried", 0, 2);
    List<SpanData> spans = listen("retried", 2);

    assertThat(spans)
        .extracting(SpanData::statusCode)
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
    assertThat(spans.get(0).attributes().get("error.type"))
        .isEqualTo("java.lang.UnsupportedOperationException");
    assertThat(spans).allMatch(span -> span.isRoot() && span.links().size() == 2);
  }

  @Test
  void recordThatFails_hasTheRestProcessedAgain() {
    send("partly", 0, 3);
    List<SpanData> spans = listen("partly", 2);

    assertThat(spans)
        .extracting(span -> span.attributes().get("messaging.batch.message_count"))
        .containsExactly(3L, 2L);
    assertThat(spans.get(0).attributes().get("error.type"))
        .isEqualTo(BatchListenerFailedException.class.getName());
  }

  @Test
  void callThatEndsInAnError_endsItsSpanAsOne() {
    send("broken", 0, 1);

    assertThat(listen("broken", 1).get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void consumersAtOnce_haveASpanEach() {
    send("twice", 0, 1);
    send("twice", 1, 2);
    List<SpanData> spans = listen("twice", 2);

    assertThat(spans)
        .extracting(span -> span.attributes().get("messaging.batch.message_count"))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(spans).extracting(SpanData::traceId).doesNotHaveDuplicates();
    assertThat(context.getBean(Listeners.class).threads).hasSize(2);
  }
}
