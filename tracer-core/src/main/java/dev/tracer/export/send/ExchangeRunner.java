// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.internal.DetachedThread;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs exchanges on a daemon thread of its own, so that the exporting thread can stop waiting at
 * any time: when the time is over, when it is interrupted, when the sender is closed. Name look-ups
 * and writes have no limit of time and cannot be interrupted.
 *
 * <p>Threads: one exports ({@link #execute}, {@link #pause}), any other closes; {@link #run} is for
 * the thread that runs exchanges.
 */
/*
 * An exchange is waiting (`next`), then running, then over. One that nobody waits for any more is
 * abandoned: cut, left to its thread, and that thread is replaced. At most MAX_HANGING of those are
 * left behind; then the next exchange waits for one to end. A thread that ends, in whatever way,
 * gives back what it had, so that the next exchange finds either a thread or the right to start one.
 * An idle thread ends after a while, so that an exporter that is never closed does not keep one for
 * ever.
 */
final class ExchangeRunner implements Runnable {
  private static final int MAX_HANGING = 3;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Timing timing;
  private final IdleConnection idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // mutable state
  @GuardedBy("lock") private @Nullable Exchange next;

  @GuardedBy("lock") private @Nullable Thread thread;

  @GuardedBy("lock") private int hanging;

  @GuardedBy("lock") private boolean closed;

  /**
   * A runner that has no thread yet.
   *
   * @param idle closed by the thread when it ends for want of work
   */
  ExchangeRunner(Timing timing, IdleConnection idle) {
    this.timing = timing;
    this.idle = idle;
  }

  /**
   * Runs an exchange and waits for its end.
   *
   * @return false if it did not end in time, or the sender was closed, or the thread interrupted;
   *     then it may still read the body
   */
  boolean execute(Exchange exchange, long timeoutNanos) {
    boolean abandoned;
    boolean over;
    lock.lock();
    try {
      try {
        over = awaitEnd(exchange, timeoutNanos);
      } finally { // by an Error as well: nobody waits for it any longer
        abandoned = leaveAlone(exchange);
      }
    } finally {
      lock.unlock();
    }
    if (abandoned) {
      exchange.cut();
    }
    return over;
  }

  /** Hands an exchange to the thread and waits; returns whether it has ended. */
  @GuardedBy("lock") private boolean awaitEnd(Exchange exchange, long timeoutNanos) {
    try {
      long left = timeoutNanos;
      while (hanging >= MAX_HANGING && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed || left <= 0) {
        return false;
      }
      if (!hasThread()) {
        startThread();
      }
      next = exchange;
      changed.signalAll();
      while (!exchange.isOver() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exchange.isOver();
  }

  /** Stops to wait for an exchange; returns whether it runs, and has to be cut. */
  @GuardedBy("lock") private boolean leaveAlone(Exchange exchange) {
    if (exchange.equals(next)) {
      next = null; // no thread has taken it
    }
    if (!exchange.abandon()) {
      return false;
    }
    hanging += hasThread() ? 1 : 0;
    thread = null;
    return true;
  }

  @GuardedBy("lock") private boolean hasThread() {
    return thread != null && thread.isAlive();
  }

  @GuardedBy("lock") private void startThread() {
    Thread started = new DetachedThread("tracer-http-sender", this);
    started.start();
    thread = started;
  }

  /** Waits; false if the sender was closed or the thread interrupted. */
  boolean pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      do {
        left = closed ? 0 : timing.await(changed, left);
      } while (left > 0);
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what runs and waits; nothing runs afterwards. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Runs exchanges until there are none for a while. */
  @Override
  public void run() {
    Exchange running = null;
    try (Scope scope = Context.suppressed().makeCurrent()) {
      while ((running = take()) != null) {
        running.run();
        Exchange over = running;
        running = null;
        deliver(over);
      }
      idle.close();
    } finally { // by an Error as well: the next exchange gets another thread
      leave(running);
    }
  }

  /** Waits for an exchange; null if there will be none. */
  private @Nullable Exchange take() {
    lock.lock();
    try {
      for (long left = IDLE_NANOS; next == null && isMine() && !closed && left > 0; ) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread; go on
        }
      }
      Exchange taken = closed || !isMine() ? null : next;
      if (taken != null) {
        taken.begin();
        next = null;
      } else if (isMine()) {
        thread = null;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the current thread is the one that runs exchanges, and not one that was replaced. */
  @GuardedBy("lock") private boolean isMine() {
    return thread == Thread.currentThread();
  }

  private void deliver(Exchange exchange) {
    lock.lock();
    try {
      if (exchange.finish()) {
        hanging--;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The current thread ends, with an exchange that it could not deliver or without. */
  private void leave(@Nullable Exchange undelivered) {
    lock.lock();
    try {
      if (undelivered != null && undelivered.finish()) {
        hanging--;
      }
      if (isMine()) {
        thread = null;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
