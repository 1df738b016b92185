// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.time.Duration;

/** A moment of the monotonic clock up to which something may take. Immutable. */
public final class Deadline {
  /** What stands for "for ever": far away, but without overflow when nanoseconds are added. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The deadline {@code timeout} from now; now if it is negative. */
  public static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + nanos(timeout));
  }

  /** The nanoseconds of {@code timeout}, in [0, one year]. */
  public static long nanos(Duration timeout) {
    return timeout.isNegative()
        ? 0
        : (timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout).toNanos();
  }

  /** The deadline that is {@code nanos} before this one. */
  public Deadline before(long nanos) {
    return new Deadline(nanoTime - nanos);
  }

  /** This deadline, or {@code nanos} from now if that is sooner. */
  public Deadline atMost(long nanos) {
    return before(Math.max(0, nanosLeft() - nanos));
  }

  /** Whether it is later than {@code other}. */
  public boolean isAfter(Deadline other) {
    return nanoTime - other.nanoTime > 0;
  }

  /** Nanoseconds left; zero or less if it is over. */
  public long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  /** The time left; zero if it is over. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanosLeft()));
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return nanosLeft() <= 0;
  }
}
