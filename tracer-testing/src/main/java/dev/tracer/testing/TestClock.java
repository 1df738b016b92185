// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static java.util.Objects.requireNonNull;

import dev.tracer.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clocks that stand still until a test advances them. Thread-safe.
 *
 * @since 0.1
 */
public final class TestClock implements Clock {
  private final AtomicLong elapsedNanos = new AtomicLong();
  private final AtomicLong wallOriginNanos = new AtomicLong();

  private TestClock(Instant start) {
    wallOriginNanos.set(ChronoUnit.NANOS.between(Instant.EPOCH, start));
  }

  /** Clocks that stand at 2026-01-01T00:00:00Z. */
  public static TestClock create() {
    return new TestClock(Instant.ofEpochSecond(1_767_225_600));
  }

  /**
   * Clocks that stand at {@code start}.
   *
   * @throws ArithmeticException if that is not in the years 1678 to 2262, which nanoseconds can
   *     tell
   * @throws NullPointerException if {@code start} is null
   */
  public static TestClock at(Instant start) {
    return new TestClock(requireNonNull(start, "start"));
  }

  /**
   * Lets time pass on both clocks.
   *
   * @return this
   * @throws IllegalArgumentException if {@code time} is negative
   * @throws NullPointerException if {@code time} is null
   */
  public TestClock advance(Duration time) {
    if (requireNonNull(time, "time").isNegative()) {
      throw new IllegalArgumentException("time must not be negative: " + time);
    }
    elapsedNanos.addAndGet(TimeUnit.NANOSECONDS.convert(time));
    return this;
  }

  /**
   * Sets the wall clock forward or back, as an administrator or a time server does. The monotonic
   * clock stands still.
   *
   * @param step how far; negative for back
   * @return this
   * @throws NullPointerException if {@code step} is null
   */
  public TestClock stepWallClock(Duration step) {
    wallOriginNanos.addAndGet(TimeUnit.NANOSECONDS.convert(requireNonNull(step, "step")));
    return this;
  }

  /** The time of the wall clock. */
  public Instant now() {
    return Instant.ofEpochSecond(0, epochNanos());
  }

  @Override
  public long epochNanos() {
    return wallOriginNanos.get() + elapsedNanos.get();
  }

  /** The time since this clock was made, in nanoseconds. */
  @Override
  public long nanoTime() {
    return elapsedNanos.get();
  }
}
