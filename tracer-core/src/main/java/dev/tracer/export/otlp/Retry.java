// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long to wait before a request is repeated. The numbers are those of OpenTelemetry Java. */
final class Retry {
  private static final double FIRST_NANOS = 1e9;
  private static final double FACTOR = 1.5;
  private static final double MAX_NANOS = 5e9;
  private static final double JITTER = 0.2;

  /** Keeps a server that says "retry after 0 seconds" from being called in a tight loop. */
  private static final long MIN_NANOS = 100_000_000;

  private Retry() {}

  /**
   * The wait after the {@code attempt}th failed attempt, which is at least 1.
   *
   * @param random a random number in [0, 1)
   */
  static long delayNanos(int attempt, double random) {
    double nanos = FIRST_NANOS;
    for (int i = 1; i < attempt && nanos < MAX_NANOS; i++) {
      nanos *= FACTOR;
    }
    return (long) (Math.min(nanos, MAX_NANOS) * (1 - JITTER + 2 * JITTER * random));
  }

  /**
   * The wait that a {@code Retry-After} header asks for, in seconds or up to a date (RFC 9110
   * §10.2.3).
   *
   * @return nanoseconds, or -1 if there is no such header or it is malformed
   */
  static long retryAfterNanos(@Nullable String header, long nowEpochMillis) {
    if (header == null) {
      return -1;
    }
    String text = header.strip();
    try {
      long millis =
          !text.isEmpty() && Character.isDigit(text.charAt(0))
              ? TimeUnit.SECONDS.toMillis(Long.parseLong(text))
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant()
                      .toEpochMilli()
                  - nowEpochMillis;
      return Math.max(MIN_NANOS, TimeUnit.MILLISECONDS.toNanos(millis));
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return -1;
    }
  }
}
