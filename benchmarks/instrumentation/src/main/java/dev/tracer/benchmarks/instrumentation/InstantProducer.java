// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Acknowledges each record at once, on the calling thread, and keeps the last one. */
final class InstantProducer extends MockProducer<String, String> {
  private final RecordMetadata metadata =
      new RecordMetadata(new TopicPartition("orders", 3), 42, 0, 0, 4, 4);
  private final Future<RecordMetadata> done = CompletableFuture.completedFuture(metadata);

  ProducerRecord<String, String> sent;

  @Override
  public synchronized Future<RecordMetadata> send(
      ProducerRecord<String, String> record, Callback callback) {
    sent = record;
    if (callback != null) {
      callback.onCompletion(metadata, null);
    }
    return done;
  }
}
