// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "1, 1 ns",
    "999, 999 ns",
    "1000, 1.00 µs",
    "9994, 9.99 µs",
    "9995, 10.0 µs",
    "99950, 100 µs",
    "312499, 312 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "1240000, 1.24 ms",
    "12345678, 12.3 ms",
    "999999999, 1.00 s",
    "2050000000, 2.05 s",
    "59949999999, 59.9 s",
    "59950000000, 1 min 00 s",
    "187000000000, 3 min 07 s",
    "3599600000000, 1 h 00 min",
    "7500000000000, 2 h 05 min",
    "356400000000000, 99 h 00 min",
    "9223372036854775807, 2562047 h 47 min",
    "-1240000, -1.24 ms",
    "-9223372036854775808, -2562047 h 47 min",
  })
  void rounded_hasThreeDigitsAndAUnit(long nanos, String expected) {
    assertThat(DurationText.rounded(nanos)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ns",
    "999, 999ns",
    "1000, 1us",
    "250000, 250us",
    "12000000, 12ms",
    "1500000, 1.5ms",
    "12345678, 12.345678ms",
    "90000000000, 90s",
    "1000000001, 1.000000001s",
    "-1500000, -1.5ms",
    "9223372036854775807, 9223372036.854775807s",
    "-9223372036854775807, -9223372036.854775807s",
    "-9223372036854775808, -9223372036.854775807s",
  })
  void exact_losesNothing(long nanos, String expected) {
    assertThat(DurationText.exact(nanos)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000, 0",
    "500000, 1000000, 0.5 ms",
    "500000, 999999, 500 µs",
    "1500000000, 4000000000, 1.5 s",
    "90000000000, 100000000000, 90 s",
    "120000000000, 180000000000, 2 min",
    "3600000000000, 7199000000000, 60 min",
    "3600000000000, 7200000000000, 1 h",
  })
  void tick_takesTheUnitOfTheAxis(long nanos, long total, String expected) {
    assertThat(DurationText.tick(nanos, total)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000000",
    "1767268800000000000, 2026-01-01T12:00:00.000000",
    "1767268800123456789, 2026-01-01T12:00:00.123456",
    "-1, 1969-12-31T23:59:59.999999",
    "9223372036854775807, 2262-04-11T23:47:16.854775",
    "-9223372036854775808, 1677-09-21T00:12:43.145224",
  })
  void moment_hasMicroseconds(long epochNanos, String expected) {
    assertThat(DurationText.moment(epochNanos)).isEqualTo(expected);
  }
}
