// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Watches the polls of one consumer: remembers what they brought, and makes receive spans if
 * wanted. Of a poll that brings nothing there is never a trace. Confined to one thread at a time,
 * like the consumer.
 */
final class PollObserver {
  private static final String PART = "observer of Kafka polls";

  private final KafkaTracing tracing;
  private final PollingClient client;
  private final boolean receiveSpans;

  PollObserver(KafkaTracing tracing, PollingClient client, boolean receiveSpans) {
    this.tracing = tracing;
    this.client = client;
    this.receiveSpans = receiveSpans;
  }

  /** Polls. What was fetched comes back whatever tracing does: Kafka will not hand it out again. */
  <K, V> ConsumerRecords<K, V> poll(Supplier<ConsumerRecords<K, V>> poll) {
    client.polling();
    Instant start = receiveSpans ? tracing.guard().call(PART, this::now) : null;
    ConsumerRecords<K, V> records;
    try {
      records = poll.get();
    } catch (WakeupException | InterruptException e) {
      throw e; // how applications stop waiting, not a failure
    } catch (Throwable e) {
      if (receiveSpans) {
        tracing.guard().run(PART, () -> tracing.consumerSpans().failed(client.poll(), start, e));
      }
      throw e;
    }
    if (records != null && !records.isEmpty()) {
      tracing.guard().run(PART, () -> received(records, start));
    }
    return records;
  }

  private void received(ConsumerRecords<?, ?> records, @Nullable Instant start) {
    client.polled(records);
    if (receiveSpans) {
      tracing.consumerSpans().received(records, client.poll(), start);
    }
  }

  private Instant now() {
    Clock clock = tracing.tracer().clock();
    return Instant.ofEpochSecond(0, clock.epochNanos());
  }

  /** The consumer is closed. */
  void closed() {
    tracing.forget(client);
  }
}
