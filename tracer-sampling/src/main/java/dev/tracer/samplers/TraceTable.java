// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The undecided traces of a tail sampler, each in a place of its own so that they can be counted
 * and closed. Where a trace stands has nothing to do with its id. Thread-safe, without locks.
 */
final class TraceTable {
  /** How many places are tried; with three quarters taken, one try in a hundred finds none. */
  private static final int PROBES = 16;

  private final AtomicReferenceArray<@Nullable HeldTrace> places;

  /**
   * Makes an empty one.
   *
   * @param size a power of two
   */
  TraceTable(int size) {
    this.places = new AtomicReferenceArray<>(size);
  }

  /** Finds a place for a trace; false if there was none where it looked. */
  boolean enter(HeldTrace trace) {
    int start = ThreadLocalRandom.current().nextInt();
    int probes = Math.min(PROBES, places.length());
    for (int i = 0; i < probes; i++) {
      int place = (start + i) & (places.length() - 1);
      HeldTrace other = places.getAcquire(place);
      if (other != null && trace.isLongAfter(other)) {
        forEach(each -> each.giveUp(trace)); // perhaps nobody will ever end their roots
        other = places.getAcquire(place);
      }
      if (other == null) {
        trace.setPlace(place);
        if (places.compareAndSet(place, null, trace)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes a trace out, if it is there. */
  void leave(HeldTrace trace) {
    places.compareAndSet(trace.place(), trace, null);
  }

  void forEach(Consumer<HeldTrace> action) {
    for (int i = 0; i < places.length(); i++) {
      HeldTrace trace = places.getAcquire(i);
      if (trace != null) {
        action.accept(trace);
      }
    }
  }

  /** How many spans the traces hold. */
  long spans() {
    long[] sum = {0};
    forEach(trace -> sum[0] += trace.count());
    return sum[0];
  }
}
