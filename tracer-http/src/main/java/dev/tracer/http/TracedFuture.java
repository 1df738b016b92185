// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The future of a traced call. It completes inside the context that the call was made in, so that
 * whatever was chained to it runs there; cancelling it or any stage derived from it with {@code
 * mayInterruptIfRunning} cancels the exchange, as with the futures of the JDK's client.
 */
final class TracedFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final CompletableFuture<?> wire;
  private final Context caller;

  private TracedFuture(CompletableFuture<?> wire, Context caller) {
    this.wire = wire;
    this.caller = caller;
  }

  /** Follows {@code wire}; {@code end} learns of its end first. */
  static <R> CompletableFuture<R> of(
      CompletableFuture<R> wire, Context caller, BiConsumer<@Nullable R, @Nullable Throwable> end) {
    TracedFuture<R> future = new TracedFuture<>(wire, caller);
    var unused =
        wire.whenComplete(
            (result, error) -> {
              end.accept(result, error);
              future.settle(result, error);
            });
    return future;
  }

  private void settle(T result, @Nullable Throwable error) {
    try (Scope scope = caller.makeCurrent()) {
      if (error == null) {
        complete(result);
      } else {
        completeExceptionally(error);
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean pending = !isDone();
    // this one first: the wire would otherwise complete it with an exception of its own making
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (mayInterruptIfRunning && pending) {
      cancelled |= wire.cancel(true);
    }
    return cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new TracedFuture<>(wire, caller);
  }

  @Override
  public Executor defaultExecutor() {
    Executor executor = super.defaultExecutor();
    return task -> executor.execute(caller.wrap(task));
  }
}
