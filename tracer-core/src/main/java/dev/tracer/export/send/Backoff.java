// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

/**
 * When a server may be asked again. It outlives a batch, so that a server that asked for a pause,
 * or is down, or refuses the credentials, is not asked anew by each batch. Confined to the
 * exporting thread.
 */
final class Backoff {
  // the waits between attempts are those of OpenTelemetry Java
  private static final double FIRST_NANOS = 1e9;
  private static final double FACTOR = 1.5;
  private static final double MAX_NANOS = 5e9;
  private static final double JITTER = 0.2;

  /** Keeps a server that says "retry after 0 seconds" from being called in a tight loop. */
  private static final long MIN_NANOS = 100_000_000;

  /** A server that asks for more is asked all the same: it may have erred, and spans are lost. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  /** Failures in a row. */
  private int failures;

  /** When the server may be asked again, on the monotonic clock; means nothing without failures. */
  private long notBefore;

  /** How long to wait now; zero or less if the server may be asked. */
  long nanosLeft(long now) {
    return failures == 0 ? 0 : notBefore - now;
  }

  void succeeded() {
    failures = 0;
  }

  /** An idle connection broke: nobody asked for a wait. */
  void failedByChance(long now) {
    failures++;
    notBefore = now;
  }

  /**
   * The server is not to be asked for a while.
   *
   * @param askedNanos for how long, if the server said so; else negative
   * @param random a random number in [0, 1)
   */
  void failed(long now, long askedNanos, double random) {
    failures++;
    notBefore = now + (askedNanos < 0 ? delayNanos(failures, random) : bounded(askedNanos));
  }

  private static long bounded(long nanos) {
    return Math.max(MIN_NANOS, Math.min(nanos, LONGEST_NANOS));
  }

  /**
   * The wait after the {@code failures}th failure in a row, at least the first.
   *
   * @param random a random number in [0, 1)
   */
  static long delayNanos(int failures, double random) {
    double nanos = Math.min(FIRST_NANOS * Math.pow(FACTOR, failures - 1), MAX_NANOS);
    return (long) (nanos * (1 - JITTER + 2 * JITTER * random));
  }
}
