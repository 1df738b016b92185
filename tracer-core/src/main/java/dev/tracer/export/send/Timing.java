// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.util.concurrent.locks.Condition;

/** Time and chance as those see them who wait and repeat; tests have their own. Stateless. */
class Timing {
  /** What the machine has. */
  static final Timing SYSTEM = new Timing();

  long nanoTime() {
    return System.nanoTime();
  }

  long epochMillis() {
    return System.currentTimeMillis();
  }

  /** A random number in [0, 1). */
  double random() {
    return Math.random();
  }

  /** How long an attempt may take, of the time that is left. */
  long forAttempt(long leftNanos) {
    return leftNanos;
  }

  /** Waits as {@link Condition#awaitNanos} does, between two attempts. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  long await(Condition condition, long nanos) throws InterruptedException {
    return condition.awaitNanos(nanos);
  }
}
