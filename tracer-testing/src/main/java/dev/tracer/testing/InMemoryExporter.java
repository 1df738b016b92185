// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps spans in a list: for tests and experiments. The list grows until {@link #reset()}, so it is
 * not for production. Closing leaves the list as it is.
 *
 * <p>Thread-safe; several tracers can share one. Tests of instrumented code are shorter with {@code
 * dev.tracer.testing.TestTracer}.
 *
 * @since 0.1
 */
public final class InMemoryExporter implements SpanExporter {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  /** Guarded by lock. */
  private final List<SpanData> spans = new ArrayList<>();

  private InMemoryExporter() {}

  /** An exporter without spans yet. */
  public static InMemoryExporter create() {
    return new InMemoryExporter();
  }

  @Override
  public ExportResult export(List<SpanData> batch) {
    lock.lock();
    try {
      spans.addAll(batch);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
    return ExportResult.success(batch.size());
  }

  /** All spans so far, in the order they came: an immutable copy. */
  public List<SpanData> spans() {
    lock.lock();
    try {
      return List.copyOf(spans);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there are at least {@code count} spans, and leaves them in the list.
   *
   * @param count how many to wait for, not negative
   * @param timeout how long to wait at the most; zero or less looks only once
   * @return all spans so far: an immutable copy of at least {@code count}
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if fewer came in time, naming those that did; or if the thread is
   *     interrupted, which it still is then
   * @throws NullPointerException if {@code timeout} is null
   */
  public List<SpanData> await(int count, Duration timeout) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative: " + count);
    }
    long left = TimeUnit.NANOSECONDS.convert(requireNonNull(timeout, "timeout"));
    lock.lock();
    try {
      while (spans.size() < count && left > 0) {
        left = grown.awaitNanos(left);
      }
      if (spans.size() >= count) {
        return List.copyOf(spans);
      }
      StringBuilder came = new StringBuilder();
      for (SpanData span : spans) {
        came.append(' ').append(span.name());
      }
      throw new IllegalStateException(
          "Of " + count + " spans " + spans.size() + " came within " + timeout + ':' + came);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for spans", e);
    } finally {
      lock.unlock();
    }
  }

  /** Empties the list. */
  public void reset() {
    lock.lock();
    try {
      spans.clear();
    } finally {
      lock.unlock();
    }
  }
}
