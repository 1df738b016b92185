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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Starts the spans of consumers. Thread-safe. */
final class ConsumerSpans {
  private final Tracer tracer;
  private final Settings settings;
  private final HeaderFields headers;

  ConsumerSpans(Tracer tracer, Settings settings, HeaderFields headers) {
    this.tracer = tracer;
    this.settings = settings;
    this.headers = headers;
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
   * @return the context for whoever processes it: the span, and the message's baggage
   */
  Context startProcess(ConsumerRecord<?, ?> record, Operation process) {
    Context ambient = Context.current();
    if (isSuppressed(ambient)) {
      return ambient;
    }
    SpanBuilder builder = process.span(tracer, record.topic());
    Context message = extract(ambient, record.headers());
    boolean child = message.span().isValid() && !settings.linkOnly();
    Context parent = child ? message : withSpan(message, ambient.span());
    Span other = child ? ambient.span() : message.span();
    if (other.isValid()) {
      builder.link(other.context());
    }
    Span span = builder.parent(parent).start();
    if (span.isRecording()) {
      span.set(Names.PARTITION, Names.partition(record.partition()));
      span.set(Names.OFFSET, record.offset());
      span.set(Names.KEY, settings.keyText(record.key()));
      if (record.value() == null) {
        span.set(Names.TOMBSTONE, true);
      }
    }
    return parent.with(span);
  }

  private static Context withSpan(Context context, Span span) {
    return context.span() == span ? context : context.with(span);
  }

  /** Starts the span of a batch that is processed together. */
  Context startBatch(Iterable<? extends ConsumerRecord<?, ?>> batch, Operation process) {
    Context ambient = Context.current();
    return isSuppressed(ambient)
        ? ambient
        : ambient.with(describe(batch, process).parent(ambient).start());
  }

  /**
   * Makes the span of a poll, which is over. Nothing was received if it failed.
   *
   * @param start when the poll began; null if that is not known
   */
  void received(
      Iterable<? extends ConsumerRecord<?, ?>> batch,
      Operation poll,
      @Nullable Instant start,
      @Nullable Throwable error) {
    SpanBuilder builder = describe(batch, poll);
    if (start != null) {
      builder.startTime(start);
    }
    Span span = builder.start();
    if (error != null) {
      span.fail(error);
    }
    span.end();
  }

  /** Name, attributes and links of a span for several messages. */
  private SpanBuilder describe(
      Iterable<? extends ConsumerRecord<?, ?>> batch, Operation operation) {
    ConsumerRecord<?, ?> first = null;
    boolean oneTopic = true;
    boolean onePartition = true;
    int count = 0;
    for (ConsumerRecord<?, ?> record : batch) {
      first = first == null ? record : first;
      oneTopic &= record.topic().equals(first.topic());
      onePartition &= record.partition() == first.partition();
      count++;
    }
    SpanBuilder builder = operation.span(tracer, first != null && oneTopic ? first.topic() : null);
    builder.set(Names.MESSAGE_COUNT, count);
    if (first != null && oneTopic && onePartition) {
      builder.set(Names.PARTITION, Names.partition(first.partition()));
    }
    addLinks(builder, batch, oneTopic);
    return builder;
  }

  private void addLinks(
      SpanBuilder builder, Iterable<? extends ConsumerRecord<?, ?>> batch, boolean oneTopic) {
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
    Attributes.Builder attributes = Attributes.builder();
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

  private static boolean isSuppressed(Context context) {
    return context.span() == Context.suppressed().span();
  }
}
