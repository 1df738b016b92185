// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs the tasks of another executor in a context. Thread-safe if the other one is. */
class ContextExecutor implements ExecutorService {
  private final ExecutorService delegate;

  /** Gives the context for a task that is submitted now. */
  private final Supplier<Context> contexts;

  ContextExecutor(ExecutorService delegate, Supplier<Context> contexts) {
    this.delegate = delegate;
    this.contexts = contexts;
  }

  final Context context() {
    return contexts.get();
  }

  private <T> List<Callable<T>> wrapAll(Collection<? extends Callable<T>> tasks) {
    Context context = context();
    List<Callable<T>> wrapped = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      wrapped.add(context.wrap(task));
    }
    return wrapped;
  }

  @Override
  public void execute(Runnable task) {
    delegate.execute(context().wrap(task));
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    return delegate.submit(context().wrap(task));
  }

  @Override
  public <T> Future<T> submit(Runnable task, T result) {
    return delegate.submit(context().wrap(task), result);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return delegate.submit(context().wrap(task));
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return delegate.invokeAll(wrapAll(tasks));
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return delegate.invokeAll(wrapAll(tasks), timeout, unit);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return delegate.invokeAny(wrapAll(tasks));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return delegate.invokeAny(wrapAll(tasks), timeout, unit);
  }

  @Override
  public void shutdown() {
    delegate.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> own = new ArrayList<>();
    for (Runnable task : delegate.shutdownNow()) {
      own.add(ContextTask.unwrap(task));
    }
    return own;
  }

  /**
   * Overrides what executors have since JDK 19. The inherited one would shut the other executor
   * down and wait, which is not what all of them do: the common pool ignores it.
   */
  public void close() {
    if (!(delegate instanceof AutoCloseable closeable)) {
      delegate.shutdown(); // before JDK 19, where nobody can call this as an executor's method
      return;
    }
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e); // executors declare none
    }
  }

  @Override
  public boolean isShutdown() {
    return delegate.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return delegate.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return delegate.awaitTermination(timeout, unit);
  }

  @Override
  public String toString() {
    return "ContextExecutor{" + delegate + '}';
  }
}
