// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers traces that were kept, for other local traces of the same id. Where there is no room
 * the oldest are forgotten. Thread-safe, without locks: a race may forget one more.
 */
final class KeptTraces {
  private static final int PROBES = 8;

  private final AtomicReferenceArray<@Nullable HeldTrace> places;

  /**
   * Makes an empty memory.
   *
   * @param size a power of two, 8 at least
   */
  KeptTraces(int size) {
    this.places = new AtomicReferenceArray<>(size);
  }

  void remember(HeldTrace trace) {
    int best = place(trace.traceIdLow(), 0);
    HeldTrace oldest = null;
    for (int i = 0; i < PROBES; i++) {
      int place = place(trace.traceIdLow(), i);
      HeldTrace other = places.getAcquire(place);
      if (other == null || other.traceIdLow() == trace.traceIdLow()) {
        best = place;
        break;
      }
      if (oldest == null || other.isBefore(oldest)) {
        oldest = other;
        best = place;
      }
    }
    places.setRelease(best, trace);
  }

  /** Another local trace of the same id that was kept within a minute; null if there is none. */
  @Nullable HeldTrace twinOf(HeldTrace trace) {
    for (int i = 0; i < PROBES; i++) {
      HeldTrace other = places.getAcquire(place(trace.traceIdLow(), i));
      if (other == null) {
        break; // behind it nothing was entered
      }
      if (other.traceIdLow() == trace.traceIdLow()) {
        return other != trace && !trace.isLongAfter(other) ? other : null;
      }
    }
    return null;
  }

  private int place(long traceIdLow, int probe) {
    return ((int) ((traceIdLow * 0x9E37_79B9_7F4A_7C15L) >>> 32) + probe) & (places.length() - 1);
  }
}
