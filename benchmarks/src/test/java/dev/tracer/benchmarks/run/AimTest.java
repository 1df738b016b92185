// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AimTest {
  @Test
  void ratio_isHitFromItsBoundOn() {
    assertThat(Aim.ratio(2.5).isHit(2.5)).isTrue();
    assertThat(Aim.ratio(2.5).isHit(2.49)).isFalse();
    assertThat(Aim.kept(0.97).isHit(Double.NaN)).isFalse();
  }

  @Test
  void time_isHitUpToItsBound() {
    assertThat(Aim.nanos(10).isHit(10)).isTrue();
    assertThat(Aim.nanos(10).isHit(10.01)).isFalse();
    assertThat(Aim.nanos(10).isHit(Double.NaN)).isFalse();
  }

  @Test
  void bytes_areRounded() {
    assertThat(Aim.bytes(48).isHit(48.004)).isTrue();
    assertThat(Aim.bytes(48).isHit(48.5)).isFalse();
  }
}
