// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
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
    assertThat(HttpExport.delayNanos(attempt, random) / 1_000_000).isEqualTo(millis);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("seconds", "7", 7_000),
        arguments("seconds with spaces", " 120 ", 120_000),
        arguments("zero does not make a tight loop", "0", 100),
        arguments("date", "Thu, 01 Jan 2026 00:00:05 GMT", 5_000),
        arguments("date in the past", "Wed, 31 Dec 2025 23:59:59 GMT", 100),
        arguments("empty", "", -1),
        arguments("text", "soon", -1),
        arguments("negative", "-3", -1),
        arguments("fraction", "1.5", -1),
        arguments("huge", "99999999999999999999", -1),
        arguments("other digits", "\u0663", 3_000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void retryAfterNanos_isTheTimeAskedFor(String name, String header, long millis) {
    long nanos = HttpExport.retryAfterNanos(header, NOW);

    assertThat(nanos).isEqualTo(millis < 0 ? -1 : millis * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807", "9999999999999"})
  void retryAfterNanos_farFuture_doesNotOverflow(String seconds) {
    assertThat(HttpExport.retryAfterNanos(seconds, NOW)).isEqualTo(Long.MAX_VALUE);
  }
}
