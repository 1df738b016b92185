// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.Deadline;
import dev.tracer.internal.DetachedThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A close that happens once, and for whose end everybody waits who closes again meanwhile; but not
 * those whom the close itself waits for. Thread-safe.
 */
final class CloseOnce {
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Written by the thread that closes, which alone finds itself in it. */
  private volatile @Nullable Thread closer;

  /** Whether the close is for the caller to do, who then has to {@link #end} it. */
  boolean begin() {
    boolean first = begun.compareAndSet(false, true);
    if (first) {
      closer = Thread.currentThread();
    }
    return first;
  }

  void end() {
    closer = null;
    ended.countDown();
  }

  /** Waits for the end, unless called from a part that is being closed. */
  void awaitEnd(Duration timeout) {
    Thread caller = Thread.currentThread();
    if (caller.equals(closer) || caller instanceof DetachedThread) {
      return;
    }
    try {
      boolean unused = ended.await(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      caller.interrupt();
    }
  }
}
