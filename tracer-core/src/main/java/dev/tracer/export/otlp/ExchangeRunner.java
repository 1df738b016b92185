// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.Context;
import dev.tracer.Scope;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs exchanges on a daemon thread of its own, so that the exporting thread can stop waiting at
 * any time: when the time is over, when it is interrupted, when the exporter is closed. Name
 * look-ups, connects and writes have no limit of time or cannot be interrupted. Also the time as
 * the retries see it; tests have one of their own.
 *
 * <p>Threads: one exports ({@link #execute}, {@link #pause}), any other closes; {@link #run} is for
 * the thread that runs exchanges.
 */
/*
 * A thread that hangs in an exchange nobody waits for is left to itself and replaced; there are at
 * most MAX_HANGING of those; then the next exchange waits for one to end. An idle thread ends after
 * a while, so that an exporter that is never closed does not keep one for ever.
 */
class ExchangeRunner implements Runnable {
  private static final int MAX_HANGING = 3;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // mutable state: guarded by lock
  private @Nullable HttpExchange next;
  private boolean hasThread;
  private int hanging;
  private boolean closed;

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

  /**
   * Runs an exchange and waits for its end.
   *
   * @return false if it did not end in time, or the exporter was closed, or the thread interrupted;
   *     then it may still read the body
   */
  final boolean execute(HttpExchange exchange, long timeoutNanos) {
    long left = timeoutNanos;
    lock.lock();
    try {
      while (hanging >= MAX_HANGING && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed || left <= 0) {
        return false;
      }
      next = exchange;
      if (!hasThread) {
        startThread(this);
        hasThread = true;
      }
      changed.signalAll();
      while (!exchange.done && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (next != null) {
        next = null;
      } else if (exchange.running) {
        exchange.abandoned = true;
        hanging++;
        hasThread = false;
      }
      lock.unlock();
    }
    if (exchange.abandoned) {
      startThread(exchange); // without the lock, as it may fail
    }
    return exchange.done;
  }

  /** Waits; false if the exporter was closed or the thread interrupted. */
  boolean pause(long nanos) {
    lock.lock();
    try {
      for (long left = nanos; !closed && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  final boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what runs and waits; nothing runs afterwards. */
  final void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void startThread(Runnable task) {
    // no inherited thread-locals and no application class loader: it outlives the exporting thread
    Thread thread = new Thread(null, task, "tracer-otlp-http", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ExchangeRunner.class.getClassLoader());
    thread.start();
  }

  /** Runs exchanges until there are none for a while. */
  @Override
  public final void run() {
    Scope scope = Context.suppressed().makeCurrent();
    try {
      for (HttpExchange last = null; (last = take(last)) != null; ) {
        last.send();
      }
    } finally {
      scope.close();
    }
  }

  /** Delivers an exchange and waits for the next one; null if there will be none. */
  private @Nullable HttpExchange take(@Nullable HttpExchange last) {
    lock.lock();
    try {
      if (last != null) {
        changed.signalAll();
        last.running = false;
        if (last.abandoned) {
          hanging--;
          return null;
        }
        last.done = true;
      }
      for (long left = IDLE_NANOS; next == null && !closed && left > 0; ) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread; go on
        }
      }
      HttpExchange taken = closed ? null : next;
      if (taken == null) {
        hasThread = false;
      } else {
        taken.running = true;
        next = null;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
