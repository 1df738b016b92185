// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes a receive span of each poll that brings records, with links to the messages' contexts, for
 * applications that can configure consumers but not wrap them, by {@code
 * interceptor.classes=dev.tracer.kafka.TracingConsumerInterceptor}. {@link KafkaTracing#CONFIG}
 * tells how it finds its tracer. Records pass untouched: how they are processed an interceptor
 * cannot see.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1
 */
public final class TracingConsumerInterceptor<K, V> implements ConsumerInterceptor<K, V> {
  private Operation poll = Operation.poll(ClientInfo.UNKNOWN);
  private Registry.Lookup lookup = Registry.lookup(Map.of());

  /** Made by Kafka. */
  public TracingConsumerInterceptor() {}

  @Override
  public void configure(Map<String, ?> configuration) {
    poll = Operation.poll(ClientInfo.of(configuration));
    lookup = Registry.lookup(configuration);
  }

  @Override
  public ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
    KafkaTracing tracing = records.isEmpty() ? null : lookup.find();
    if (tracing != null) {
      tracing
          .guard()
          .run(
              "Kafka consumer interceptor",
              () -> tracing.consumerSpans().received(records, poll, null));
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
