// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends ended spans somewhere: the interface to implement for a new destination. Give an instance
 * to {@link dev.tracer.TracerBuilder#exporter}.
 *
 * <p>Threads: {@link #export} and {@link #flush} are called by one thread at a time; {@link #close}
 * may be called by another thread while {@code export} runs and should make it return soon.
 *
 * @since 0.1
 */
public interface SpanExporter {
  /**
   * Takes it into service. Called once by each processor that it is given to, when that is built,
   * before any span. An exporter that can serve one processor only refuses the second; one that
   * does not, is used by several at the same time, and closed by each of them.
   *
   * @throws IllegalStateException if it serves another processor already
   */
  default void attach() {}

  /**
   * Sends a batch, waits for the answer and says what became of it. Retries are the exporter's
   * business; the whole must end within a bounded time. What it throws counts as failure of the
   * batch.
   *
   * @param spans never empty; may be kept
   */
  ExportResult export(List<SpanData> spans);

  /**
   * How long spans wait for a batch to fill up, unless the processor's builder sets it: 5 seconds.
   * Positive. Destinations that people watch want less.
   */
  default Duration scheduleDelay() {
    return Duration.ofSeconds(5);
  }

  /**
   * Writes out what the exporter itself buffers; most have nothing to do. Called by a flush, a
   * close and at the end of the virtual machine, not after each batch.
   */
  default void flush() {}

  /**
   * Ends a running {@link #export} and frees resources, within {@code timeout}. Called once.
   * Afterwards at most the one batch comes that was already on its way; it may fail at once.
   */
  default void close(Duration timeout) {}

  /**
   * Why a running {@link #export} goes on, as far as is known, without credentials: for those who
   * wait for it at the end of the process. Null if there is nothing to say. Any thread may ask at
   * any time.
   */
  default @Nullable String trouble() {
    return null;
  }

  /** Where it sends to, for messages: without credentials. Its name unless it knows better. */
  default String destination() {
    return name();
  }

  /** The name under which {@code TracerStats} counts it. */
  default String name() {
    String name = getClass().getSimpleName();
    return name.isEmpty() ? getClass().getName() : name; // an anonymous class
  }
}
