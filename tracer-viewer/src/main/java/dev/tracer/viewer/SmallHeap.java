// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps a process small that does nothing but show traces: has the garbage of requests collected as
 * soon as there are some megabytes of it, where a virtual machine would let it grow to a part of
 * the machine's memory first. Run after each request. Thread-safe; whoever comes while somebody
 * else collects goes on.
 */
final class SmallHeap implements Runnable {
  /** How much garbage there may be at least, in bytes. */
  static final long LEAST_GARBAGE = 6 << 20;

  private final LongSupplier used;
  private final Runnable collector;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private long kept;

  SmallHeap() {
    this(SmallHeap::usedBytes, System::gc);
  }

  /**
   * One that is told how many bytes of memory are in use, and how to have the garbage collected.
   */
  SmallHeap(LongSupplier used, Runnable collector) {
    this.used = used;
    this.collector = collector;
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void run() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (used.getAsLong() > kept + kept / 8 + LEAST_GARBAGE) {
        collector.run();
        kept = used.getAsLong();
      }
    } finally {
      lock.unlock();
    }
  }
}
