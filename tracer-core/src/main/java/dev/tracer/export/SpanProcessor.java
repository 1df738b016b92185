// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.Span;
import dev.tracer.TracerStats;
import java.time.Duration;
import java.util.List;

/**
 * Takes part in the life of recorded spans. Called on the application's threads, at the same time
 * from several: implementations must be thread-safe, must not block and should not throw; what they
 * throw is counted and logged.
 *
 * @since 0.1
 */
public interface SpanProcessor {
  /**
   * A span that is recorded has started; it can be changed.
   *
   * @param span a {@link SpanData} as well, which shows during the call what it has by then
   * @param parent the context it was started in
   */
  default void onStart(Span span, Context parent) {}

  /**
   * A recorded span has ended and passed the filters. Only spans that are sampled may be exported.
   */
  void onEnd(SpanData span);

  /**
   * Takes over the tracer's redaction, to run it on a thread that is not the application's before
   * anything else reads a span. Called at most once, when the tracer is built.
   *
   * @param redaction must be given each span before it is read; what it refuses by null or by
   *     throwing is to be dropped and counted as {@link dev.tracer.DropReason#FILTERED}
   * @return whether it is taken over; by default not, and {@link #onEnd} gets redacted spans
   */
  default boolean takeRedaction(SpanFilter redaction) {
    return false;
  }

  /** Hands on all that waits and returns within {@code timeout} what became of it. */
  default FlushResult flush(Duration timeout) {
    return FlushResult.EMPTY;
  }

  /** Flushes and frees resources within {@code timeout}; later spans are dropped and counted. */
  default FlushResult close(Duration timeout) {
    return FlushResult.EMPTY;
  }

  /** The accounts of the exporters behind it. */
  default List<TracerStats.Exporter> stats() {
    return List.of();
  }
}
