// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;

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

  /** Makes it. */
  public KafkaTracing build() {
    return new KafkaTracing(tracer, new Settings(linkOnly, receiveSpans, maxLinks, keyLength));
  }

  private static int notNegative(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
    return value;
  }
}
