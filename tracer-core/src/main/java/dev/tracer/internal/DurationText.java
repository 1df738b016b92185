// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times and durations as people write them. Independent of the locale. Stateless. */
public final class DurationText {
  private static final String[] UNITS = {"ns", "\u00b5s", "ms", "s"};
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private DurationText() {}

  /**
   * A moment in UTC: {@code 2026-01-01T12:00:00.123456}.
   *
   * @param epochNanos nanoseconds since 1970-01-01T00:00:00Z
   */
  public static String moment(long epochNanos) {
    int nanos = (int) Math.floorMod(epochNanos, SECOND) | 1; // odd: so all nine digits are told
    return LocalDateTime.ofEpochSecond(Math.floorDiv(epochNanos, SECOND), nanos, ZoneOffset.UTC)
        .toString()
        .substring(0, 26);
  }

  /**
   * Rounded to three digits: {@code 312 µs}, {@code 1.24 ms}, {@code 2.05 s}; from a minute on
   * {@code 3 min 07 s}, {@code 26 h 05 min}.
   *
   * @param nanos nanoseconds, of either sign
   */
  public static String rounded(long nanos) {
    if (nanos < 0) {
      return "-" + rounded(opposite(nanos));
    }
    if (nanos < MINUTE) {
      long step = 1;
      while ((nanos + step / 2) / step >= 1000) {
        step *= 10;
      }
      long value = (nanos + step / 2) / step * step;
      int power = power(value);
      if (value < MINUTE) {
        return decimal(value, unit(power), step) + ' ' + UNITS[power];
      }
    }
    long seconds = nanos / SECOND + nanos % SECOND * 2 / SECOND;
    return seconds < 3600 ? pair(seconds, " min ") + " s" : pair(seconds / 60, " h ") + " min";
  }

  private static long opposite(long nanos) {
    return Math.max(-nanos, -(nanos + 1)); // the least long has none: the largest comes close
  }

  private static String pair(long value, String middle) {
    return value / 60 + middle + value % 60 / 10 + value % 10;
  }

  /**
   * Without rounding, in the largest unit of which it is at least one: {@code 12ms}, {@code 1.5s},
   * {@code 250us}, {@code 0ns}. ASCII only.
   */
  public static String exact(long nanos) {
    if (nanos < 0) {
      return "-" + exact(opposite(nanos));
    }
    int power = power(nanos);
    return exact(nanos, unit(power)) + (power == 1 ? "us" : UNITS[power]);
  }

  /**
   * A mark on a time axis, without rounding: {@code 0}, {@code 50 ms}, {@code 1.5 s}, {@code 20
   * min}.
   *
   * @param nanos not negative
   * @param total the length of the axis, which decides on the unit
   */
  public static String tick(long nanos, long total) {
    if (nanos == 0) {
      return "0";
    }
    long step = axisUnit(total);
    if (step > 1) {
      return nanos / step + (step > MINUTE ? " h" : " min");
    }
    int power = power(total);
    return exact(nanos, unit(power)) + ' ' + UNITS[power];
  }

  /** What round times on an axis of this length are multiples of, in nanoseconds. */
  public static long axisUnit(long total) {
    return total < 2 * MINUTE ? 1 : total < 120 * MINUTE ? MINUTE : 60 * MINUTE;
  }

  /** The index of the largest unit of which it is at least one. */
  private static int power(long nanos) {
    return nanos < 1000 ? 0 : nanos < 1_000_000 ? 1 : nanos < 1_000_000_000 ? 2 : 3;
  }

  private static long unit(int power) {
    return power == 0 ? 1 : 1000 * unit(power - 1);
  }

  /** All digits, without zeros at the end of the fraction. */
  private static String exact(long nanos, long unit) {
    long step = 1;
    while (step < unit && nanos % (10 * step) == 0) {
      step *= 10;
    }
    return decimal(nanos, unit, step);
  }

  /** How many units, with a digit for each power of ten down to {@code step}. */
  private static String decimal(long nanos, long unit, long step) {
    String whole = Long.toString(nanos / unit);
    return step >= unit
        ? whole
        : whole + '.' + Long.toString(unit / step + nanos % unit / step).substring(1);
  }
}
