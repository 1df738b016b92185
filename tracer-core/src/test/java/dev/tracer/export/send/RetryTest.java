// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 1000",
    "2, 0.5, 1500",
    "3, 0.5, 2250",
    "4, 0.5, 3375",
    "5, 0.5, 5000",
    "1000, 0.5, 5000",
    "1, 0, 800",
    "5, 0.9999999999, 5999",
  })
  void delayNanos_growsAndIsSpread(int attempt, double random, long millis) {
    assertThat(Backoff.delayNanos(attempt, random) / 1_000_000).isEqualTo(millis);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("seconds", "7", 7_000),
        arguments("seconds with spaces", " 120 ", 120_000),
        arguments("zero", "0", 0),
        arguments("date", "Thu, 01 Jan 2026 00:00:05 GMT", 5_000),
        arguments("date in the past", "Wed, 31 Dec 2025 23:59:59 GMT", 0),
        arguments("date of asctime", "Thu Jan  1 00:00:07 2026", 7_000),
        arguments("date of asctime, two digits", "Sun Jan 11 00:00:00 2026", 864_000_000),
        arguments("date of RFC 850", "Thursday, 01-Jan-26 00:00:06 GMT", 6_000),
        arguments("date of RFC 850, long ago", "Sunday, 06-Nov-94 08:49:37 GMT", 0),
        arguments("leap second", "Thu, 01 Jan 2026 00:00:60 GMT", 59_000),
        arguments("date without zone", "Thu, 01 Jan 2026 00:00:05", -1),
        arguments("date in another zone", "Thu, 01 Jan 2026 00:00:05 PST", -1),
        arguments("date that is none", "Thu, 31 Feb 2026 00:00:05 GMT", -1),
        arguments("month across two", "Thu, 01 anF 2026 00:00:05 GMT", -1),
        arguments("cut off", "Thu, 01 Jan", -1),
        arguments("empty", "", -1),
        arguments("text", "soon", -1),
        arguments("negative", "-3", -1),
        arguments("fraction", "1.5", -1),
        arguments("huge", "99999999999999999999", -1),
        arguments("other digits", "\u0663", -1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void retryAfter_isTheTimeAskedFor(String name, String header, long millis) {
    long nanos = RetryAfter.nanos(header, NOW);

    assertThat(nanos).isEqualTo(millis < 0 ? -1 : millis * 1_000_000);
  }

  @Test
  void retryAfter_farFuture_doesNotOverflow() {
    assertThat(RetryAfter.nanos("9223372036854775807", NOW)).isEqualTo(Long.MAX_VALUE);
    assertThat(RetryAfter.nanos("9999999999999", NOW)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void retryAfter_inAnyZone_isTheSame() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      assertThat(RetryAfter.nanos("Thu Jan  1 00:00:07 2026", NOW)).isEqualTo(7_000_000_000L);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void backoff_askedForNothing_waitsALittle() {
    Backoff backoff = new Backoff();
    backoff.failed(5, 0, 0.5);

    assertThat(backoff.nanosLeft(5)).isEqualTo(100_000_000);
  }

  @Test
  void backoff_askedForDays_asksAgainAfterAnHour() {
    Backoff backoff = new Backoff();
    backoff.failed(5, Long.MAX_VALUE, 0.5);

    assertThat(backoff.nanosLeft(5)).isEqualTo(3_600_000_000_000L);
    backoff.succeeded();
    assertThat(backoff.nanosLeft(5)).isZero();
  }
}
