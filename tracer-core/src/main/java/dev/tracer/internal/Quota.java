// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of things through in an interval and refuses the rest: warnings, forced traces,
 * verdicts of others. An interval begins with the first thing let through after the one before is
 * over, so that nothing is saved up and no two intervals touch. Thread-safe without a lock; a
 * refusal allocates nothing.
 */
public final class Quota {
  private final int most;
  private final long nanos;

  /** Replaced by compare-and-set; null before the first interval. */
  private final AtomicReference<@Nullable Interval> current = new AtomicReference<>();

  /** When an interval began, and how many were taken in it. Immutable. */
  private static final class Interval {
    final long start;
    final int taken;

    Interval(long start, int taken) {
      this.start = start;
      this.taken = taken;
    }
  }

  /**
   * A quota of which nothing is used.
   *
   * @param most how many pass in an interval, at least 1
   * @param nanos how long an interval lasts, in nanoseconds, positive
   */
  public Quota(int most, long nanos) {
    if (most < 1 || nanos <= 0) {
      throw new IllegalArgumentException("at least 1 in a positive time: " + most + ", " + nanos);
    }
    this.most = most;
    this.nanos = nanos;
  }

  /**
   * Takes one out of the quota.
   *
   * @param nanoTime the monotonic time in nanoseconds, always of the same clock
   * @return whether there was one left
   */
  public boolean tryTake(long nanoTime) {
    while (true) {
      Interval seen = current.get();
      Interval next = next(seen, nanoTime);
      if (next == null) {
        return false;
      }
      if (current.compareAndSet(seen, next)) {
        return true;
      }
    }
  }

  private @Nullable Interval next(@Nullable Interval seen, long nanoTime) {
    if (seen == null || nanoTime - seen.start >= nanos) {
      return new Interval(nanoTime, 1);
    }
    return seen.taken >= most ? null : new Interval(seen.start, seen.taken + 1);
  }
}
