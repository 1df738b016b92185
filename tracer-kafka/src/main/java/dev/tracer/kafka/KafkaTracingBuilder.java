// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import dev.tracer.Span;
import dev.tracer.Tracer;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Describes a {@link KafkaTracing}. Confined to one thread.
 *
 * @since 0.1
 */
public final class KafkaTracingBuilder {
  private final Tracer tracer;
  private boolean linkOnly;
  private boolean receiveSpans;
  private int maxLinks = 128;
  private int keyLength = 128;
  private Predicate<String> untraced = topic -> false;
  private BiConsumer<? super Span, ? super ProducerRecord<?, ?>> sendDetails = (span, record) -> {};
  private BiConsumer<? super Span, ? super RecordMetadata> answerDetails = (span, answer) -> {};
  private BiConsumer<? super Span, ? super ConsumerRecord<?, ?>> processDetails =
      (span, record) -> {};

  KafkaTracingBuilder(Tracer tracer) {
    this.tracer = requireNonNull(tracer, "tracer");
  }

  /**
   * Whether {@link KafkaTracing#process process} only links to the message's context, instead of
   * continuing its trace: for topics whose messages are read long after they were written, or by
   * very many. Off by default (OpenTelemetry "Messaging Spans", "Consumer spans", leaves the
   * choice).
   */
  public KafkaTracingBuilder linkOnly(boolean linkOnly) {
    this.linkOnly = linkOnly;
    return this;
  }

  /**
   * Whether a wrapped consumer makes a span of each poll that brought records or failed. Off by
   * default: they tell about the consumer, not about messages.
   */
  public KafkaTracingBuilder receiveSpans(boolean receiveSpans) {
    this.receiveSpans = receiveSpans;
    return this;
  }

  /**
   * Sets how many messages of a batch its span links to; 128 by default. How many more there were
   * tells the attribute {@code tracer.kafka.links_omitted}. The limit of the tracer ({@code
   * SpanLimits.links()}) holds as well.
   *
   * @throws IllegalArgumentException if {@code maxLinks} is negative
   */
  public KafkaTracingBuilder maxLinks(int maxLinks) {
    this.maxLinks = notNegative(maxLinks, "maxLinks");
    return this;
  }

  /**
   * Sets to how many UTF-16 units the attribute {@code messaging.kafka.message.key} is cut; 128 by
   * default, 0 for no such attribute. Keys are recorded if they are text, numbers, booleans or
   * UUIDs.
   *
   * @throws IllegalArgumentException if {@code keyLength} is negative
   */
  public KafkaTracingBuilder keyLength(int keyLength) {
    this.keyLength = notNegative(keyLength, "keyLength");
    return this;
  }

  /**
   * Sets which topics are not traced: their records are sent as they are, and their handlers run in
   * the context that is current. By default none. In a batch, records of these topics are left out
   * of the span's links and count; one of nothing else has no span. If {@code topic} throws, the
   * record is not traced, which is counted.
   *
   * @param topic takes a topic's name
   * @throws NullPointerException if {@code topic} is null
   */
  public KafkaTracingBuilder untraced(Predicate<String> topic) {
    this.untraced = requireNonNull(topic, "topic");
    return this;
  }

  /**
   * Adds to the span of a send, or renames it, by its record, before that is sent. Called for spans
   * that are recorded only. What it throws is counted and logged.
   *
   * @throws NullPointerException if {@code hook} is null
   */
  public KafkaTracingBuilder sendDetails(
      BiConsumer<? super Span, ? super ProducerRecord<?, ?>> hook) {
    this.sendDetails = requireNonNull(hook, "hook");
    return this;
  }

  /**
   * Adds to the span of a send by the broker's answer, on the thread that brings it; failed sends
   * have none. Otherwise as {@link #sendDetails}.
   *
   * @throws NullPointerException if {@code hook} is null
   */
  public KafkaTracingBuilder answerDetails(BiConsumer<? super Span, ? super RecordMetadata> hook) {
    this.answerDetails = requireNonNull(hook, "hook");
    return this;
  }

  /**
   * Adds to the span that processes a record, or renames it, before the handler runs. Not called
   * for batches. Otherwise as {@link #sendDetails}.
   *
   * @throws NullPointerException if {@code hook} is null
   */
  public KafkaTracingBuilder processDetails(
      BiConsumer<? super Span, ? super ConsumerRecord<?, ?>> hook) {
    this.processDetails = requireNonNull(hook, "hook");
    return this;
  }

  /** Makes it. */
  public KafkaTracing build() {
    Settings.Hooks hooks = new Settings.Hooks(sendDetails, answerDetails, processDetails);
    return new KafkaTracing(
        tracer, new Settings(linkOnly, receiveSpans, maxLinks, keyLength, untraced, hooks));
  }

  private static int notNegative(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
    return value;
  }
}
