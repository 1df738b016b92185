// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanContext;
import dev.tracer.Tracer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of consumers. Thread-safe. May throw what parts of the tracer throw: callers
 * guard themselves.
 */
final class ConsumerSpans {
  private final Tracer tracer;
  private final Settings settings;
  private final HeaderFields headers;
  private final Guard guard;

  ConsumerSpans(KafkaTracing tracing) {
    this.tracer = tracing.tracer();
    this.settings = tracing.settings();
    this.headers = tracing.fields();
    this.guard = tracing.guard();
  }

  /**
   * What {@code carrier} holds on top of {@code ambient}, whose span and baggage belong to another
   * story: they do not get through, even if the carrier has none.
   */
  Context extract(Context ambient, Headers carrier) {
    return headers.extract(withoutTrace(ambient), carrier);
  }

  private static Context withoutTrace(Context context) {
    Context bare = context.span().isValid() ? context.with(Span.invalid()) : context;
    return bare.baggage().isEmpty() ? bare : bare.with(Baggage.empty());
  }

  /**
   * Starts the span of one message.
   *
   * @return the context for whoever processes it: the span, and the message's baggage; null if it
   *     is not to be traced
   */
  @Nullable Context startProcess(ConsumerRecord<?, ?> record, Operation process) {
    Context ambient = Context.current();
    if (ambient.isSuppressed() || settings.untraced().test(record.topic())) {
      return null;
    }
    SpanBuilder builder = process.span(tracer, record.topic());
    builder.set(Names.PARTITION, Names.partition(record.partition())); // samplers may ask for it
    Context message = extract(ambient, record.headers());
    boolean child = message.span().isValid() && !settings.linkOnly();
    Context parent = child ? message : withSpan(message, ambient.span());
    Span other = child ? ambient.span() : message.span();
    if (other.isValid()) {
      builder.link(other.context());
    }
    Span span = builder.parent(parent).start();
    if (span.isRecording()) {
      span.set(Names.OFFSET, record.offset());
      span.set(Names.KEY, settings.keyText(record.key()));
      if (record.value() == null) {
        span.set(Names.TOMBSTONE, true);
      }
      guard.run("processDetails hook", () -> settings.hooks().process().accept(span, record));
    }
    return parent.with(span);
  }

  private static Context withSpan(Context context, Span span) {
    return context.span() == span ? context : context.with(span);
  }

  /**
   * Starts the span of a batch that is processed together.
   *
   * @return the context for whoever processes it; null if it is not to be traced
   */
  @Nullable Context startBatch(Iterable<? extends ConsumerRecord<?, ?>> batch, Operation process) {
    Context ambient = Context.current();
    Collection<ConsumerRecord<?, ?>> traced = traced(batch);
    return ambient.isSuppressed() || traced.isEmpty()
        ? null
        : ambient.with(describe(traced, process).parent(ambient).start());
  }

  /** As {@link #startBatch}, of records that cannot be looked at. */
  @Nullable Context startUnknownBatch() {
    Context ambient = Context.current();
    return ambient.isSuppressed()
        ? null
        : ambient.with(OpenConsumers.UNKNOWN.span(tracer, null).parent(ambient).start());
  }

  /** The records whose topics are traced. */
  private Collection<ConsumerRecord<?, ?>> traced(Iterable<? extends ConsumerRecord<?, ?>> batch) {
    List<ConsumerRecord<?, ?>> traced = new ArrayList<>();
    for (ConsumerRecord<?, ?> record : batch) {
      if (!settings.untraced().test(record.topic())) {
        traced.add(record);
      }
    }
    return traced;
  }

  /**
   * Makes the span of a poll that brought records.
   *
   * @param start when the poll began; null if that is not known
   */
  void received(
      Iterable<? extends ConsumerRecord<?, ?>> batch, Operation poll, @Nullable Instant start) {
    Collection<ConsumerRecord<?, ?>> traced = traced(batch);
    if (!traced.isEmpty()) {
      begin(traced, poll, start).end();
    }
  }

  /** Makes the span of a poll that failed. */
  void failed(Operation poll, @Nullable Instant start, Throwable error) {
    Span span = begin(List.of(), poll, start);
    try {
      span.fail(error);
    } finally {
      span.end();
    }
  }

  private Span begin(
      Collection<ConsumerRecord<?, ?>> batch, Operation poll, @Nullable Instant start) {
    SpanBuilder builder = describe(batch, poll);
    return (start == null ? builder : builder.startTime(start)).start();
  }

  /** Name, attributes and links of a span for several messages. */
  private SpanBuilder describe(Collection<ConsumerRecord<?, ?>> batch, Operation operation) {
    ConsumerRecord<?, ?> first = null;
    boolean oneTopic = true;
    boolean onePartition = true;
    for (ConsumerRecord<?, ?> record : batch) {
      first = first == null ? record : first;
      oneTopic &= record.topic().equals(first.topic());
      onePartition &= record.partition() == first.partition();
    }
    SpanBuilder builder = operation.span(tracer, first != null && oneTopic ? first.topic() : null);
    builder.set(Names.MESSAGE_COUNT, batch.size());
    if (first != null && oneTopic && onePartition) {
      builder.set(Names.PARTITION, Names.partition(first.partition()));
    }
    addLinks(builder, batch, oneTopic);
    return builder;
  }

  private void addLinks(
      SpanBuilder builder, Collection<ConsumerRecord<?, ?>> batch, boolean oneTopic) {
    int links = 0;
    int omitted = 0;
    for (ConsumerRecord<?, ?> record : batch) {
      SpanContext context = headers.extract(Context.root(), record.headers()).span().context();
      if (!context.isValid()) {
        continue;
      }
      if (links == settings.maxLinks()) {
        omitted++;
        continue;
      }
      builder.link(context, describe(record, oneTopic));
      links++;
    }
    if (omitted > 0) {
      builder.set(Names.LINKS_OMITTED, omitted);
    }
  }

  /** What distinguishes a message from others in its batch. */
  private Attributes describe(ConsumerRecord<?, ?> record, boolean oneTopic) {
    var attributes = Attributes.builder();
    if (!oneTopic) {
      attributes.set(Names.DESTINATION, record.topic());
    }
    attributes.set(Names.PARTITION, Names.partition(record.partition()));
    attributes.set(Names.OFFSET, record.offset());
    attributes.set(Names.KEY, settings.keyText(record.key()));
    if (record.value() == null) {
      attributes.set(Names.TOMBSTONE, true);
    }
    return attributes.build();
  }
}
