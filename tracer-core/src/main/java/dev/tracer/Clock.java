// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * The two clocks of a tracer. The engine reads wall time rarely (an anchor for local root spans)
 * and the monotonic clock at each start and end. Implementations must be thread-safe and must not
 * throw.
 *
 * @since 0.1
 */
public interface Clock {
  /** Wall-clock time in nanoseconds since 1970-01-01T00:00:00Z. */
  long epochNanos();

  /** Monotonic time in nanoseconds from an arbitrary origin; only differences have a meaning. */
  long nanoTime();

  /** The clocks of this machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
