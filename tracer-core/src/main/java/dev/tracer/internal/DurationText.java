// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Durations as people write them. Independent of the locale. Stateless. */
public final class DurationText {
  /** The micro sign in {@code µs}; destinations that lack it take a {@code u}. */
  public static final char MICRO = '\u00b5';

  private static final String[] UNITS = {"ns", MICRO + "s", "ms", "s"};
  private static final long MINUTE = 60_000_000_000L;

  private DurationText() {}

  /**
   * Rounded to three digits: {@code 312 µs}, {@code 1.24 ms}, {@code 2.05 s}; from a minute on
   * {@code 3 min 07 s}, {@code 2 h 05 min}, {@code 4 d 03 h}.
   *
   * @param nanos nanoseconds, of either sign
   */
  public static String rounded(long nanos) {
    if (nanos < 0) {
      return "-" + rounded(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
    }
    if (nanos < 1000) {
      return nanos + " ns";
    }
    for (int unit = 1; unit < UNITS.length; unit++) {
      BigDecimal value = round(BigDecimal.valueOf(nanos, 3 * unit));
      int limit = unit == 3 ? 60 : 1000;
      if (value.compareTo(BigDecimal.valueOf(limit)) < 0) {
        return value.toPlainString() + ' ' + UNITS[unit];
      }
    }
    long seconds = (nanos + 500_000_000L < 0 ? nanos : nanos + 500_000_000L) / 1_000_000_000L;
    if (seconds < 3600) {
      return seconds / 60 + " min " + twoDigits(seconds % 60) + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 24 * 60) {
      return minutes / 60 + " h " + twoDigits(minutes % 60) + " min";
    }
    return minutes / (24 * 60) + " d " + twoDigits(minutes / 60 % 24) + " h";
  }

  /** Three digits in all; a value that reaches 1000 by rounding loses its fraction. */
  private static BigDecimal round(BigDecimal value) {
    int digits = value.precision() - value.scale(); // before the point
    BigDecimal rounded = value.setScale(Math.max(0, 3 - digits), RoundingMode.HALF_UP);
    int after = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, 3 - after), RoundingMode.HALF_UP);
  }

  private static String twoDigits(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }

  /**
   * Without rounding, in the largest unit of which it is at least one: {@code 12ms}, {@code 1.5s},
   * {@code 250us}, {@code 0ns}. ASCII only.
   */
  public static String exact(long nanos) {
    long size = Math.abs(nanos);
    if (size >= 1_000_000_000L || size < 0) {
      return decimal(nanos, 9) + "s";
    }
    if (size >= 1_000_000) {
      return decimal(nanos, 6) + "ms";
    }
    return size >= 1000 ? decimal(nanos, 3) + "us" : nanos + "ns";
  }

  /**
   * A mark on a time axis, without rounding: {@code 0}, {@code 50 ms}, {@code 1.5 s}.
   *
   * @param total the length of the axis, which decides on the unit
   */
  public static String tick(long nanos, long total) {
    if (nanos == 0) {
      return "0";
    }
    if (total >= 2 * MINUTE) {
      boolean days = total >= 4 * 24 * 60 * MINUTE;
      boolean hours = total >= 6 * 60 * MINUTE;
      long unit = days ? 24 * 60 * MINUTE : hours ? 60 * MINUTE : MINUTE;
      BigDecimal value =
          BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit), 2, RoundingMode.HALF_UP);
      return plain(value) + (days ? " d" : hours ? " h" : " min");
    }
    int unit = total >= 1_000_000_000 ? 3 : total >= 1_000_000 ? 2 : total >= 1000 ? 1 : 0;
    return decimal(nanos, 3 * unit) + ' ' + UNITS[unit];
  }

  private static String decimal(long nanos, int places) {
    return plain(BigDecimal.valueOf(nanos, places));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
