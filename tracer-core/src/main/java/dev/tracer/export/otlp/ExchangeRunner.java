// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.Context;
import dev.tracer.Scope;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs exchanges on a daemon thread of its own, so that the exporting thread can stop waiting at
 * any time: when the time is over, when it is interrupted, when the exporter is closed. Name
 * look-ups, connects and writes have no limit of time or cannot be interrupted.
 *
 * <p>Threads: one exports ({@link #run}, {@link #pause}), any other closes.
 */
/*
 * A thread that hangs in an exchange nobody waits for is left to itself and replaced; there are at
 * most MAX_HANGING of those; then the next exchange waits for one to end. An idle thread ends after a while,
 * so that an exporter that is never closed does not keep one for ever.
 */
final class ExchangeRunner {
  private static final int MAX_HANGING = 3;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // mutable state: guarded by lock
  private @Nullable Worker worker;
  private int hanging;
  private boolean closed;

  /**
   * Runs an exchange and waits for its end.
   *
   * @return null if it did not end in time, or the exporter was closed, or the thread interrupted;
   *     then it may still read the body
   */
  @Nullable HttpReply run(HttpExchange exchange, long timeoutNanos) {
    lock.lock();
    try {
      long left = timeoutNanos;
      while (hanging >= MAX_HANGING && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed || left <= 0) {
        return null;
      }
      Worker runner = worker;
      if (runner == null) {
        worker = runner = new Worker();
        startThread(runner);
      }
      runner.exchange = exchange;
      runner.reply = null;
      changed.signalAll();
      await(runner, left);
      if (runner.reply == null) {
        runner.abandoned = true;
        hanging++;
        worker = null;
        startThread(new Cutter(exchange));
      }
      return runner.reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the reply, as long as it makes sense. */
  private void await(Worker runner, long timeoutNanos) {
    long left = timeoutNanos;
    try {
      while (runner.reply == null && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits; false if the exporter was closed or the thread interrupted. */
  boolean pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
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

  private static void startThread(Runnable task) {
    // no inherited thread-locals and no application class loader: it outlives the exporting thread
    Thread thread = new Thread(null, task, "tracer-otlp-http", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ExchangeRunner.class.getClassLoader());
    thread.start();
  }

  /** The task of a thread that runs exchanges. */
  private final class Worker implements Runnable {
    // guarded by lock
    private @Nullable HttpExchange exchange;
    private @Nullable HttpReply reply;
    private boolean abandoned;

    @Override
    public void run() {
      Scope scope = Context.suppressed().makeCurrent();
      try {
        HttpReply last = null;
        for (HttpExchange next; (next = take(last)) != null; ) {
          last = execute(next);
        }
      } finally {
        scope.close();
      }
    }

    private HttpReply execute(HttpExchange next) {
      try {
        return next.run();
      } catch (Throwable e) { // an Error: the exporting thread must not wait for nothing
        return HttpReply.broken(e.getClass().getName());
      }
    }

    /** Delivers a reply and waits for the next exchange; null if there will be none. */
    private @Nullable HttpExchange take(@Nullable HttpReply last) {
      lock.lock();
      try {
        if (abandoned) {
          hanging--;
          changed.signalAll();
          return null;
        }
        if (last != null) {
          exchange = null;
          reply = last;
          changed.signalAll();
        }
        awaitExchange();
        if (exchange == null || closed) {
          worker = worker == this ? null : worker;
          return null;
        }
        return exchange;
      } finally {
        lock.unlock();
      }
    }

    private void awaitExchange() {
      long left = IDLE_NANOS;
      while (exchange == null && !closed && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread; go on
        }
      }
    }
  }

  /** The task of a thread that closes a connection: in TLS that may take as long as the hang. */
  private static final class Cutter implements Runnable {
    private final HttpExchange exchange;

    Cutter(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void run() {
      exchange.cut();
    }
  }
}
