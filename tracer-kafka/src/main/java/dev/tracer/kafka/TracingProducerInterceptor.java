// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Span;
import java.time.Duration;
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
 * there it ends at once, without partition, offset and error. If the answer does not come back, as
 * another interceptor has taken the headers away, the span ends after twice Kafka's {@code
 * delivery.timeout.ms}, at the close, or with the next send of the same span id, with the attribute
 * {@code tracer.kafka.unanswered}. Sends of a wrapped producer are left alone.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1
 */
public final class TracingProducerInterceptor<K, V> implements ProducerInterceptor<K, V> {
  private static final String PART = "Kafka producer interceptor";

  /** Whether acknowledgements come with the record's headers (KIP-512). */
  private static final boolean TOLD_HEADERS = isToldHeaders();

  /** How long Kafka tries to deliver a record unless it is configured ({@code ProducerConfig}). */
  private static final long DEFAULT_DELIVERY_MILLIS = 120_000;

  // written by configure(), before Kafka calls anything else
  private ClientInfo client = ClientInfo.UNKNOWN;
  private Registry.Lookup lookup = Registry.lookup(Map.of());
  private PendingSends pending = new PendingSends(maxAge(DEFAULT_DELIVERY_MILLIS));

  /** The spans of the instance found last; replaced when another one is registered. */
  private volatile @Nullable Found found;

  /** Made by Kafka. */
  public TracingProducerInterceptor() {}

  @Override
  public void configure(Map<String, ?> configuration) {
    client = ClientInfo.of(configuration);
    lookup = Registry.lookup(configuration);
    pending = new PendingSends(maxAge(deliveryMillis(configuration.get("delivery.timeout.ms"))));
  }

  /** Twice as long as Kafka waits for an answer. */
  private static Duration maxAge(long deliveryMillis) {
    return Duration.ofMillis(2 * deliveryMillis);
  }

  private static long deliveryMillis(@Nullable Object configured) {
    try {
      return configured == null
          ? DEFAULT_DELIVERY_MILLIS
          : Integer.parseInt(configured.toString().trim());
    } catch (NumberFormatException e) {
      return DEFAULT_DELIVERY_MILLIS; // Kafka itself will refuse it
    }
  }

  @Override
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    KafkaTracing tracing = lookup.find();
    if (tracing != null) {
      tracing.guard().run(PART, () -> trace(record, tracing));
    }
    return record;
  }

  private void trace(ProducerRecord<K, V> record, KafkaTracing tracing) {
    if (isSentByWrapper(record.headers(), tracing)) {
      return;
    }
    Send send = spans(tracing).begin(record);
    boolean isPending = false;
    try {
      isPending = awaitsAnswer(send, record, tracing);
    } finally { // whatever fails, the clock for one
      if (!isPending) {
        send.end(null, null);
      }
    }
  }

  /**
   * Whether a wrapped producer is sending just this on this thread. Other interceptors may have
   * copied the record, with the context that it carries; what carries another is sent by another
   * producer meanwhile, as by a serializer.
   */
  private static boolean isSentByWrapper(Headers headers, KafkaTracing tracing) {
    Headers sending = ProducerSpans.sending();
    if (sending == null || sending == headers) {
      return sending != null;
    }
    long id = idIn(sending, tracing);
    return id != 0 && id == idIn(headers, tracing);
  }

  /**
   * Leaves the end of a send to the broker's answer; false if nobody would know it by its answer.
   */
  private boolean awaitsAnswer(Send send, ProducerRecord<K, V> record, KafkaTracing tracing) {
    Span span = send.recorded();
    if (span == null
        || !send.isCarried()
        || !TOLD_HEADERS
        || idIn(record.headers(), tracing) != idOf(span)) {
      return false;
    }
    pending.add(idOf(span), send, tracing.tracer().clock().nanoTime());
    return true;
  }

  private static long idOf(Span span) {
    return span.context().spanIdAsLong();
  }

  /** The span that headers name, by which its answer is found; 0 if none of the formats has ids. */
  private static long idIn(Headers headers, KafkaTracing tracing) {
    return idOf(tracing.fields().extract(Context.root(), headers).span());
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
    Found instance = found;
    if (instance != null && headers != null) {
      instance.tracing.guard().run(PART, () -> answered(metadata, error, instance, headers));
    }
  }

  private void answered(
      @Nullable RecordMetadata metadata,
      @Nullable Exception error,
      Found instance,
      Headers headers) {
    Send send = pending.take(idIn(headers, instance.tracing));
    if (send != null) {
      send.end(metadata, error);
    }
  }

  @Override
  public void close() {
    pending.close();
  }

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
