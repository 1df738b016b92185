// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracer.kafka.kit.Message;
import dev.tracer.kafka.kit.MessagingSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka as the contracts see it: a topic of one partition on the real broker. */
final class KafkaMessaging implements MessagingSystem {
  private final KafkaTracing tracing;
  private final String topic;
  private final Producer<String, String> traced;
  private final Producer<String, String> plain;
  private final org.apache.kafka.clients.consumer.Consumer<String, String> consumer;

  /** Takes over the producer that traces. */
  KafkaMessaging(Kafka kafka, KafkaTracing tracing, Producer<String, String> traced) {
    this.tracing = tracing;
    this.topic = kafka.topic(1);
    this.traced = traced;
    this.plain = kafka.producer();
    this.consumer = tracing.consumer(kafka.reader(topic, 1));
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String destination() {
    return topic;
  }

  @Override
  public void send(Message message) throws Exception {
    send(message, error -> {});
  }

  @Override
  public void send(Message message, Consumer<Throwable> callback) throws Exception {
    send(traced, message, callback);
  }

  @Override
  public void sendRefused(Consumer<Throwable> callback) throws Exception {
    send(traced, Message.of("x".repeat(2_000_000)), callback);
  }

  @Override
  public void sendUntraced(Message message) throws Exception {
    send(plain, message, error -> {});
  }

  private void send(
      Producer<String, String> producer, Message message, Consumer<Throwable> callback)
      throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, message.value());
    message.headers().forEach(h -> record.headers().add(h.getKey(), h.getValue().getBytes(UTF_8)));
    Future<?> sent = producer.send(record, (metadata, error) -> callback.accept(error));
    try {
      sent.get(); // done when the callback has returned, not before
    } catch (ExecutionException e) {
      // the callback knows
    }
  }

  @Override
  public List<Message> receive(int count) {
    List<Message> messages = new ArrayList<>();
    for (ConsumerRecord<String, String> record : Kafka.read(consumer, count)) {
      List<Map.Entry<String, String>> headers = new ArrayList<>();
      record.headers().forEach(h -> headers.add(Map.entry(h.key(), new String(h.value(), UTF_8))));
      messages.add(new Message(record.value(), headers, record));
    }
    return messages;
  }

  @Override
  public void receiveNothing() {
    consumer.poll(Duration.ofMillis(100));
  }

  @Override
  public void process(Message message, Work work) throws Throwable {
    tracing.<String, String, Throwable>process(record(message), record -> work.run());
  }

  @Override
  public void processBatch(List<Message> messages, Work work) throws Throwable {
    List<ConsumerRecord<String, String>> records = messages.stream().map(this::record).toList();
    tracing.<String, String, List<ConsumerRecord<String, String>>, Throwable>processBatch(
        records, batch -> work.run());
  }

  @SuppressWarnings("unchecked") // receive() put it there
  private ConsumerRecord<String, String> record(Message message) {
    return (ConsumerRecord<String, String>) message.original();
  }

  @Override
  public void close() {
    traced.close(Duration.ZERO);
    plain.close(Duration.ZERO);
    consumer.close();
  }
}
