// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The {@code Retry-After} field: seconds, or a date in one of the three forms of HTTP, which are
 * all in GMT (RFC 9110 §10.2.3, §5.6.7). Stateless.
 */
final class RetryAfter {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private static final long FIFTY_YEARS_MILLIS = TimeUnit.DAYS.toMillis(50 * 365 + 12);

  private RetryAfter() {}

  /**
   * The wait that it asks for.
   *
   * @return nanoseconds, at least 0; -1 if the field is malformed
   */
  static long nanos(String field, long nowEpochMillis) {
    String text = field.strip();
    try {
      boolean isDate = text.isEmpty() || !isDigit(text.charAt(0));
      double millis =
          isDate ? epochMillis(text, nowEpochMillis) - nowEpochMillis : Long.parseLong(text) * 1e3;
      return (long) Math.max(0, millis * 1e6);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      return -1;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The date, of which the name of the day is not needed. */
  private static long epochMillis(String date, long nowEpochMillis) {
    String[] parts = words(date);
    boolean asctime = parts.length == 5; // Sun Nov  6 08:49:37 1994
    int at = asctime ? 1 : 2;
    String month = parts[at];
    String day = parts[asctime ? 2 : 1];
    String time = parts[asctime ? 3 : 4];
    int index = month.length() == 3 ? MONTHS.indexOf(month) : -1;
    if (parts.length < 5 || index < 0 || index % 3 != 0 || !isGmt(parts, asctime)) {
      throw new IllegalArgumentException(date);
    }
    LocalDateTime moment =
        LocalDateTime.of(
            year(parts[asctime ? 4 : 3]),
            index / 3 + 1,
            Integer.parseInt(day),
            Integer.parseInt(time, 0, 2, 10),
            Integer.parseInt(time, 3, 5, 10),
            Math.min(59, Integer.parseInt(time, 6, 8, 10)));
    long millis = moment.toEpochSecond(ZoneOffset.UTC) * 1000;
    boolean isShort = !asctime && parts[3].length() == 2;
    // such a year, if it seems more than 50 ahead, is one of the century before
    return isShort && millis - nowEpochMillis > FIFTY_YEARS_MILLIS
        ? moment.minusYears(100).toEpochSecond(ZoneOffset.UTC) * 1000
        : millis;
  }

  private static boolean isGmt(String[] parts, boolean asctime) {
    return asctime || (parts.length == 6 && (parts[5].equals("GMT") || parts[5].equals("UTC")));
  }

  /** A year of two digits is one of this century for now. */
  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    return digits.length() == 2 ? 2000 + year : year;
  }

  /** {@code Sun, 06 Nov 1994 …} and {@code Sunday, 06-Nov-94 …}, split at spaces and hyphens. */
  private static String[] words(String date) {
    return date.replace('-', ' ').replace(",", "").replace("  ", " ").split(" ");
  }
}
