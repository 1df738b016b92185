// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.internal.DetachedThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts calls of an exporter that take too long. Its thread starts with a call and ends soon
 * after the last one, so that an idle process has none.
 *
 * <p>Threads: the worker begins and ends calls; any thread cuts.
 */
/*
 * begin() and end() enclose each call, and clear the worker's interrupt status with the lock held;
 * whoever interrupts a call holds the lock as well. So an interrupt hits the call it was meant for
 * or none.
 */
final class Watchdog implements Runnable {
  /** How long the thread stays when no call is made: the next one may be near. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final long timeoutNanos;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * When the running call began or was last interrupted, 0 if none runs. Written with the lock
   * held, read by anyone.
   */
  private volatile long busySince;

  /** No call may begin any more. Set with the lock held, for good; read by the worker. */
  private volatile boolean cut;

  @GuardedBy("lock") private @Nullable Thread worker;

  @GuardedBy("lock") private @Nullable Thread watcher;

  @GuardedBy("lock") private long idleSince;

  /**
   * Watches the calls of one exporter.
   *
   * @param timeoutNanos after how long a call is interrupted, and again each time
   */
  Watchdog(String name, long timeoutNanos) {
    this.name = name;
    this.timeoutNanos = timeoutNanos;
  }

  boolean isCut() {
    return cut;
  }

  /** Whether a call may begin; marks that it does. */
  boolean begin() {
    lock.lock();
    try {
      Thread.interrupted();
      if (cut) {
        return false;
      }
      worker = Thread.currentThread();
      busySince = System.nanoTime() | 1;
      if (watcher == null || !watcher.isAlive()) {
        startWatcher();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void startWatcher() {
    try {
      Thread started = new DetachedThread("tracer-watch-" + name, this);
      started.start();
      watcher = started;
    } catch (Throwable e) {
      // no thread for it: the next call tries again
    }
  }

  /** Marks the end of a call. */
  void end() {
    lock.lock();
    try {
      busySince = 0;
      idleSince = System.nanoTime();
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** How long the running call takes already; 0 if none runs. */
  long busyNanos() {
    long since = busySince;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  /** Ends the running call: interrupts it, and lets no other begin. */
  void cut() {
    lock.lock();
    try {
      cut = true;
      if (busySince != 0 && worker != null) {
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the thread end, as no call will come. */
  void close() {
    lock.lock();
    try {
      cut = true;
      LockSupport.unpark(watcher);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    for (long wait = look(); wait > 0; wait = look()) {
      LockSupport.parkNanos(this, wait);
    }
  }

  /** Interrupts a call that is overdue. Returns when to look again, 0 if there is no need. */
  private long look() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (busySince == 0) {
        long left = Math.min(LINGER_NANOS, timeoutNanos) - (now - idleSince);
        if (left > 0 && !cut) {
          return left;
        }
        watcher = null;
        return 0;
      }
      long left = timeoutNanos - (now - busySince);
      if (left > 0) {
        return left;
      }
      busySince = now | 1;
      if (worker != null) {
        worker.interrupt();
      }
      return timeoutNanos;
    } finally {
      lock.unlock();
    }
  }
}
