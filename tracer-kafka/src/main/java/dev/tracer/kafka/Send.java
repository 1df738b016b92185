// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One send as tracing sees it, from before Kafka's own {@code send} to the broker's answer. None of
 * its methods throws. Made by {@link ProducerSpans}.
 */
final class Send {
  private static final String PART = "span of a Kafka send";

  private final ProducerSpans spans;
  private final Guard guard;
  private final @Nullable Context context;
  private final boolean carried;

  /**
   * @param context with its span; null if it is not traced
   * @param carried whether the record carries that context
   */
  Send(ProducerSpans spans, Guard guard, @Nullable Context context, boolean carried) {
    this.spans = spans;
    this.guard = guard;
    this.context = context;
    this.carried = carried;
  }

  /** Its span, if that is recorded; else null. */
  @Nullable Span recorded() {
    Span span = context == null ? null : context.span();
    return span != null && span.isRecording() ? span : null;
  }

  /** Whether the record carries its context. */
  boolean isCarried() {
    return carried;
  }

  /** Makes its context current. */
  @Nullable Scope open() {
    return context == null ? null : guard.open(PART, context);
  }

  /** Makes the context of whoever sends current, for a callback. */
  @Nullable Scope open(Context caller) {
    return guard.open(PART, caller);
  }

  /** Closes what an {@code open} method returned. */
  void close(@Nullable Scope scope) {
    guard.close(PART, scope);
  }

  /** Ends it, on whatever thread learns of the answer. */
  void end(@Nullable RecordMetadata metadata, @Nullable Throwable error) {
    Span span = recorded();
    if (span != null) {
      spans.end(span, metadata, error);
    }
  }

  /** Ends it although nobody told what became of it. */
  void unanswered() {
    Span span = recorded();
    if (span != null) {
      guard.run(PART, () -> span.set(Names.UNANSWERED, true));
      guard.run(PART, span::end);
    }
  }
}
