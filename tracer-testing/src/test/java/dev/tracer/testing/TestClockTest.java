// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TestClockTest {
  private final TestClock clock = TestClock.create();

  @Test
  void clock_standsStill() {
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(clock.now()).isEqualTo(clock.now());
    assertThat(clock.nanoTime()).isZero();
  }

  @Test
  void advance_movesBothClocks() {
    clock.advance(Duration.ofMillis(3)).advance(Duration.ofNanos(1));

    assertThat(clock.nanoTime()).isEqualTo(3_000_001);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00.003000001Z"));
  }

  @Test
  void stepWallClock_leavesMonotonicTimeAlone() {
    clock.stepWallClock(Duration.ofHours(-1));

    assertThat(clock.nanoTime()).isZero();
    assertThat(clock.now()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
  }

  @Test
  void at_startsThere() {
    Instant start = Instant.parse("1969-12-31T23:59:59.5Z");

    assertThat(TestClock.at(start).now()).isEqualTo(start);
  }

  @Test
  void advance_negative_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .withMessage("time must not be negative: PT-0.000000001S");
  }

  @Test
  void advance_byManyThreads_losesNothing() {
    CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  clock.advance(Duration.ofNanos(1));
                }
              });
    }
    CompletableFuture.allOf(threads).join();

    assertThat(clock.nanoTime()).isEqualTo(40_000);
  }
}
