// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The traces that a {@link LocalTraceSampler} holds for one tracer. Implementations are thread-safe
 * and bounded; the tracer drives them, simulations can do so as well. They, and their {@link
 * LocalTrace}s, must not throw: the tracer calls them unguarded, in the middle of the application.
 * Times are readings of the tracer's {@code Clock.nanoTime}, to be compared by difference.
 *
 * @since 0.1
 */
public interface LocalTraces {
  /**
   * A local root starts.
   *
   * @param traceState as the first decision left it
   * @param sampled whether the first decision was to keep it
   * @return null if there is no room, and the first decision stays
   */
  @Nullable LocalTrace open(long traceIdLow, TraceState traceState, boolean sampled, long now);

  /** Decides about all traces whose local root has ended, whatever spans are open. */
  void flush();

  /** Decides about all traces by what is known, and holds no more. */
  void close(long now);

  /** How many spans wait for a decision. */
  long held();

  /** How many spans were dropped. */
  long dropped();

  /** How many local traces there was no room for. */
  long fallbacks();
}
