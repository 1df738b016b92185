// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.IdGenerator;
import dev.tracer.testing.TestClock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class XRayIdsTest {
  private final TestClock clock = TestClock.create();
  private final IdGenerator ids = XRayIds.create(clock);

  @Test
  void traceId_beginsWithTheSecond() {
    long second = Math.floorDiv(clock.epochNanos(), 1_000_000_000L);

    assertThat(ids.traceIdHigh() >>> 32).isEqualTo(second);
  }

  @Test
  void ids_differAndAreNeverZero() {
    Set<Long> seen = new HashSet<>();
    Set<Long> restOfHigh = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.traceIdLow())).isTrue();
      assertThat(seen.add(ids.spanId())).isTrue();
      restOfHigh.add(ids.traceIdHigh() & 0xFFFF_FFFFL);
    }
    assertThat(seen).doesNotContain(0L);
    assertThat(restOfHigh.size()).isGreaterThan(9_900); // of 2^32
    assertThat(ids.isRandom()).isTrue();
  }

  @Test
  void clock_null_isRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> XRayIds.create(null)).withMessage("clock");
  }
}
