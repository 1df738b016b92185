// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Time that passes only by pauses between attempts, and at once. */
public class FakeTiming extends Timing {
  /** Midnight, as the clock on the wall says at the beginning. */
  public static final long START_MILLIS = 1_767_225_600_000L;

  public final List<Long> pausedMillis = new ArrayList<>();
  private final Runnable beforePause;
  private final boolean waits;
  private long nanos;

  public FakeTiming() {
    this(() -> {}, false);
  }

  private FakeTiming(Runnable beforePause, boolean waits) {
    this.beforePause = beforePause;
    this.waits = waits;
  }

  /** Time that passes by pauses, before each of which something is done. */
  public static FakeTiming beforePauses(Runnable action) {
    return new FakeTiming(action, false);
  }

  /** The time of the machine, in which something is done before each pause. */
  public static FakeTiming waiting(Runnable beforePause) {
    return new FakeTiming(beforePause, true);
  }

  /** Makes an exporter and its sender live in this time. */
  public void rule(SendingExporterBuilder exporter, HttpSenderBuilder sender) {
    exporter.timing(this);
    sender.timing(this);
  }

  @Override
  long nanoTime() {
    return waits ? super.nanoTime() : nanos;
  }

  @Override
  long epochMillis() {
    return START_MILLIS + nanos / 1_000_000;
  }

  @Override
  double random() {
    return 0.5;
  }

  /** However slow the machine is: no time passes meanwhile. */
  @Override
  long forAttempt(long leftNanos) {
    return waits ? leftNanos : TimeUnit.MINUTES.toNanos(5);
  }

  @Override
  long await(Condition condition, long pauseNanos) throws InterruptedException {
    beforePause.run();
    if (waits) {
      return super.await(condition, pauseNanos);
    }
    pausedMillis.add(pauseNanos / 1_000_000);
    nanos += pauseNanos;
    return 0;
  }
}
