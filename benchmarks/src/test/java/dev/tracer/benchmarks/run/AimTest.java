// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AimTest {
  private static Verdict verdict(Aim aim, double low, double high) {
    return aim.verdict(new Interval(low, high));
  }

  @Test
  void ratio_isHitFromItsBoundOn() {
    assertThat(verdict(Aim.ratio(2.5), 2.5, 2.6)).isEqualTo(Verdict.HIT);
    assertThat(verdict(Aim.ratio(2.5), 2.3, 2.49)).isEqualTo(Verdict.MISS);
    assertThat(verdict(Aim.kept(0.97), 0.96, 0.98)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void time_isHitUpToItsBound() {
    assertThat(verdict(Aim.nanos(10), 9, 10)).isEqualTo(Verdict.HIT);
    assertThat(verdict(Aim.nanos(10), 10.01, 11)).isEqualTo(Verdict.MISS);
    assertThat(verdict(Aim.nanos(10), 9.9, 10.1)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void bytes_areRounded() {
    assertThat(verdict(Aim.bytes(48), 48, 48.004)).isEqualTo(Verdict.HIT);
    assertThat(verdict(Aim.bytes(48), 48.5, 49)).isEqualTo(Verdict.MISS);
  }

  @Test
  void unknown_isUndecided() {
    assertThat(Aim.nanos(10).verdict(Interval.UNKNOWN)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void ratio_ofADifferenceThatMayBeNothing_isUnknown() {
    Interval added = new Interval(100, 110).minus(new Interval(95, 105));

    assertThat(added).isEqualTo(new Interval(-5, 15));
    assertThat(new Interval(50, 60).dividedBy(added).isKnown()).isFalse();
    assertThat(new Interval(50, 60).dividedBy(new Interval(20, 25))).isEqualTo(new Interval(2, 3));
  }

  @Test
  void medianInterval_enclosesTheMedian_andNarrowsWithMoreMeasurements() {
    Samples few = new Samples("x");
    Samples many = new Samples("x");
    for (int i = 0; i < 10; i++) {
      few.nanos.add(100.0 + i);
      for (int j = 0; j < 10; j++) {
        many.nanos.add(100.0 + i);
      }
    }

    assertThat(few.timeInterval()).isEqualTo(new Interval(100, 109));
    assertThat(many.timeInterval().low()).isBetween(102.0, few.time());
    assertThat(many.timeInterval().high()).isBetween(few.time(), 107.0);
  }
}
