// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Methods of kafka-clients 3.x that 4.0 removed: this module is compiled against 4.x, which does
 * not have them, and works with 3.x, whose applications call them.
 */
final class RemovedMethods {
  private static final @Nullable MethodHandle SEND_OFFSETS =
      find(Producer.class, "sendOffsetsToTransaction", void.class, Map.class, String.class);
  private static final @Nullable MethodHandle POLL =
      find(Consumer.class, "poll", ConsumerRecords.class, long.class);
  private static final @Nullable MethodHandle COMMITTED =
      find(Consumer.class, "committed", OffsetAndMetadata.class, TopicPartition.class);
  private static final @Nullable MethodHandle COMMITTED_WITHIN =
      find(
          Consumer.class,
          "committed",
          OffsetAndMetadata.class,
          TopicPartition.class,
          Duration.class);

  private RemovedMethods() {}

  static void sendOffsetsToTransaction(
      Producer<?, ?> producer, Map<TopicPartition, OffsetAndMetadata> offsets, String group) {
    call(SEND_OFFSETS, producer, offsets, group);
  }

  @SuppressWarnings("unchecked") // records of the consumer's own types
  static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumer, long timeoutMillis) {
    return (ConsumerRecords<K, V>) call(POLL, consumer, timeoutMillis);
  }

  static OffsetAndMetadata committed(Consumer<?, ?> consumer, TopicPartition partition) {
    return (OffsetAndMetadata) call(COMMITTED, consumer, partition);
  }

  static OffsetAndMetadata committed(
      Consumer<?, ?> consumer, TopicPartition partition, Duration timeout) {
    return (OffsetAndMetadata) call(COMMITTED_WITHIN, consumer, partition, timeout);
  }

  private static @Nullable MethodHandle find(
      Class<?> type, String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(type, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      return null; // 4.0 or later
    }
  }

  @SuppressWarnings("NullAway") // committed() may answer null, in Kafka's unannotated interface
  private static Object call(@Nullable MethodHandle method, Object... arguments) {
    if (method == null) {
      throw new UnsupportedOperationException("not in this version of kafka-clients");
    }
    try {
      return method.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw RemovedMethods.<RuntimeException>thrown(e);
    }
  }

  /** Lets {@code error} pass as it is, declared or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X thrown(Throwable error) throws X {
    throw (X) error;
  }
}
