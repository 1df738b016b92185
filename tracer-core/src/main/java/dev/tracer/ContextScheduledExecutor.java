// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs the tasks of another scheduler in a context. Thread-safe if the other one is. */
final class ContextScheduledExecutor extends ContextExecutor implements ScheduledExecutorService {
  private final ScheduledExecutorService delegate;

  ContextScheduledExecutor(ScheduledExecutorService delegate, Supplier<Context> contexts) {
    super(delegate, contexts);
    this.delegate = delegate;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return delegate.schedule(context().wrap(task), delay, unit);
  }

  @Override
  public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
    return delegate.schedule(context().wrap(task), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return delegate.scheduleAtFixedRate(context().wrap(task), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return delegate.scheduleWithFixedDelay(context().wrap(task), initialDelay, delay, unit);
  }
}
