// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-2562047788015215H"})
  void in_zeroOrNegative_isOver(String timeout) {
    Deadline deadline = Deadline.in(Duration.parse(timeout));

    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.left()).isZero();
    assertThat(deadline.nanosLeft()).isNotPositive().isGreaterThan(-Duration.ofDays(1).toNanos());
  }

  @Test
  void in_minute_isNotOver() {
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));

    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.left()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  @Test
  void in_longestDuration_doesNotOverflow() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.left()).isGreaterThan(Duration.ofDays(300));
    assertThat(deadline.before(Duration.ofDays(1).toNanos()).isOver()).isFalse();
  }

  @Test
  void atMost_isTheSoonerOfBoth() {
    Deadline deadline = Deadline.in(Duration.ofHours(1));

    assertThat(deadline.atMost(Duration.ofMinutes(1).toNanos()).left())
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(deadline.isAfter(deadline.atMost(Duration.ofHours(2).toNanos()))).isFalse();
    assertThat(Deadline.in(Duration.ZERO).atMost(1).isOver()).isTrue();
  }

  @Test
  void before_moreThanIsLeft_isOver() {
    assertThat(Deadline.in(Duration.ofSeconds(1)).before(2_000_000_000L).isOver()).isTrue();
  }
}
