// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import dev.tracer.kafka.KafkaTracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts the pages that were seen, from a topic: work behind the answer, in the same trace. */
final class PageViews implements AutoCloseable {
  static final String TOPIC = "page-views";

  private final AtomicLong count = new AtomicLong();
  private final Service service;
  private final KafkaTracing tracing;
  private final Consumer<String, String> consumer;
  private final Thread thread;

  PageViews(Service service, String kafka) {
    this.service = service;
    this.tracing = KafkaTracing.of(service.tracer());
    this.consumer =
        tracing.consumer(
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", kafka,
                    "group.id", "popularity",
                    "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer()));
    this.thread = new Thread(this::run, "page-views");
    thread.start();
  }

  long count() {
    return count.get();
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(TOPIC));
      while (true) {
        tracing.forEach(
            consumer.poll(Duration.ofSeconds(1)),
            view -> {
              service.tracer().run("count-view", span -> Service.work(20));
              count.incrementAndGet();
            });
      }
    } catch (WakeupException e) {
      // close() wants it
    }
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join(10_000);
  }
}
