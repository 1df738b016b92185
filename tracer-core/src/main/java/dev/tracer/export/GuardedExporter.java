// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An exporter as its worker calls it: what it throws ends here, what it does is not traced, a call
 * that takes too long is interrupted, and it is closed once.
 */
/*
 * Interrupts: begin() and end() enclose each call, and clear the worker's interrupt status with the
 * lock held; whoever interrupts a call holds the lock as well. So an interrupt hits the call it was
 * meant for or none. The exporter itself is foreign code and never called with the lock held.
 */
final class GuardedExporter {
  private final SpanExporter exporter;
  private final String name;
  private final long timeoutNanos;
  private final ThrottledLog log;
  private final ReentrantLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * When the running call began or was last interrupted, 0 if none runs. Written with the lock
   * held, read by anyone.
   */
  private volatile long busySince;

  /** No call may begin any more. Written once, with the lock held. */
  private volatile boolean cut;

  /**
   * Guards {@code exporter}.
   *
   * @param timeoutNanos after how long a call may be interrupted
   * @param lock of its worker
   * @throws NullPointerException if the exporter has no name: that is a fault of the configuration
   */
  GuardedExporter(SpanExporter exporter, long timeoutNanos, ThrottledLog log, ReentrantLock lock) {
    this.exporter = exporter;
    this.name = requireNonNull(exporter.name(), "exporter.name()");
    this.timeoutNanos = timeoutNanos;
    this.log = log;
    this.lock = lock;
  }

  String name() {
    return name;
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
      busySince = System.nanoTime() | 1;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Marks the end of a call. To be called with the lock held. */
  void end() {
    busySince = 0;
    Thread.interrupted();
  }

  /** How long the running call may still take, 1 at least; the whole time if none runs. */
  long nanosToOverdue() {
    long since = busySince;
    return since == 0 ? timeoutNanos : Math.max(1, timeoutNanos - (System.nanoTime() - since) + 1);
  }

  /** Interrupts a call that takes too long. Called only when somebody suffers from it. */
  void interruptOverdue(@Nullable Thread worker) {
    long since = busySince;
    if (since == 0
        || worker == null
        || System.nanoTime() - since <= timeoutNanos
        || !lock.tryLock()) {
      return;
    }
    try {
      if (busySince == since) {
        busySince = System.nanoTime() | 1;
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the running call for good: interrupts it and closes the exporter. With the lock held. */
  void cut(@Nullable Thread worker, Duration timeout) {
    cut = true;
    if (worker != null) {
      worker.interrupt();
    }
    try {
      // the exporter may hang in close() as well
      new DetachedThread("tracer-close-" + name, () -> close(timeout)).start();
    } catch (Throwable e) {
      // no thread for it: what is left is counted all the same
    }
  }

  Outcome export(List<SpanData> batch) {
    // a scope for each call: the exporter may have left one of its own open in the last
    try (Scope scope = Context.suppressed().makeCurrent()) {
      return new Outcome(batch.size(), exporter.export(batch), null, "it returned null");
    } catch (Throwable e) {
      return new Outcome(batch.size(), null, e, describe(e));
    }
  }

  private static String describe(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable e) { // it cannot even describe itself
      return error.getClass().getName();
    }
  }

  void flush() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      exporter.flush();
    } catch (Throwable e) {
      log.warn(LogTopic.EXPORT, "The flush of " + name + " failed.", e);
    }
  }

  /** Closes the exporter unless that was begun before. */
  void close(Duration timeout) {
    if (closed.compareAndSet(false, true)) {
      try (Scope scope = Context.suppressed().makeCurrent()) {
        exporter.close(timeout);
      } catch (Throwable e) {
        log.warn(LogTopic.EXPORT, "The close of " + name + " failed.", e);
      }
    }
  }
}
