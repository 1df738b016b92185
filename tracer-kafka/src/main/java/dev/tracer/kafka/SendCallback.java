// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Ends the span of a send, then runs the application's callback as the sender would have. */
final class SendCallback implements Callback {
  private final Span span;
  private final @Nullable Callback callback;
  private final Context caller;

  SendCallback(Span span, @Nullable Callback callback, Context caller) {
    this.span = span;
    this.callback = callback;
    this.caller = caller;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
    ProducerSpans.end(span, metadata, error);
    if (callback != null) {
      try (Scope scope = caller.makeCurrent()) {
        callback.onCompletion(metadata, error);
      }
    }
  }
}
