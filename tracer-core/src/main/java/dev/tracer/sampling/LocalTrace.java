// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A local root and the spans below it, from the start of the root to the end of the last of them:
 * see {@link LocalTraces}. Times are readings of the tracer's {@code Clock.nanoTime}, to be
 * compared by difference; only {@link SpanData} tells what times the application gave.
 * Implementations are thread-safe and must not throw.
 *
 * @since 0.1
 */
public interface LocalTrace {
  /** A span was started below the local root. */
  void started();

  /** A span that still runs has failed. */
  void failed();

  /** Keeps the trace; only what follows, if it was dropped before. */
  void keep(String reason);

  /**
   * Somebody is about to be told of the trace: decides to keep it if there is a reason by now, so
   * that the sampled flag sent says so.
   */
  void announce(long now);

  /** Whether it was decided to keep it. */
  boolean isKept();

  /** The trace state to send and to export; not asked before it was decided to keep the trace. */
  TraceState traceState();

  /**
   * A span has ended.
   *
   * @param span what the filters left of it; null if nothing
   * @param root whether it is the local root
   */
  void ended(@Nullable SpanData span, boolean root, long now);
}
