// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.time.Instant;

/**
 * Where the times of one tracer come from: gives each local root its {@link TimeAnchor}, a fresh
 * one once a second. Thread-safe.
 */
final class Timeline {
  /** Stands for the moment when something happens, where a time may be given. */
  static final long NOW = Long.MIN_VALUE;

  private static final long NANOS = 1_000_000_000;
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS;

  final Clock clock;

  /** Replaced by any thread that finds it stale; a race costs one more reading of the clock. */
  private volatile TimeAnchor latest;

  Timeline(Clock clock) {
    this.clock = clock;
    this.latest = TimeAnchor.now(clock);
  }

  /** The anchor of a local root that starts at {@code nanoTime}. */
  TimeAnchor anchor(long nanoTime) {
    TimeAnchor current = latest;
    if (current.isStale(nanoTime)) {
      latest = current = TimeAnchor.now(clock);
    }
    return current;
  }

  /**
   * Forgets the anchor: the next local root reads the wall clock. For the moment before a snapshot,
   * after which the wall clock will have moved and the monotonic one will not.
   */
  void expire() {
    latest = latest.expired();
  }

  /** The time in nanoseconds; what 64 bits cannot hold becomes the nearest that they can. */
  static long epochNanos(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds >= MAX_SECONDS) {
      return Long.MAX_VALUE;
    }
    return seconds < -MAX_SECONDS ? -MAX_SECONDS * NANOS : seconds * NANOS + time.getNano();
  }
}
