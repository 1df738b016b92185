// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanContext;
import dev.tracer.Tracer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends the spans of sends, for the producer and the interceptor. Thread-safe. What parts
 * of the tracer throw ends here.
 */
final class ProducerSpans {
  /**
   * The headers of what a wrapped producer sends, for an interceptor inside of it. Not the record:
   * its value need not stay in memory until the broker answers.
   */
  private static final ContextKey<Headers> SENDING = ContextKey.named("Kafka send");

  private static final String PART = "span of a Kafka send";

  private final Tracer tracer;
  private final Settings settings;
  private final HeaderFields headers;
  private final Guard guard;
  private final Operation send;

  ProducerSpans(KafkaTracing tracing, ClientInfo client) {
    this.tracer = tracing.tracer();
    this.settings = tracing.settings();
    this.headers = tracing.fields();
    this.guard = tracing.guard();
    this.send = Operation.send(client);
  }

  /** The headers of what a wrapped producer is sending right now, on this thread; else null. */
  static @Nullable Headers sending() {
    return Context.current().get(SENDING);
  }

  /** Starts a send and writes its context into the record. */
  Send begin(ProducerRecord<?, ?> record) {
    Context ambient = Context.current();
    Context carried = guard.call(PART, () -> carried(record, ambient));
    Context context =
        carried == null ? null : guard.call(PART, () -> start(record, ambient, carried));
    Context before = carried == ambient ? null : carried;
    boolean told = context != null && headers.inject(context, record.headers(), before);
    return new Send(this, guard, context, told);
  }

  /** What the record carries, on {@code ambient}; null if the send is not to be traced. */
  private @Nullable Context carried(ProducerRecord<?, ?> record, Context ambient) {
    boolean isTraced = !ambient.isSuppressed() && !settings.untraced().test(record.topic());
    return isTraced ? headers.carried(ambient, record.headers()) : null;
  }

  /**
   * The context of a send, with its span; null if there is nothing to tell. The span's parent is
   * the current span; a context that the record carries is linked then. If none is current, the
   * carried context is the parent: somebody wrote it on another thread or in another process.
   */
  private @Nullable Context start(ProducerRecord<?, ?> record, Context ambient, Context carried) {
    SpanBuilder builder = send.span(tracer, record.topic());
    if (record.partition() != null) { // chosen by the application; samplers may ask for it
      builder.set(Names.PARTITION, Names.partition(record.partition()));
    }
    boolean isCurrent = ambient.span().isValid();
    if (isCurrent && carried.span() != ambient.span() && !isSame(carried, ambient)) {
      builder.link(carried.span().context());
    }
    Context parent = isCurrent ? ambient : carried;
    Span span = builder.parent(parent).start();
    if (!isCurrent && isSame(parent.with(span), carried)) {
      return null; // a tracer that is off: the record keeps what it carries
    }
    if (span.isRecording()) {
      describe(span, record);
    }
    return parent.with(span).with(SENDING, record.headers());
  }

  private static boolean isSame(Context one, Context other) {
    if (!one.span().isValid() || !other.span().isValid()) { // mostly, and quickly told
      return false;
    }
    SpanContext first = one.span().context();
    SpanContext second = other.span().context();
    return first.spanIdAsLong() == second.spanIdAsLong()
        && first.traceIdLow() == second.traceIdLow()
        && first.traceIdHigh() == second.traceIdHigh();
  }

  private void describe(Span span, ProducerRecord<?, ?> record) {
    span.set(Names.KEY, settings.keyText(record.key()));
    if (record.value() == null) {
      span.set(Names.TOMBSTONE, true);
    }
    guard.run("sendDetails hook", () -> settings.hooks().send().accept(span, record));
  }

  /**
   * Ends a recorded span.
   *
   * @param metadata null, or without offset, if the broker did not tell
   */
  void end(Span span, @Nullable RecordMetadata metadata, @Nullable Throwable error) {
    guard.run(PART, () -> describe(span, metadata, error));
    guard.run(PART, span::end);
  }

  private void describe(Span span, @Nullable RecordMetadata metadata, @Nullable Throwable error) {
    if (metadata != null && metadata.partition() >= 0) {
      span.set(Names.PARTITION, Names.partition(metadata.partition()));
      if (metadata.hasOffset()) {
        span.set(Names.OFFSET, metadata.offset());
      }
    }
    if (error != null) {
      span.fail(error);
    } else if (metadata != null) {
      guard.run("answerDetails hook", () -> settings.hooks().answer().accept(span, metadata));
    }
  }
}
