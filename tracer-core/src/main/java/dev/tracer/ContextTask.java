// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A task that runs in a context, and is for a pool what the task is: it can be compared with others
 * if the task can, cancelled if the task can, and is taken off again on the way out of the pool.
 * Immutable.
 */
class ContextTask implements Runnable {
  private final Context context;
  private final Runnable task;

  private ContextTask(Context context, Runnable task) {
    this.context = context;
    this.task = task;
  }

  static ContextTask of(Context context, Runnable task) {
    boolean isOrdered = task instanceof Comparable;
    if (task instanceof Future<?> future) {
      return isOrdered
          ? new OrderedFuture<>(context, task, future)
          : new OfFuture<>(context, task, future);
    }
    return isOrdered ? new Ordered(context, task) : new ContextTask(context, task);
  }

  /** The application's own task. */
  static Runnable unwrap(Runnable task) {
    return task instanceof ContextTask wrapped ? wrapped.task : task;
  }

  @Override
  public final void run() {
    try (Scope scope = context.makeCurrent()) {
      task.run();
    }
  }

  /** What the task says of itself. */
  @Override
  public final String toString() {
    return task.toString();
  }

  /** Compares the tasks, as a queue by priority does. */
  @SuppressWarnings("unchecked") // what cannot be compared throws, as it would without a context
  private static int compare(Runnable one, Runnable other) {
    return ((Comparable<Object>) unwrap(one)).compareTo(unwrap(other));
  }

  /** Of a task with an order. */
  @SuppressWarnings("ComparableType") // a queue compares it with tasks that are not wrapped, too
  private static final class Ordered extends ContextTask implements Comparable<Runnable> {
    Ordered(Context context, Runnable task) {
      super(context, task);
    }

    @Override
    public int compareTo(Runnable other) {
      return compare(this, other);
    }
  }

  /** Of a task that can be cancelled. */
  private static class OfFuture<T> extends ContextTask implements RunnableFuture<T> {
    private final Future<T> future;

    OfFuture(Context context, Runnable task, Future<T> future) {
      super(context, task);
      this.future = future;
    }

    @Override
    public final boolean cancel(boolean mayInterrupt) {
      return future.cancel(mayInterrupt);
    }

    @Override
    public final boolean isCancelled() {
      return future.isCancelled();
    }

    @Override
    public final boolean isDone() {
      return future.isDone();
    }

    @Override
    public final T get() throws InterruptedException, ExecutionException {
      return future.get();
    }

    @Override
    public final T get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return future.get(timeout, unit);
    }
  }

  /** Of a task with an order that can be cancelled. */
  @SuppressWarnings("ComparableType") // as above
  private static final class OrderedFuture<T> extends OfFuture<T> implements Comparable<Runnable> {
    OrderedFuture(Context context, Runnable task, Future<T> future) {
      super(context, task, future);
    }

    @Override
    public int compareTo(Runnable other) {
      return compare(this, other);
    }
  }
}
