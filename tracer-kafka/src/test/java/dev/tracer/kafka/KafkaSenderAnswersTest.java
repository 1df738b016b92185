// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Which answer belongs to which record, when several are on their way. */
class KafkaSenderAnswersTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaSender sender = new KafkaSender("spans", "topic spans", producer);
  private final byte[] body = {0};

  private CompletableFuture<Answer> begin(int number) {
    body[0] = (byte) number; // the exporter uses its buffer again
    return sender.begin(
        new Request("application/x-protobuf", ByteBuffer.wrap(body), 1, "%032x".formatted(number)),
        LONG);
  }

  private static Answer.Kind kind(CompletableFuture<Answer> answer) {
    assertThat(answer).isDone();
    return answer.join().kind();
  }

  @Test
  void records_areSentWithoutWaiting_andAnsweredEachByItself() {
    List<CompletableFuture<Answer>> answers = IntStream.range(0, 4).mapToObj(this::begin).toList();

    assertThat(answers).noneMatch(CompletableFuture::isDone);
    assertThat(producer.history())
        .extracting(record -> record.value()[0])
        .containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3);
    producer.completeNext();
    producer.errorNext(new RecordTooLargeException("large"));
    producer.errorNext(new InvalidTopicException("none"));
    assertThat(kind(answers.get(0))).isEqualTo(Answer.Kind.ACKNOWLEDGED);
    assertThat(kind(answers.get(1))).isEqualTo(Answer.Kind.TOO_LARGE);
    assertThat(kind(answers.get(2))).isEqualTo(Answer.Kind.REFUSED);
    assertThat(answers.get(3)).isNotDone();
  }

  @Test
  void close_answersAllThatWait() {
    CompletableFuture<Answer> first = begin(1);
    CompletableFuture<Answer> second = begin(2);
    producer.completeNext();

    sender.close(Duration.ZERO);

    assertThat(kind(first)).isEqualTo(Answer.Kind.ACKNOWLEDGED);
    assertThat(second.join()).hasToString("UNAVAILABLE: topic spans: the exporter is closed");
    assertThat(begin(3).join()).hasToString("UNAVAILABLE: topic spans: the exporter is closed");
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  void trouble_isWhatTheBrokerSaidLast() {
    IntStream.range(0, 3).forEach(this::begin);
    assertThat(sender.trouble()).isNull();

    producer.errorNext(new TimeoutException("Topic spans not present in metadata"));
    assertThat(sender.trouble()).isEqualTo("Topic spans not present in metadata");
    producer.errorNext(new InvalidTopicException());
    assertThat(sender.trouble()).isEqualTo(InvalidTopicException.class.getName());
    producer.completeNext();
    assertThat(sender.trouble()).isNull();
  }

  @Test
  void trouble_outlivesTheClose_whichIsNone() {
    begin(1);
    producer.errorNext(new TimeoutException("no broker"));
    begin(2);
    sender.close(Duration.ZERO);

    assertThat(sender.trouble()).isEqualTo("no broker");
  }

  @Test
  void producerThatThrows_isAnAnswer() {
    MockProducer<byte[], byte[]> full =
        new MockProducer<>() {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            throw new RecordTooLargeException("large");
          }
        };
    KafkaSender toFull = new KafkaSender("spans", "topic spans", full);
    Request request = new Request("application/x-protobuf", ByteBuffer.wrap(body), 1, "");

    assertThat(toFull.send(request, LONG).kind()).isEqualTo(Answer.Kind.TOO_LARGE);
    assertThat(toFull.send(request, Duration.ZERO))
        .hasToString("UNAVAILABLE: topic spans: no time was left");
  }

  @Test
  void errorOfTheProducer_goesToTheExporter() {
    OutOfMemoryError error = new OutOfMemoryError();
    MockProducer<byte[], byte[]> broken =
        new MockProducer<>() {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            throw error;
          }
        };
    KafkaSender toBroken = new KafkaSender("spans", "topic spans", broken);
    Request request = new Request("application/x-protobuf", ByteBuffer.wrap(body), 1, "");

    assertThatThrownBy(() -> toBroken.begin(request, LONG)).isSameAs(error);
    assertThat(toBroken.unanswered()).isZero();
  }

  @Test
  void send_thatIsNotAnsweredInTime_isUnavailable() {
    Request request = new Request("application/x-protobuf", ByteBuffer.wrap(body), 1, "");

    assertThat(sender.send(request, Duration.ofNanos(1)))
        .hasToString("UNAVAILABLE: topic spans: no answer in time");
  }
}
