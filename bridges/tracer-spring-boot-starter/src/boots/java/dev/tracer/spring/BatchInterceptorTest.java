// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.kafka.KafkaTracing;
import dev.tracer.testing.TestTracer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchInterceptor;

/** What the interceptor of batches does with the application's own; no broker needed. */
@SuppressWarnings({"deprecation", "removal"}) // constructors that both Boots have
class BatchInterceptorTest {
  private final TestTracer test = TestTracer.create();
  private final Consumer<String, String> consumer =
      new MockConsumer<>(OffsetResetStrategy.EARLIEST);
  private final ConsumerRecords<String, String> records =
      new ConsumerRecords<>(
          Map.of(
              new TopicPartition("orders", 0),
              List.of(new ConsumerRecord<>("orders", 0, 0, "k", "v"))));

  private boolean skips;

  private final BatchInterceptor<String, String> interceptor =
      new TracingBatchInterceptor<>(
          new BatchInterceptor<>() {
            @Override
            public ConsumerRecords<String, String> intercept(
                ConsumerRecords<String, String> given, Consumer<String, String> from) {
              return skips ? null : given;
            }

            @Override
            public void success(
                ConsumerRecords<String, String> given, Consumer<String, String> from) {
              assertThat(Span.current().isValid()).isTrue();
              throw new UnsupportedOperationException("theirs");
            }
          },
          () -> KafkaTracing.of(test.tracer()));

  @AfterEach
  void close() {
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
    test.close();
  }

  @Test
  void batchThatTheApplicationSkips_isNoSpan() {
    skips = true;

    assertThat(interceptor.intercept(records, consumer)).isNull();
    interceptor.clearThreadState(consumer);
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void interceptorOfTheApplicationThatThrows_leavesNoSpanOpen() {
    interceptor.intercept(records, consumer);

    assertThat(catchThrowable(() -> interceptor.success(records, consumer))).hasMessage("theirs");
    assertThat(test.spans()).extracting(SpanData::statusCode).containsExactly(StatusCode.UNSET);
  }

  @Test
  void listenerThatIsLeftByAnError_leavesNoSpanOpen() {
    interceptor.intercept(records, consumer);
    interceptor.clearThreadState(consumer);

    assertThat(test.spans()).extracting(SpanData::statusCode).containsExactly(StatusCode.ERROR);
  }
}
