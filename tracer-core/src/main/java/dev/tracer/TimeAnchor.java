// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * A moment on both clocks. A local root span takes one and its descendants inherit it, so that
 * their times differ by what the monotonic clock says: a child lies within its parent and no
 * duration is negative, whatever is done to the wall clock meanwhile. Immutable.
 */
final class TimeAnchor {
  /** After how long a local root takes a fresh anchor. */
  static final long MAX_AGE_NANOS = 1_000_000_000L;

  private final long epochNanos;
  private final long nanoTime;

  TimeAnchor(long epochNanos, long nanoTime) {
    this.epochNanos = epochNanos;
    this.nanoTime = nanoTime;
  }

  static TimeAnchor now(Clock clock) {
    return new TimeAnchor(clock.epochNanos(), clock.nanoTime());
  }

  /** Whether {@code nanoTime} is too far away for a new local root. */
  boolean isStale(long nanoTime) {
    return nanoTime - this.nanoTime > MAX_AGE_NANOS;
  }

  /** An anchor that is stale by now, and stays so. */
  TimeAnchor expired() {
    return new TimeAnchor(epochNanos - 2 * MAX_AGE_NANOS, nanoTime - 2 * MAX_AGE_NANOS);
  }

  /** The wall-clock time of a reading of the monotonic clock. */
  long toEpoch(long nanoTime) {
    return epochNanos + (nanoTime - this.nanoTime);
  }
}
