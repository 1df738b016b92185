// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Clock;
import dev.tracer.Tracer;
import dev.tracer.testing.TestTracer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The interceptor as Kafka calls it, without Kafka. */
class TracingProducerInterceptorTest {
  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final TracingProducerInterceptor<String, String> interceptor =
      new TracingProducerInterceptor<>();

  @AfterEach
  void close() {
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
    test.close();
  }

  /** A wrapped producer, and what Kafka does in its {@code send}. */
  private Producer<String, String> sending(Consumer<ProducerRecord<String, String>> inside) {
    interceptor.configure(Map.of(KafkaTracing.CONFIG, tracing));
    return tracing.producer(
        new MockProducer<>() {
          @Override
          public Future<RecordMetadata> send(
              ProducerRecord<String, String> record, Callback callback) {
            inside.accept(record);
            callback.onCompletion(null, null);
            return CompletableFuture.completedFuture(null);
          }
        });
  }

  @Test
  void send_ofAWrappedProducer_isLeftAlone() {
    sending(interceptor::onSend).send(new ProducerRecord<>("orders", "v"));
    interceptor.close();

    test.assertTree("send orders [PRODUCER]\n");
  }

  @Test
  void send_ofAWrappedProducer_copiedByAnInterceptorBefore_isLeftAlone() {
    Producer<String, String> producer =
        sending(
            record ->
                interceptor.onSend(
                    new ProducerRecord<>(
                        record.topic(), null, record.key(), record.value(), record.headers())));
    producer.send(new ProducerRecord<>("orders", "v"));
    interceptor.close();

    test.assertTree("send orders [PRODUCER]\n");
  }

  /** A serializer may send by a producer of its own. */
  @Test
  void send_insideAnother_hasItsOwnSpan() {
    ProducerRecord<String, String> audit = new ProducerRecord<>("audit", "v");
    sending(record -> interceptor.onSend(audit)).send(new ProducerRecord<>("orders", "v"));
    interceptor.close();

    test.assertTree(
        """
        send orders [PRODUCER]
          send audit [PRODUCER]
        """);
    assertThat(audit.headers().lastHeader("traceparent")).isNotNull();
  }

  @Test
  void send_whoseAgeIsNotKnown_endsAtOnce() {
    AtomicBoolean broken = new AtomicBoolean();
    Clock clock =
        new Clock() {
          @Override
          public long epochNanos() {
            return 0;
          }

          @Override
          public long nanoTime() {
            if (broken.get()) {
              throw new IllegalStateException("clock");
            }
            return 0;
          }
        };
    ProducerRecord<String, String> record = new ProducerRecord<>("orders", "v");
    try (Tracer timed = Tracer.builder("shop").clock(clock).build()) {
      KafkaTracing breaking =
          KafkaTracing.builder(timed).sendDetails((span, sent) -> broken.set(true)).build();
      interceptor.configure(Map.of(KafkaTracing.CONFIG, breaking));
      interceptor.onSend(record);
      broken.set(false);
      interceptor.close();

      assertThat(timed.stats().started()).isEqualTo(1);
      assertThat(timed.stats().open()).isZero();
      assertThat(timed.stats().faults()).isPositive();
    }
    assertThat(record.headers().lastHeader("traceparent")).isNotNull();
  }
}
