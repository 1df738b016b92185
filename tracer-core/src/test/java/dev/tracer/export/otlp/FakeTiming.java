// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only by pauses, and at once. */
class FakeTiming extends ExchangeRunner {
  /** Midnight, as the clock on the wall says at the beginning. */
  static final long START_MILLIS = 1_767_225_600_000L;

  final List<Long> pausedMillis = new ArrayList<>();
  private long nanos;

  @Override
  long nanoTime() {
    return nanos;
  }

  @Override
  long epochMillis() {
    return START_MILLIS + nanos / 1_000_000;
  }

  @Override
  double random() {
    return 0.5;
  }

  @Override
  boolean pause(long pauseNanos) {
    pausedMillis.add(pauseNanos / 1_000_000);
    nanos += pauseNanos;
    return true;
  }
}
