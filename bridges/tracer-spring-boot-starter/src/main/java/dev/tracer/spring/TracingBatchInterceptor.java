// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.kafka.KafkaTracing;
import dev.tracer.kafka.Processing;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/**
 * Makes a span of each call of a batch listener, current while that runs, retries included. The
 * application's interceptor sees batches first, and hears of their end within the span.
 * Thread-safe: a container calls it for a batch on one thread.
 */
final class TracingBatchInterceptor<K, V> implements BatchInterceptor<K, V> {
  private final @Nullable BatchInterceptor<K, V> theirs;
  private final Supplier<@Nullable KafkaTracing> tracing;

  /** What this thread's listener has begun. */
  @SuppressWarnings("ThreadLocalUsage") // one for each factory, empty between batches
  private final ThreadLocal<@Nullable Processing> running = new ThreadLocal<>();

  /**
   * @param tracing tells null as long as nothing can be traced
   */
  TracingBatchInterceptor(
      @Nullable BatchInterceptor<K, V> theirs, Supplier<@Nullable KafkaTracing> tracing) {
    this.theirs = theirs;
    this.tracing = tracing;
  }

  @Override
  public @Nullable ConsumerRecords<K, V> intercept(
      ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
    ConsumerRecords<K, V> left = theirs == null ? records : theirs.intercept(records, consumer);
    KafkaTracing kafka = tracing.get();
    if (left != null && kafka != null) {
      running.set(kafka.beginBatch(left, consumer));
    }
    return left;
  }

  @Override
  public void success(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
    try {
      if (theirs != null) {
        theirs.success(records, consumer);
      }
    } finally {
      end(null);
    }
  }

  @Override
  public void failure(ConsumerRecords<K, V> records, Exception exception, Consumer<K, V> consumer) {
    try {
      if (theirs != null) {
        theirs.failure(records, exception, consumer);
      }
    } finally {
      Throwable cause = exception.getCause();
      end(
          exception instanceof ListenerExecutionFailedException && cause != null
              ? cause
              : exception);
    }
  }

  private void end(@Nullable Throwable error) {
    Processing ending = running.get();
    if (ending == null) {
      return;
    }
    running.remove();
    if (error == null) {
      ending.returned(null);
    } else {
      ending.failed(error);
    }
  }

  @Override
  public void setupThreadState(Consumer<?, ?> consumer) {
    if (theirs != null) {
      theirs.setupThreadState(consumer);
    }
  }

  /** What is still running was left by an error that interceptors do not hear of. */
  @Override
  public void clearThreadState(Consumer<?, ?> consumer) {
    end(new IllegalStateException("left by an error, which stands in the log"));
    if (theirs != null) {
      theirs.clearThreadState(consumer);
    }
  }
}
