// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each request as a record into a topic, for the Kafka receivers of Collector and Jaeger to
 * read. With requests {@linkplain
 * dev.tracer.export.send.SendingExporterBuilder#requestPerTrace(boolean) of one trace each}, the
 * record's key is the trace id, so that one partition, and so one reader, gets a whole trace:
 *
 * <pre>{@code
 * SendingExporter.builder("kafka")
 *     .encoding(OtlpEncoding.protobuf())
 *     .sender(KafkaSender.create("otlp_spans", Map.of("bootstrap.servers", "kafka:9092")))
 *     .requestPerTrace(true)
 *     .maxRequestBytes(900_000) // Kafka's own limit is 1 MiB
 *     .build()
 * }</pre>
 *
 * <p>Requests do not wait for each other: 64 at most are on their way at once. One counts as
 * exported when the broker has acknowledged it. One that the producer calls too large is halved. A
 * record whose answer does not come in time counts as failed, though it may still get there.
 *
 * <p>Threads: as {@link Sender} says. Only the exporting thread waits for the broker. The sender's
 * producer is its own, and not traced.
 *
 * @since 0.1
 */
public final class KafkaSender implements Sender {
  /**
   * Kafka's own would let an export wait for minutes; and bytes of spans shrink well. One request
   * at a time, which takes all records that wait for it: of several, a broker that is just making
   * the partition can take the second, and then refuses the first for ever (KAFKA-15591).
   */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "max.in.flight.requests.per.connection", "1",
          "max.block.ms", "10000",
          "delivery.timeout.ms", "10000",
          "request.timeout.ms", "5000",
          "linger.ms", "0",
          "compression.type", "gzip");

  private static final String CLOSED = "the exporter is closed";

  private final String topic;
  private final String place;
  private final Producer<byte[], byte[]> producer;

  /** What the exporting thread waits for. Added by it, completed by producer and close. */
  private final Set<CompletableFuture<Answer>> waiting = ConcurrentHashMap.newKeySet();

  /** What the broker, or the producer for it, said last; empty if that was an acknowledgement. */
  private volatile String lastTrouble = "";

  /** Written once, by close. */
  private volatile boolean closed;

  KafkaSender(String topic, String place, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.place = place;
    this.producer = producer;
  }

  /**
   * A sender into a topic, which has to exist unless the broker makes topics by itself.
   *
   * @param config a producer's, {@code bootstrap.servers} at least; serializers are set here
   * @throws NullPointerException naming the argument that is null
   * @throws IllegalArgumentException if {@code topic} is empty, or {@code config} is none for a
   *     producer
   */
  public static KafkaSender create(String topic, Map<String, ?> config) {
    if (requireNonNull(topic, "topic").isBlank()) {
      throw new IllegalArgumentException("topic must not be empty");
    }
    Map<String, Object> all = new HashMap<>(DEFAULTS);
    if (requireNonNull(config, "config").containsKey("request.timeout.ms")
        || config.containsKey("linger.ms")) {
      all.remove("delivery.timeout.ms"); // it has to be longer than both; Kafka makes its own so
    }
    all.putAll(config);
    String place = "topic " + topic + " at " + servers(all.get("bootstrap.servers"));
    try {
      return new KafkaSender(
          topic,
          place,
          new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    } catch (KafkaException e) {
      throw new IllegalArgumentException("config is none for a producer: " + cause(e), e);
    }
  }

  private static String servers(@Nullable Object servers) {
    return servers instanceof Collection<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(servers);
  }

  private static String cause(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause.getMessage() == null
        ? "" + error.getMessage()
        : cause.getMessage();
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    return Answer.await(begin(request, timeout), timeout, place);
  }

  @Override
  @SuppressWarnings({
    "FutureReturnValueIgnored", // the callback tells the same
    "CollectionUndefinedEquality" // identity is meant
  })
  public CompletableFuture<Answer> begin(Request request, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    waiting.add(answer);
    // read after the answer was published: close sees it, or it is seen to be closed
    if (closed || timeout.isZero() || timeout.isNegative()) {
      answer.complete(unavailable(closed ? CLOSED : "no time was left"));
    } else {
      try (Scope scope = Context.suppressed().makeCurrent()) {
        producer.send(
            new ProducerRecord<>(topic, key(request), bytes(request.body())),
            (metadata, error) -> answer.complete(error == null ? acknowledged() : failed(error)));
      } catch (RuntimeException e) {
        answer.complete(failed(e));
      } catch (Error e) { // the exporter's to report; nobody waits
        waiting.remove(answer);
        throw e;
      }
    }
    answer.whenComplete((told, error) -> waiting.remove(answer));
    return answer;
  }

  /** How many records have no answer yet. */
  int unanswered() {
    return waiting.size();
  }

  /** The record is the producer's for longer than the request is ours. */
  private static byte[] bytes(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }

  private static byte @Nullable [] key(Request request) {
    return request.key().isEmpty() ? null : request.key().getBytes(StandardCharsets.US_ASCII);
  }

  private Answer acknowledged() {
    lastTrouble = "";
    return Answer.acknowledged();
  }

  private Answer failed(Exception error) {
    if (closed) { // the producer says so in several ways
      return unavailable(CLOSED);
    } else if (error instanceof InterruptException) { // has set the thread's interrupt status
      return unavailable("interrupted before the answer");
    }
    lastTrouble = error.getMessage() == null ? error.toString() : error.getMessage();
    if (error instanceof RecordTooLargeException || error instanceof RecordBatchTooLargeException) {
      return Answer.of(Answer.Kind.TOO_LARGE, place + ": " + error.getMessage());
    } else if (error instanceof RetriableException || error instanceof IllegalStateException) {
      return unavailable(lastTrouble);
    }
    return Answer.of(Answer.Kind.REFUSED, place + ": " + error);
  }

  private Answer unavailable(String why) {
    return Answer.of(Answer.Kind.UNAVAILABLE, place + ": " + why);
  }

  @Override
  public @Nullable String trouble() {
    String trouble = lastTrouble;
    return trouble.isEmpty() ? null : trouble;
  }

  @Override
  public void close(Duration timeout) {
    closed = true;
    for (CompletableFuture<Answer> answer : waiting) {
      answer.complete(unavailable(CLOSED));
    }
    producer.close(timeout);
  }

  /** The topic and the broker. */
  @Override
  public String toString() {
    return place;
  }
}
