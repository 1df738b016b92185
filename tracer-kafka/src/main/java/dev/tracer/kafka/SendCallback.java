// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Scope;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Ends the span of a send, then runs the application's callback as the sender would have, whatever
 * became of the span.
 */
final class SendCallback implements Callback {
  private final Send send;
  private final @Nullable Callback callback;
  private final Context caller;

  SendCallback(Send send, @Nullable Callback callback, Context caller) {
    this.send = send;
    this.callback = callback;
    this.caller = caller;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
    send.end(metadata, error);
    if (callback == null) {
      return;
    }
    Scope scope = send.open(caller);
    try {
      callback.onCompletion(metadata, error);
    } finally {
      send.close(scope);
    }
  }
}
