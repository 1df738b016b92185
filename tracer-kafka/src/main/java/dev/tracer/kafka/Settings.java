// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Span;
import dev.tracer.internal.SafeText;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What {@link KafkaTracingBuilder} was told. Immutable. */
record Settings(
    boolean linkOnly,
    boolean receiveSpans,
    int maxLinks,
    int keyLength,
    Predicate<String> untraced,
    Hooks hooks) {
  /** What the application adds to spans. */
  record Hooks(
      BiConsumer<? super Span, ? super ProducerRecord<?, ?>> send,
      BiConsumer<? super Span, ? super RecordMetadata> answer,
      BiConsumer<? super Span, ? super ConsumerRecord<?, ?>> process) {}

  /**
   * A record's key as text, cut to the configured length; null if it is not to be recorded or has
   * no canonical text ({@code messaging.kafka.message.key}). Only types of the JDK whose text is
   * known: an application's {@code toString} may be slow, secret or throw.
   */
  @Nullable String keyText(@Nullable Object key) {
    if (keyLength == 0 || key == null) {
      return null;
    }
    if (key instanceof String text) {
      return text.length() <= keyLength ? text : text.substring(0, SafeText.cut(text, keyLength));
    }
    boolean canonical =
        key instanceof Long
            || key instanceof Integer
            || key instanceof Short
            || key instanceof Double
            || key instanceof Float
            || key instanceof Boolean
            || key instanceof UUID;
    return canonical ? keyText(key.toString()) : null;
  }
}
