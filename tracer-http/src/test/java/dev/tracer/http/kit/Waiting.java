// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting with an end to it. */
public final class Waiting {
  private static final long SECONDS = 150;

  private Waiting() {}

  /** The next element; fails if there is none in time. */
  public static <T> T poll(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("waited " + SECONDS + " seconds for " + what);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /** Returns when the latch is open; fails if it is not in time. */
  public static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited " + SECONDS + " seconds for " + what);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /** Returns when {@code condition} holds; fails if it does not in time. */
  public static void until(BooleanSupplier condition, String what) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS)) {
        throw new AssertionError("waited " + SECONDS + " seconds for " + what);
      }
      Thread.onSpinWait();
    }
  }
}
