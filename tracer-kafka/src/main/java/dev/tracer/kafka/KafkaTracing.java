// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.InstrumentationScope;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.Tracer;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Headers;

/**
 * Traces messages through Apache Kafka: the context of whoever sends a record travels in its
 * headers to whoever processes it.
 *
 * <pre>{@code
 * KafkaTracing kafka = KafkaTracing.of(tracer);
 * Producer<String, Order> producer = kafka.producer(new KafkaProducer<>(config));
 * Consumer<String, Order> consumer = kafka.consumer(new KafkaConsumer<>(config));
 *
 * while (running) {
 *   kafka.forEach(consumer.poll(Duration.ofSeconds(1)), record -> fulfil(record.value()));
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

  static final String SCOPE = "dev.tracer.kafka";

  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";

  private final Tracer tracer;
  private final Settings settings;
  private final HeaderFields fields;
  private final ConsumerSpans consumerSpans;
  private final Polled polled = new Polled();

  KafkaTracing(Tracer given, Settings settings) {
    this.tracer = given.instrumentation(scope());
    this.settings = settings;
    this.fields = new HeaderFields(tracer);
    this.consumerSpans = new ConsumerSpans(tracer, settings, fields);
  }

  private static InstrumentationScope scope() {
    String version = KafkaTracing.class.getPackage().getImplementationVersion();
    return new InstrumentationScope(
        SCOPE, version == null ? "" : version, SCHEMA, Attributes.empty());
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
   * writes its context into the record's headers, in the place of an older one. The span ends when
   * the broker has answered, with the partition and offset or the error. Callbacks run in the
   * caller's context. Everything goes to {@code producer}; closing it closes that.
   *
   * @throws NullPointerException if {@code producer} is null
   */
  public <K, V> Producer<K, V> producer(Producer<K, V> producer) {
    requireNonNull(producer, "producer");
    return producer instanceof TracingProducer
        ? producer
        : new TracingProducer<>(producer, producerSpans(ClientInfo.of(producer)), fields);
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
    PolledBy by = new PolledBy(ClientInfo.of(consumer));
    polled.add(by);
    ConsumerSpans receiveSpans = settings.receiveSpans() ? consumerSpans : null;
    return new TracingConsumer<>(consumer, new Polls(polled, by, receiveSpans));
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
    run(consumerSpans.startProcess(record, polled.consumer().process()), record, handler);
  }

  /**
   * {@link #process Processes} each of {@code records}, a {@code ConsumerRecords} or a list, in
   * their order. An exception ends it.
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
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, X extends Throwable> void processBatch(
      ConsumerRecords<K, V> records, Handler<? super ConsumerRecords<K, V>, X> handler) throws X {
    batch(requireNonNull(records, "records"), records, handler);
  }

  /**
   * {@link #processBatch(ConsumerRecords, Handler)} for some of the records, for example those of a
   * partition.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <K, V, X extends Throwable> void processBatch(
      List<ConsumerRecord<K, V>> records, Handler<? super List<ConsumerRecord<K, V>>, X> handler)
      throws X {
    batch(requireNonNull(records, "records"), records, handler);
  }

  private <K, V, B, X extends Throwable> void batch(
      Iterable<ConsumerRecord<K, V>> records, B batch, Handler<? super B, X> handler) throws X {
    requireNonNull(handler, "handler");
    if (!records.iterator().hasNext()) {
      handler.handle(batch);
      return;
    }
    run(consumerSpans.startBatch(records, polled.consumer().process()), batch, handler);
  }

  private static <T, X extends Throwable> void run(
      Context context, T message, Handler<? super T, X> handler) throws X {
    Span span = context.span();
    Scope scope = context.makeCurrent();
    try {
      handler.handle(message);
    } catch (Throwable e) {
      span.fail(e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
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
    return new ProducerSpans(tracer, settings, client);
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
}
