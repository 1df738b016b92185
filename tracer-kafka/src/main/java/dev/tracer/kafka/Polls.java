// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The polls of one consumer: remembers which thread got records from it, and makes receive spans if
 * wanted. Of a poll that brings nothing there is never a trace. Confined to one thread at a time,
 * like the consumer.
 */
final class Polls {
  private final Polled polled;
  private final PolledBy consumer;
  private final @Nullable ConsumerSpans receiveSpans;

  /**
   * @param receiveSpans null if receive spans are not wanted
   */
  Polls(Polled polled, PolledBy consumer, @Nullable ConsumerSpans receiveSpans) {
    this.polled = polled;
    this.consumer = consumer;
    this.receiveSpans = receiveSpans;
  }

  <K, V> ConsumerRecords<K, V> poll(Supplier<ConsumerRecords<K, V>> poll) {
    ConsumerSpans spans = receiveSpans;
    ConsumerRecords<K, V> records = spans == null ? poll.get() : timed(spans, poll);
    if (records != null && !records.isEmpty()) {
      polled.by(consumer);
    }
    return records;
  }

  private <K, V> ConsumerRecords<K, V> timed(
      ConsumerSpans spans, Supplier<ConsumerRecords<K, V>> poll) {
    Instant start = Instant.now();
    try {
      ConsumerRecords<K, V> records = poll.get();
      if (records != null && !records.isEmpty()) {
        spans.received(records, consumer.poll(), start, null);
      }
      return records;
    } catch (WakeupException | InterruptException e) {
      throw e; // how applications stop waiting, not a failure
    } catch (Throwable e) {
      spans.received(List.of(), consumer.poll(), start, e);
      throw e;
    }
  }
}
