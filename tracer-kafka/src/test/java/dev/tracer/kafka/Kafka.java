// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.kafka.kit.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The broker of the whole test run, and plain clients for it. A parameter of tests. */
final class Kafka implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(150);

  /** Null if another process runs it. */
  private final Broker broker;

  private final String bootstrap;
  private final Admin admin;

  private Kafka() {
    String running = System.getProperty("broker.bootstrap", "");
    try {
      broker = running.isEmpty() ? Broker.create() : null;
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not start", e);
    }
    bootstrap = broker == null ? running : broker.bootstrap();
    admin =
        Admin.create(config("default.api.timeout.ms", "150000", "request.timeout.ms", "150000"));
  }

  /** Where clients find the broker. */
  String bootstrap() {
    return bootstrap;
  }

  /** The broker, to be stopped. */
  Broker broker() {
    return Objects.requireNonNull(broker, "this broker is not ours");
  }

  /** A new topic with a name of its own. */
  String topic(int partitions) {
    return topic(partitions, Map.of());
  }

  /** A new topic with a name and settings of its own, of which the broker has every partition. */
  String topic(int partitions, Map<String, String> settings) {
    NewTopic topic = new NewTopic("t-" + UUID.randomUUID(), partitions, (short) 1);
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
    }
    try {
      admin.createTopics(List.of(topic.configs(settings))).all().get();
      // A creation is told before the broker has made the partitions. Of records that come between,
      // the producer can lose the first: see KafkaSenderFaultsTest.
      while (!answers(ends)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return topic.name();
  }

  private boolean answers(Map<TopicPartition, OffsetSpec> partitions)
      throws InterruptedException, ExecutionException {
    try {
      admin.listOffsets(partitions).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** A plain producer; {@code settings} are names and values in turn. */
  KafkaProducer<String, String> producer(Object... settings) {
    Map<String, Object> config = config(settings);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** A plain consumer; {@code settings} are names and values in turn. */
  KafkaConsumer<String, String> consumer(Object... settings) {
    Map<String, Object> config = config(settings);
    config.putIfAbsent("auto.offset.reset", "earliest");
    config.putIfAbsent("enable.auto.commit", "false");
    config.putIfAbsent("session.timeout.ms", "150000"); // however slow the machine is
    // A close waits for the fetch that is under way.
    config.put("fetch.max.wait.ms", "50");
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  /** A plain consumer of all partitions of {@code topic}, without group. */
  KafkaConsumer<String, String> reader(String topic, int partitions) {
    KafkaConsumer<String, String> consumer = consumer();
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    consumer.assign(all);
    return consumer;
  }

  private Map<String, Object> config(Object... settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    config.put("reconnect.backoff.max.ms", "200");
    config.put("request.timeout.ms", "60000"); // however slow the machine is
    for (int i = 0; i < settings.length; i += 2) {
      config.put((String) settings[i], settings[i + 1]);
    }
    return config;
  }

  /** Polls until there are {@code count} records. */
  static List<ConsumerRecord<String, String>> read(Consumer<String, String> consumer, int count) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (records.size() < count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(records.size() + " of " + count + " records came: " + records);
      }
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }

  /** All records of {@code topic}, of which there are {@code count}. */
  List<ConsumerRecord<String, String>> readAll(String topic, int partitions, int count) {
    try (Consumer<String, String> reader = reader(topic, partitions)) {
      return read(reader, count);
    }
  }

  /** The group's committed offsets. */
  Map<TopicPartition, Long> committed(String group) throws Exception {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  /** The values of the headers called {@code key}. */
  static List<String> header(ConsumerRecord<?, ?> record, String key) {
    List<String> values = new ArrayList<>();
    record.headers().headers(key).forEach(h -> values.add(new String(h.value())));
    return values;
  }

  /** The partitions as numbers, in order. */
  static List<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).sorted().toList();
  }

  @Override
  public void close() throws Exception {
    admin.close(Duration.ZERO);
    if (broker != null) {
      broker.close();
    }
  }

  /** Hands the one instance to tests; closed at the end of the run. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Kafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Kafka.class))
          .computeIfAbsent(Kafka.class, key -> new Kafka(), Kafka.class);
    }
  }
}
