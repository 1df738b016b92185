// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.InstrumentationScope;
import dev.tracer.Tracer;
import dev.tracer.internal.Version;
import java.util.Collection;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces messages through Apache Kafka: the context of whoever sends a record travels in its
 * headers to whoever processes it.
 *
 * <pre>{@code
 * KafkaTracing kafka = KafkaTracing.of(tracer);
 * Producer<String, Order> producer = kafka.producer(new KafkaProducer<>(config));
 * Consumer<String, Order> consumer = kafka.consumer(new KafkaConsumer<>(config));
 *
 * while (running) { // with enable.auto.commit=false
 *   kafka.forEach(consumer.poll(Duration.ofSeconds(1)), record -> fulfil(record.value()));
 *   consumer.commitSync(); // not reached if a handler throws: the rest will be polled again
 * }
 * }</pre>
 *
 * <p>Spans, names and attributes follow OpenTelemetry's "Semantic conventions for Kafka". Nothing
 * is changed about what is sent, received and committed, but for the headers of records that are
 * sent. Thread-safe; make one for each tracer.
 *
 * @since 0.1
 */
public final class KafkaTracing {
  /**
   * The client configuration by which {@link TracingProducerInterceptor} and {@link
   * TracingConsumerInterceptor} find their {@code KafkaTracing}: the object itself, or the name it
   * was {@linkplain #register registered} under. Without it they take the name {@code default}.
   */
  public static final String CONFIG = "dev.tracer.kafka";

  private static final String PART = "span of processing Kafka records";

  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";

  private final Tracer tracer;
  private final Settings settings;
  private final Guard guard;
  private final HeaderFields fields;
  private final ConsumerSpans consumerSpans;
  private final OpenConsumers consumers = new OpenConsumers();

  KafkaTracing(Tracer given, Settings settings) {
    this.tracer =
        given.instrumentation(
            new InstrumentationScope(
                "dev.tracer.kafka", Version.NUMBER, SCHEMA, Attributes.empty()));
    this.settings = settings;
    this.guard = new Guard(tracer);
    this.fields = new HeaderFields(tracer, guard);
    this.consumerSpans = new ConsumerSpans(this);
  }

  /**
   * Traces with default settings.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static KafkaTracing of(Tracer tracer) {
    return builder(tracer).build();
  }

  /**
   * Starts to describe other settings.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static KafkaTracingBuilder builder(Tracer tracer) {
    return new KafkaTracingBuilder(tracer);
  }

  /**
   * A producer that makes a {@code PRODUCER} span of each send, child of the current one, and
   * writes its context into the record's headers, in the place of an older one, which is linked. If
   * no span is current, the context that the record carries is the parent: that of an outbox, a
   * dead letter, or one written by {@link #inject} on another thread. The span ends when the broker
   * has answered, with the partition and offset or the error. Callbacks run in the caller's
   * context. Everything goes to {@code producer}; closing it closes that.
   *
   * @throws NullPointerException if {@code producer} is null
   */
  public <K, V> Producer<K, V> producer(Producer<K, V> producer) {
    requireNonNull(producer, "producer");
    return producer instanceof TracingProducer
        ? producer
        : new TracingProducer<>(producer, producerSpans(ClientInfo.of(producer)));
  }

  /**
   * A consumer whose client id and group the spans of its records tell. Receive spans, which {@link
   * KafkaTracingBuilder#receiveSpans} switches on, are made by it, too. Records are the same as
   * without it: {@link #process}, {@link #forEach} and {@link #processBatch} trace their
   * processing.
   *
   * @throws NullPointerException if {@code consumer} is null
   */
  public <K, V> Consumer<K, V> consumer(Consumer<K, V> consumer) {
    requireNonNull(consumer, "consumer");
    if (consumer instanceof TracingConsumer) {
      return consumer;
    }
    PollingClient client = new PollingClient(ClientInfo.of(consumer));
    consumers.add(client);
    return new TracingConsumer<>(consumer, new PollObserver(this, client, settings.receiveSpans()));
  }

  /**
   * Runs {@code handler} in a {@code CONSUMER} span that continues the trace of the message. The
   * span is current meanwhile, and so is the message's baggage. A span that is current outside is
   * linked. What the handler throws is recorded and thrown on as it is.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, X extends Throwable> void process(
      ConsumerRecord<K, V> record, Handler<? super ConsumerRecord<K, V>, X> handler) throws X {
    requireNonNull(record, "record");
    requireNonNull(handler, "handler");
    Processing processing = begin(record);
    run(processing, record, handler);
  }

  /**
   * Like {@link #process}, for a handler with a result. If that is a {@code CompletionStage}, the
   * span ends when the stage is complete, with its error if it has one; it is current only until
   * the handler returns.
   *
   * @return what the handler returned, the very same object
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, R extends @Nullable Object, X extends Throwable> R call(
      ConsumerRecord<K, V> record, Function<? super ConsumerRecord<K, V>, R, X> handler) throws X {
    requireNonNull(record, "record");
    requireNonNull(handler, "handler");
    return call(begin(record), record, handler);
  }

  /**
   * {@link #process Processes} each of {@code records}, a {@code ConsumerRecords} or a list, in
   * their order. An exception ends it: the records after it are not processed. Commit what is done
   * only, and see that the others are polled again.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, X extends Throwable> void forEach(
      Iterable<ConsumerRecord<K, V>> records, Handler<? super ConsumerRecord<K, V>, X> handler)
      throws X {
    requireNonNull(records, "records");
    requireNonNull(handler, "handler");
    for (ConsumerRecord<K, V> record : records) {
      process(record, handler);
    }
  }

  /**
   * Runs {@code handler} in one {@code CONSUMER} span for all of {@code records}, child of the
   * current one, with a link to each message's context. For an empty batch the handler runs without
   * a span.
   *
   * @param records a {@code ConsumerRecords}, or a list of some of them, for example those of a
   *     partition; of another kind of {@code Iterable}, which may be read once only, the span tells
   *     nothing
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, B extends Iterable<ConsumerRecord<K, V>>, X extends Throwable> void processBatch(
      B records, Handler<? super B, X> handler) throws X {
    requireNonNull(records, "records");
    requireNonNull(handler, "handler");
    run(begin(records, null), records, handler);
  }

  /**
   * Like {@link #processBatch}, for a handler with a result, which is followed as in {@link #call}.
   *
   * @return what the handler returned, the very same object
   * @throws NullPointerException naming the argument that is null
   */
  public <
          K,
          V,
          B extends Iterable<ConsumerRecord<K, V>>,
          R extends @Nullable Object,
          X extends Throwable>
      R callBatch(B records, Function<? super B, R, X> handler) throws X {
    requireNonNull(records, "records");
    requireNonNull(handler, "handler");
    return call(begin(records, null), records, handler);
  }

  /**
   * Begins what {@link #processBatch} does, for frameworks that call before and after a listener
   * instead of around it: the span is current on this thread until it is told here what became of
   * the batch.
   *
   * @param consumer the one that polled the records, whose group and client id the span tells
   * @throws NullPointerException naming the argument that is null
   */
  public Processing beginBatch(
      Iterable<? extends ConsumerRecord<?, ?>> records, Consumer<?, ?> consumer) {
    return begin(requireNonNull(records, "records"), requireNonNull(consumer, "consumer"));
  }

  private Processing begin(ConsumerRecord<?, ?> record) {
    return new Processing(
        guard,
        guard.call(PART, () -> consumerSpans.startProcess(record, consumers.process(record))));
  }

  private Processing begin(
      Iterable<? extends ConsumerRecord<?, ?>> records, @Nullable Consumer<?, ?> consumer) {
    return new Processing(
        guard,
        guard.call(
            PART,
            () -> {
              if (!(records instanceof Collection || records instanceof ConsumerRecords)) {
                return consumerSpans.startUnknownBatch(); // it may be read once only
              }
              Iterator<? extends ConsumerRecord<?, ?>> all = records.iterator();
              if (!all.hasNext()) {
                return null;
              }
              ConsumerRecord<?, ?> first = all.next();
              return consumerSpans.startBatch(
                  records,
                  consumer == null ? consumers.process(first) : consumers.process(consumer));
            }));
  }

  private static <T, X extends Throwable> void run(
      Processing processing, T message, Handler<? super T, X> handler) throws X {
    try {
      handler.handle(message);
    } catch (Throwable e) {
      processing.failed(e);
      throw e;
    }
    processing.returned(null);
  }

  private static <T, R extends @Nullable Object, X extends Throwable> R call(
      Processing processing, T message, Function<? super T, R, X> handler) throws X {
    R result;
    try {
      result = handler.apply(message);
    } catch (Throwable e) {
      processing.failed(e);
      throw e;
    }
    processing.returned(result);
    return result;
  }

  /**
   * Writes the current context into headers, in the place of an older one. For records that no
   * wrapped producer sends.
   *
   * @throws NullPointerException if {@code headers} is null
   */
  public void inject(Headers headers) {
    fields.inject(Context.current(), requireNonNull(headers, "headers"));
  }

  /**
   * Reads the context that headers hold, in the place of the current span and baggage. What is
   * absent or malformed is not there.
   *
   * @throws NullPointerException if {@code headers} is null
   */
  public Context extract(Headers headers) {
    return consumerSpans.extract(Context.current(), requireNonNull(headers, "headers"));
  }

  /**
   * Makes this the {@code KafkaTracing} of the interceptors that are configured with {@code name},
   * in the place of an older one. They look it up when a record comes, so clients may be made
   * before.
   *
   * @param name {@code default} for interceptors that are configured with none
   * @throws NullPointerException if {@code name} is null
   */
  public void register(String name) {
    Registry.put(requireNonNull(name, "name"), this);
  }

  /** Takes it back from the interceptors, whatever names it was registered under. */
  public void unregister() {
    Registry.remove(this);
  }

  ProducerSpans producerSpans(ClientInfo client) {
    return new ProducerSpans(this, client);
  }

  /** A consumer was closed: spans do not tell of it any more. */
  void forget(PollingClient consumer) {
    consumers.remove(consumer);
  }

  Settings settings() {
    return settings;
  }

  Guard guard() {
    return guard;
  }

  ConsumerSpans consumerSpans() {
    return consumerSpans;
  }

  HeaderFields fields() {
    return fields;
  }

  Tracer tracer() {
    return tracer;
  }

  /**
   * What processes a message or a batch of them.
   *
   * @param <T> what it processes
   * @param <X> what it throws; inferred as {@code RuntimeException} if it throws nothing
   * @since 0.1
   */
  @FunctionalInterface
  public interface Handler<T, X extends Throwable> {
    /** Processes {@code message}. */
    void handle(T message) throws X;
  }

  /**
   * What processes a message or a batch of them and has a result.
   *
   * @param <T> what it processes
   * @param <R> what it returns
   * @param <X> what it throws; inferred as {@code RuntimeException} if it throws nothing
   * @since 0.1
   */
  @FunctionalInterface
  public interface Function<T, R extends @Nullable Object, X extends Throwable> {
    /** Processes {@code message}. */
    R apply(T message) throws X;
  }
}
