// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Attributes;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The life of a send's span, for the producer and the interceptor. Thread-safe. */
final class ProducerSpans {
  private final Tracer tracer;
  private final Settings settings;
  private final Operation send;

  ProducerSpans(Tracer tracer, Settings settings, ClientInfo client) {
    this.tracer = tracer;
    this.settings = settings;
    this.send = Operation.send(client);
  }

  Span start(ProducerRecord<?, ?> record) {
    Span span = send.span(tracer, record.topic()).start();
    if (span.isRecording()) {
      span.set(Names.KEY, settings.keyText(record.key()));
      if (record.value() == null) {
        span.set(Names.TOMBSTONE, true);
      }
    }
    return span;
  }

  /** Whether {@code span} is that of a send to {@code topic}: of a producer around this one. */
  static boolean isSend(Span span, String topic) {
    return span instanceof SpanData data
        && data.instrumentationScope().name().equals(KafkaTracing.SCOPE)
        && data.name().equals("send " + topic);
  }

  /**
   * The end, on whatever thread learns of it.
   *
   * @param metadata null, or without offset, if the broker did not tell
   */
  static void end(Span span, @Nullable RecordMetadata metadata, @Nullable Throwable error) {
    if (!span.isRecording()) {
      return;
    }
    if (metadata != null && metadata.partition() >= 0) {
      String partition = Names.partition(metadata.partition());
      span.setAll(
          metadata.hasOffset()
              ? Attributes.of(Names.PARTITION, partition, Names.OFFSET, metadata.offset())
              : Attributes.of(Names.PARTITION, partition));
    }
    if (error != null) {
      span.fail(error);
    }
    span.end();
  }
}
