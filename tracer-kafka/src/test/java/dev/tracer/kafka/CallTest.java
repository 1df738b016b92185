// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers with results, at once or later; no broker needed. */
class CallTest {
  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final ConsumerRecord<String, String> record =
      new ConsumerRecord<>("orders", 0, 0, "k", "v");

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    test.close();
  }

  private SpanData only() {
    test.assertNoOpenSpans();
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  @Test
  void call_returnsWhatTheHandlerReturns() {
    String result = tracing.call(record, ConsumerRecord::value);
    assertThat(result).isEqualTo("v");
    assertThat(only().name()).isEqualTo("process orders");
  }

  @Test
  void call_nullResult_isReturned() {
    Object result = tracing.call(record, r -> null);
    assertThat(result).isNull();
    assertThat(only().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void call_handlerThatThrows_failsSpan() {
    IOException thrown = new IOException("no");
    assertThat(
            catchThrowable(
                () ->
                    tracing.call(
                        record,
                        r -> {
                          throw thrown;
                        })))
        .isSameAs(thrown);
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void call_stage_endsSpanWhenItIsComplete() {
    CompletableFuture<String> future = new CompletableFuture<>();
    Span[] inside = new Span[1];
    CompletionStage<String> result =
        tracing.call(
            record,
            r -> {
              inside[0] = Span.current();
              return future;
            });
    assertThat(result).isSameAs(future);
    assertThat(inside[0].isValid()).isTrue();
    assertThat(Span.current().isValid()).isFalse();
    assertThat(test.spans()).isEmpty();

    test.clock().advance(Duration.ofSeconds(3));
    future.complete("done");
    SpanData span = only();
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(3_000_000_000L);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void call_stageThatFails_failsSpanWithTheCause() {
    CompletableFuture<String> future = new CompletableFuture<>();
    tracing.call(record, r -> future.thenApply(String::trim));
    future.completeExceptionally(new IOException("late"));
    SpanData span = only();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("error.type")).isEqualTo("java.io.IOException");
  }

  @Test
  void call_stageThatCannotBeFollowed_endsSpanAtOnceAndIsReturned() {
    CompletableFuture<String> broken =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<String> whenComplete(
              BiConsumer<? super String, ? super Throwable> action) {
            throw new UnsupportedOperationException("not here");
          }
        };
    try (LogCapture log = new LogCapture()) {
      CompletionStage<String> result = tracing.call(record, r -> broken);
      assertThat(result).isSameAs(broken);
      assertThat(log.messages()).hasSize(1);
    }
    only();
  }

  @Test
  void callBatch_followsStage() {
    List<ConsumerRecord<String, String>> batch = List.of(record, record);
    CompletableFuture<Integer> future = new CompletableFuture<>();
    CompletableFuture<Integer> result = tracing.callBatch(batch, b -> future);
    assertThat(result).isSameAs(future);
    assertThat(test.spans()).isEmpty();
    future.complete(2);
    assertThat(only().attributes().get("messaging.batch.message_count")).isEqualTo(2L);
  }

  @Test
  void callBatch_returnsWhatTheHandlerReturns() {
    int size = tracing.callBatch(List.of(record, record), List::size);
    assertThat(size).isEqualTo(2);
    only();
  }

  @Test
  void call_stageThatIsCancelled_isNoError() {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletionStage<String> unused = tracing.call(record, r -> future.thenApply(x -> x));
    future.cancel(true);

    assertThat(only().statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(only().events()).extracting("name").containsExactly("cancelled");
  }

  @Test
  void call_handlerThatIsInterrupted_isNoError() {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletionStage<String> unused = tracing.call(record, r -> future);
    future.completeExceptionally(new InterruptedException());

    assertThat(only().statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(only().events()).extracting("name").containsExactly("cancelled");
  }

  /** A batch that can be read once is the handler's alone. */
  @Test
  void processBatch_thatCanBeReadOnce_isLeftToTheHandler() {
    Iterator<ConsumerRecord<String, String>> once = List.of(record, record, record).iterator();
    Iterable<ConsumerRecord<String, String>> batch = () -> once;
    List<ConsumerRecord<String, String>> seen = new ArrayList<>();
    tracing.processBatch(batch, records -> records.forEach(seen::add));

    assertThat(seen).hasSize(3);
    assertThat(only().name()).isEqualTo("process");
    assertThat(only().attributes().get("messaging.batch.message_count")).isNull();
  }

  @Test
  void beginBatch_isCurrentUntilToldOfTheEnd_andTellsWhoPolled() {
    Processing processing =
        tracing.beginBatch(List.of(record, record), consumerOfBilling(() -> {}));
    Span current = Span.current();
    test.tracer().run("work", span -> assertThat(test.spans()).isEmpty());
    processing.returned(null);

    assertThat(Span.current().isValid()).isFalse();
    SpanData batch = test.spans().get(1);
    assertThat(batch.spanId()).isEqualTo(current.context().spanId());
    assertThat(batch.name()).isEqualTo("process orders");
    assertThat(batch.attributes().get("messaging.consumer.group.name")).isEqualTo("billing");
    assertThat(batch.attributes().get("messaging.batch.message_count")).isEqualTo(2L);
  }

  @Test
  void beginBatch_toldOfAnError_isOne() {
    tracing
        .beginBatch(List.of(record), consumerOfBilling(() -> {}))
        .failed(new IOException("full"));

    assertThat(only().attributes().get("error.type")).isEqualTo("java.io.IOException");
  }

  @Test
  void beginBatch_ofNone_isNoSpan() {
    tracing.beginBatch(List.of(), consumerOfBilling(() -> {})).returned(null);

    assertThat(test.spans()).isEmpty();
  }

  @SuppressWarnings({"unchecked", "removal"}) // the group has no other constructor in 3.0
  private static Consumer<String, String> consumerOfBilling(Runnable close) {
    return (Consumer<String, String>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                close.run();
              }
              boolean isGroup = method.getName().equals("groupMetadata");
              return isGroup ? new ConsumerGroupMetadata("billing") : null;
            });
  }

  @Test
  void client_thatTellsNoMetrics_isTraced() {
    MockProducer<String, String> producer =
        new MockProducer<>(true, null, new StringSerializer(), new StringSerializer()) {
          @Override
          public Map<MetricName, Metric> metrics() {
            throw new UnsupportedOperationException("none");
          }
        };
    var unused = tracing.producer(producer).send(new ProducerRecord<>("orders", "v"));

    assertThat(only().name()).isEqualTo("send orders");
  }

  @Test
  void consumer_whoseCloseIsRefused_isStillKnown() {
    boolean[] refuse = {true};
    Consumer<String, String> consumer =
        tracing.consumer(
            consumerOfBilling(
                () -> {
                  if (refuse[0]) {
                    throw new ConcurrentModificationException("another thread polls");
                  }
                }));
    assertThat(catchThrowable(consumer::close)).isInstanceOf(ConcurrentModificationException.class);
    tracing.process(record, r -> {});
    refuse[0] = false;
    consumer.close();
    tracing.process(record, r -> {});

    assertThat(test.spans())
        .extracting(span -> span.attributes().get("messaging.consumer.group.name"))
        .containsExactly("billing", null);
  }

  private final MockProducer<String, String> sends =
      new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recordThatIsSentAgain_isNoChildOfItsFirstSend(boolean isReadOnly) {
    ProducerRecord<String, String> again = new ProducerRecord<>("orders", "v");
    Producer<String, String> producer = tracing.producer(sends);
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 3; i++) {
        var unused = producer.send(again);
        if (isReadOnly) { // as Kafka's own producer leaves them
          ((RecordHeaders) again.headers()).setReadOnly();
        }
      }
    }

    assertThat(test.spans()).hasSize(3).allMatch(span -> span.parentSpanIdAsLong() == 0);
    assertThat(test.spans()).allMatch(span -> span.links().isEmpty());
    assertThat(test.spans()).extracting(SpanData::traceId).doesNotHaveDuplicates();
  }

  @Test
  void recordThatIsSentAgain_hasAttemptsSideBySide() {
    ProducerRecord<String, String> own = new ProducerRecord<>("orders", "v");
    ProducerRecord<String, String> outbox = new ProducerRecord<>("orders", "v");
    test.tracer().run("elsewhere", span -> tracing.inject(outbox.headers()));
    Producer<String, String> producer = tracing.producer(sends);
    test.tracer()
        .run(
            "request",
            span -> {
              for (int i = 0; i < 2; i++) {
                var unused = producer.send(own);
              }
            });
    for (int i = 0; i < 2; i++) {
      var unused = producer.send(outbox);
    }

    test.assertTree(
        """
        elsewhere
          send orders [PRODUCER]
          send orders [PRODUCER]
        request
          send orders [PRODUCER]
          send orders [PRODUCER]
        """);
    assertThat(test.spans()).allMatch(span -> span.links().isEmpty());
  }
}
