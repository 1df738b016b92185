// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.ThreadState;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request carries along inside a process: its current span, its baggage, values of the
 * application's own. Immutable; {@code with} makes a changed copy.
 *
 * <p>Each thread has a current context. It does not pass to other threads by itself: hand it over
 * with one of the {@code wrap} methods.
 *
 * @since 0.1
 */
public final class Context {
  private static final Object[] NO_ENTRIES = new Object[0];
  private static final ContextKey<Baggage> BAGGAGE = ContextKey.named("baggage");
  private static final Context ROOT = new Context(PropagatedSpan.INVALID, NO_ENTRIES);
  private static final Context SUPPRESSED = new Context(PropagatedSpan.SUPPRESSED, NO_ENTRIES);

  final Span span;

  /** Whom to tell that it becomes current; null for nobody. */
  final @Nullable SpanOwner owner;

  /** Key, value, key, value ...; never written after construction. */
  private final Object[] entries;

  private Context(Span span, Object[] entries) {
    this.span = span;
    this.owner = span.owner();
    this.entries = entries;
  }

  /** The context that holds nothing. */
  public static Context root() {
    return ROOT;
  }

  /**
   * A context in which no span is recorded, for work that must not trace itself: exporters run in
   * it.
   */
  public static Context suppressed() {
    return SUPPRESSED;
  }

  /** The calling thread's context; {@link #root()} if none was made current. */
  public static Context current() {
    return current(ThreadState.slot());
  }

  static Context current(@Nullable Object[] slot) {
    Scope scope = Scope.innermost(slot);
    return scope == null ? ROOT : scope.context;
  }

  /** The span in it; {@link Span#invalid()} if there is none. */
  public Span span() {
    return span;
  }

  /** Whether no span is recorded in it: whether its span is that of {@link #suppressed()}. */
  public boolean isSuppressed() {
    return span == PropagatedSpan.SUPPRESSED;
  }

  /** Whether it holds nothing that somebody may be told of. */
  boolean isEmpty() {
    return entries.length == 0 && !span.isValid();
  }

  /** The baggage in it; empty if there is none. */
  public Baggage baggage() {
    Baggage baggage = get(BAGGAGE);
    return baggage == null ? Baggage.empty() : baggage;
  }

  /** The value of {@code key}, or null if it is not there. */
  @SuppressWarnings("unchecked") // with() put only values of the key's type
  public <T> @Nullable T get(ContextKey<T> key) {
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i] == key) {
        return (T) entries[i + 1];
      }
    }
    return null;
  }

  /** This context with another span. */
  public Context with(Span span) {
    return new Context(requireNonNull(span, "span"), entries);
  }

  /** This context with another baggage. */
  public Context with(Baggage baggage) {
    return with(BAGGAGE, baggage);
  }

  /**
   * This context with another value of {@code key}.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <T> Context with(ContextKey<T> key, T value) {
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    int at = 0;
    while (at < entries.length && entries[at] != key) {
      at += 2;
    }
    Object[] copy = Arrays.copyOf(entries, Math.max(entries.length, at + 2));
    copy[at] = key;
    copy[at + 1] = value;
    return new Context(span, copy);
  }

  /** Makes this the calling thread's context until the scope is closed. */
  public Scope makeCurrent() {
    return Scope.open(ThreadState.slot(), this);
  }

  /**
   * A task that runs in this context. It is {@code Comparable} if {@code task} is, by the order of
   * that, and a {@code Future} if {@code task} is.
   */
  public Runnable wrap(Runnable task) {
    return ContextTask.of(this, requireNonNull(task, "task"));
  }

  /** A task that runs in this context. */
  public <T> Callable<T> wrap(Callable<T> task) {
    requireNonNull(task, "task");
    return () -> {
      try (Scope scope = makeCurrent()) {
        return task.call();
      }
    };
  }

  /** A supplier that runs in this context. */
  public <T> Supplier<T> wrapSupplier(Supplier<T> supplier) {
    requireNonNull(supplier, "supplier");
    return () -> {
      try (Scope scope = makeCurrent()) {
        return supplier.get();
      }
    };
  }

  /** A consumer that runs in this context. */
  public <T> Consumer<T> wrapConsumer(Consumer<T> consumer) {
    requireNonNull(consumer, "consumer");
    return value -> {
      try (Scope scope = makeCurrent()) {
        consumer.accept(value);
      }
    };
  }

  /** A consumer that runs in this context. */
  public <T, U> BiConsumer<T, U> wrapConsumer(BiConsumer<T, U> consumer) {
    requireNonNull(consumer, "consumer");
    return (first, second) -> {
      try (Scope scope = makeCurrent()) {
        consumer.accept(first, second);
      }
    };
  }

  /** A function that runs in this context. */
  public <T, R> Function<T, R> wrapFunction(Function<T, R> function) {
    requireNonNull(function, "function");
    return value -> {
      try (Scope scope = makeCurrent()) {
        return function.apply(value);
      }
    };
  }

  /** A function that runs in this context. */
  public <T, U, R> BiFunction<T, U, R> wrapFunction(BiFunction<T, U, R> function) {
    requireNonNull(function, "function");
    return (first, second) -> {
      try (Scope scope = makeCurrent()) {
        return function.apply(first, second);
      }
    };
  }

  /**
   * A thread factory whose threads begin in this context; virtual threads and {@code
   * StructuredTaskScope} take it as well. Do not give it to a pool: its threads would stay in this
   * context for ever. For pools there is {@link #taskWrapping(ExecutorService)}.
   */
  public ThreadFactory wrap(ThreadFactory factory) {
    requireNonNull(factory, "factory");
    return task -> factory.newThread(wrap(task));
  }

  /**
   * An executor that runs what it is given in this context. Its name keeps {@code wrap(task -> new
   * Thread(task))} from being ambiguous.
   */
  public Executor wrapExecutor(Executor executor) {
    requireNonNull(executor, "executor");
    return task -> executor.execute(wrap(task));
  }

  /**
   * An executor whose tasks run in this context, whoever submits them. Everything else, {@code
   * close} and {@code shutdown} included, goes to {@code executor}. A queue by priority compares
   * the tasks of {@code execute} as it would without this; one with a {@code Comparator} of its own
   * sees tasks of ours.
   */
  public ExecutorService wrap(ExecutorService executor) {
    return new ContextExecutor(requireNonNull(executor, "executor"), () -> this);
  }

  /** Like {@link #wrap(ExecutorService)} for one that schedules. */
  public ScheduledExecutorService wrap(ScheduledExecutorService executor) {
    return new ContextScheduledExecutor(requireNonNull(executor, "executor"), () -> this);
  }

  /** An executor that runs what it is given in the context that was current then. */
  public static Executor taskWrapping(Executor executor) {
    requireNonNull(executor, "executor");
    return task -> executor.execute(current().wrap(task));
  }

  /**
   * An executor whose tasks run in the context that was current where they were submitted.
   * Otherwise like {@link #wrap(ExecutorService)}.
   */
  public static ExecutorService taskWrapping(ExecutorService executor) {
    return new ContextExecutor(requireNonNull(executor, "executor"), () -> current());
  }

  /**
   * Like {@link #taskWrapping(ExecutorService)} for one that schedules. All runs of a periodic task
   * have the context that was current where it was scheduled.
   */
  public static ScheduledExecutorService taskWrapping(ScheduledExecutorService executor) {
    return new ContextScheduledExecutor(requireNonNull(executor, "executor"), () -> current());
  }

  /** The span's context and the names of the other entries, for debugging. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Context{").append(span);
    for (int i = 0; i < entries.length; i += 2) {
      text.append(", ").append(entries[i]);
    }
    return text.append('}').toString();
  }
}
