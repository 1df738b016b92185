// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.internal.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is asked for, how far it has got, and where those wait who asked. Thread-safe;
 * nothing foreign is called with its lock held.
 */
/*
 * Life: open --close--> closing --queue empty, exporter closed--> finished. Of several closers the
 * one with the latest deadline decides: when its time is nearly over it has the export cut, and when
 * it is over, it gives up. All others wait for the same end, as long as they have time.
 */
final class WorkerControl {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Ledger ledger;

  /** All accepted up to here are to be exported at once. Written with the lock, read by anyone. */
  private volatile long requested;

  /** How many of the accepted spans the exporter's own flush has covered. As above. */
  private volatile long flushed;

  /** Whether spans are exported as soon as they come. Set by the hook, read by the worker. */
  private volatile boolean hurried;

  /** Set with the lock held, for good; read by the worker and the hook. */
  private volatile boolean closing;

  /** The latest deadline of those that wait for the close. */
  @GuardedBy("lock") private @Nullable Deadline closeBy;

  @GuardedBy("lock") private boolean finished;

  @GuardedBy("lock") private boolean gaveUp;

  WorkerControl(Ledger ledger) {
    this.ledger = ledger;
  }

  // asking

  /** Asks for the export of all accepted spans up to {@code target}, and the exporter's flush. */
  void request(long target) {
    lock.lock();
    try {
      requested = Math.max(requested, target);
    } finally {
      lock.unlock();
    }
  }

  /** Asks for the export of each span as soon as it has come. */
  void hurry() {
    hurried = true;
  }

  /** Asks for the end. {@code deadline} is null for those that do not wait. */
  void close(@Nullable Deadline deadline) {
    lock.lock();
    try {
      if (deadline != null && (closeBy == null || deadline.isAfter(closeBy))) {
        closeBy = deadline;
      }
      closing = true; // the worker finds the deadline set
    } finally {
      lock.unlock();
    }
  }

  // for the worker

  /** Whether the accepted spans are to be exported now. */
  boolean isAsked(long accepted) {
    return requested > flushed || ((closing || hurried) && accepted > flushed);
  }

  boolean isHurried() {
    return hurried;
  }

  boolean isClosing() {
    return closing;
  }

  long flushed() {
    return flushed;
  }

  /** The exporter's flush has covered the first {@code spans} accepted ones. */
  void flushedUpTo(long spans) {
    lock.lock();
    try {
      flushed = spans;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The ledger has changed. */
  void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long the exporter's close may take, {@code otherwise} if nobody waits for it. */
  Duration timeToClose(Duration otherwise) {
    lock.lock();
    try {
      return closeBy == null ? otherwise : closeBy.left();
    } finally {
      lock.unlock();
    }
  }

  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // waiting

  /**
   * Waits until {@code target} spans are settled.
   *
   * @param whole whether the exporter is to be flushed as well
   */
  void awaitSpans(long target, boolean whole, Deadline deadline) {
    lock.lock();
    try {
      while ((whole ? flushed : ledger.settled()) < target && !over()) {
        long left = deadline.nanosLeft();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is nothing to wait for or the time is over, however often interrupted. */
  void awaitOver(Deadline deadline) {
    boolean interrupted = false;
    lock.lock();
    try {
      long left;
      while (!over() && (left = deadline.nanosLeft()) > 0) {
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits a little. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  void awaitChange(long nanos) {
    lock.lock();
    try {
      changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private boolean over() {
    return finished || gaveUp;
  }

  /** Whether it is for the closer with this deadline to end what does not end by itself. */
  boolean decides(Deadline deadline) {
    lock.lock();
    try {
      return deadline.equals(closeBy);
    } finally {
      lock.unlock();
    }
  }

  void giveUp() {
    lock.lock();
    try {
      gaveUp = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
