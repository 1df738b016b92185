// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.internal.Throwables;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The processing of one message or batch: a span that is current on this thread until the handler
 * returns, and ends with it or with the stage it hands back. None of its methods throws. Confined
 * to the thread that began it.
 *
 * @since 0.1
 */
public final class Processing {
  private static final String PART = "span of processing Kafka records";

  private final Guard guard;
  private final @Nullable Span span;
  private final @Nullable Scope scope;

  /**
   * @param context with the span; null if there is none
   */
  Processing(Guard guard, @Nullable Context context) {
    this.guard = guard;
    this.span = context == null ? null : context.span();
    this.scope = context == null ? null : guard.open(PART, context);
  }

  /** The handler threw {@code error}: ends the span with it. */
  public void failed(Throwable error) {
    guard.close(PART, scope);
    end(error);
  }

  /**
   * The handler has returned. Ends the span, with {@code result} if that is a {@code
   * CompletionStage}.
   *
   * @param result null if it has none
   */
  public void returned(@Nullable Object result) {
    guard.close(PART, scope);
    if (!(result instanceof CompletionStage<?> stage)) {
      end(null);
      return;
    }
    try {
      stage.whenComplete((value, error) -> end(error == null ? null : Throwables.unwrapped(error)));
    } catch (Throwable e) { // a stage of the application's own that cannot do that
      guard.report(PART, e);
      end(null);
    }
  }

  private void end(@Nullable Throwable error) {
    Span ending = span;
    if (ending == null) {
      return;
    }
    if (Throwables.isCancellation(error)) {
      guard.run(PART, () -> ending.event("cancelled"));
    } else if (error != null) {
      guard.run(PART, () -> ending.fail(error));
    }
    guard.run(PART, ending::end);
  }
}
