// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -100, 0, 1, Long.MAX_VALUE - 50, Long.MAX_VALUE})
  void tryTake_whereverTheClockBegan_passesSoManyInAnInterval(long start) {
    Quota subject = new Quota(2, 100);

    assertThat(subject.tryTake(start)).isTrue();
    assertThat(subject.tryTake(start + 98)).isTrue();
    assertThat(subject.tryTake(start + 99)).isFalse();
    assertThat(subject.tryTake(start + 100)).isTrue();
    assertThat(subject.tryTake(start + 199)).isTrue();
    assertThat(subject.tryTake(start + 199)).isFalse();
    assertThat(subject.tryTake(start + 200)).isTrue();
  }

  @Test
  void tryTake_afterALongSilence_hasSavedNothingUp() {
    Quota subject = new Quota(1, 100);

    assertThat(subject.tryTake(0)).isTrue();
    assertThat(subject.tryTake(10_000)).isTrue();
    assertThat(subject.tryTake(10_000)).isFalse();
  }

  @Test
  void tryTake_byAThreadThatReadTheClockEarlier_belongsToTheRunningInterval() {
    Quota subject = new Quota(2, 100);

    assertThat(subject.tryTake(1_000)).isTrue();
    assertThat(subject.tryTake(999)).isTrue();
    assertThat(subject.tryTake(999)).isFalse();
  }

  @Test
  void constructor_outOfRange_throws() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Quota(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Quota(1, 0));
  }
}
