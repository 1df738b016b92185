// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Span;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces sends of applications that can configure producers but not wrap them, by {@code
 * interceptor.classes=dev.tracer.kafka.TracingProducerInterceptor}. {@link KafkaTracing#CONFIG}
 * tells how it finds its tracer; until there is one, records pass untouched.
 *
 * <p>The span is that of {@link KafkaTracing#producer}. With kafka-clients 4.1 and later it ends
 * with the broker's answer; older ones do not tell an interceptor which record was answered, so
 * there it ends at once, without partition, offset and error. Sends of a wrapped producer are left
 * alone.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1
 */
public final class TracingProducerInterceptor<K, V> implements ProducerInterceptor<K, V> {
  /** Whether acknowledgements come with the record's headers (KIP-512). */
  private static final boolean TOLD_HEADERS = isToldHeaders();

  private ClientInfo client = ClientInfo.UNKNOWN;
  private Registry.Lookup lookup = Registry.lookup(Map.of());

  /** The spans of the instance found last; replaced when another one is registered. */
  private volatile @Nullable Found found;

  /** Made by Kafka. */
  public TracingProducerInterceptor() {}

  @Override
  public void configure(Map<String, ?> configuration) {
    client = ClientInfo.of(configuration);
    lookup = Registry.lookup(configuration);
  }

  @Override
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    KafkaTracing tracing = lookup.find();
    if (tracing == null || ProducerSpans.isSend(Span.current(), record.topic())) {
      return record;
    }
    try {
      trace(record, tracing);
    } catch (RuntimeException e) {
      tracing.tracer().reportFault("Kafka producer interceptor", e);
    }
    return record;
  }

  private void trace(ProducerRecord<K, V> record, KafkaTracing tracing) {
    Span span = spans(tracing).start(record);
    Context context = Context.current().with(span);
    if (TOLD_HEADERS && span.isRecording()) {
      SpanHeader.Sent sent = new SpanHeader.Sent(span);
      tracing.fields().inject(context, record.headers(), sent);
      if (sent.isCarried()) {
        return;
      }
    } else {
      tracing.fields().inject(context, record.headers());
    }
    span.end();
  }

  private ProducerSpans spans(KafkaTracing tracing) {
    Found known = found;
    if (known == null || known.tracing != tracing) {
      found = known = new Found(tracing, tracing.producerSpans(client));
    }
    return known.spans;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception error) {
    // Before 4.1 the span has ended already.
  }

  @Override
  public void onAcknowledgement(
      @Nullable RecordMetadata metadata, @Nullable Exception error, @Nullable Headers headers) {
    Span span = SpanHeader.take(headers);
    if (span != null) {
      ProducerSpans.end(span, metadata, error);
    }
  }

  @Override
  public void close() {}

  private static boolean isToldHeaders() {
    try {
      ProducerInterceptor.class.getMethod(
          "onAcknowledgement", RecordMetadata.class, Exception.class, Headers.class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** An instance with what was made of it. */
  private record Found(KafkaTracing tracing, ProducerSpans spans) {}
}
