// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import dev.tracer.export.GuardedExporter.Answer;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exports each sampled span at its end, on the thread that ends it: for tests and for tools that
 * run once. A slow destination slows the application. Exports never overlap (OpenTelemetry trace
 * SDK, "Simple processor"); a span that ends inside the exporter is therefore dropped and counted.
 * Thread-safe.
 *
 * @since 0.1
 */
/*
 * Who has the permit may call the exporter. It is a semaphore and no lock because flush and close
 * hand it over to a thread of their own: the exporter is foreign code that may hang, and they return
 * in time all the same.
 */
public final class SimpleProcessor implements SpanProcessor {
  private static final Answer REENTRANT = Answer.without("the span ended inside the exporter");
  private static final Duration LATE_CLOSE_TIMEOUT = Duration.ofSeconds(1);

  // immutable state
  private final ThrottledLog log = new ThrottledLog();
  private final GuardedExporter exporter;
  private final Semaphore permit = new Semaphore(1);
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state: any thread
  private final LongAdder afterClose = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The thread inside the exporter; written by that thread, others need only see another one. */
  private volatile @Nullable Thread caller;

  /** Whether the exporter itself asked for the close; written and read by {@link #caller}. */
  private volatile boolean closeAfterwards;

  // mutable state: guarded by lock
  private final Account account = new Account();
  private long underWay;

  private SimpleProcessor(SpanExporter exporter) {
    this.exporter = new GuardedExporter(exporter, log);
  }

  /** A processor for {@code exporter}. */
  public static SimpleProcessor create(SpanExporter exporter) {
    return new SimpleProcessor(requireNonNull(exporter, "exporter"));
  }

  @Override
  public void onEnd(SpanData span) {
    if (!span.isSampled()) {
      return;
    }
    enter();
    if (isInside()) {
      leave(REENTRANT);
      return;
    }
    Answer answer = null;
    permit.acquireUninterruptibly();
    try {
      if (!closed.get()) {
        caller = Thread.currentThread();
        answer = exporter.export(List.of(span));
      }
    } finally {
      caller = null;
      permit.release();
      leave(answer);
    }
    if (closeAfterwards) {
      exporter.close(LATE_CLOSE_TIMEOUT);
    }
  }

  private boolean isInside() {
    return caller == Thread.currentThread();
  }

  private void enter() {
    lock.lock();
    try {
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  /** Enters what became of a span: null if it came too late. */
  private void leave(@Nullable Answer answer) {
    Account.Outcome outcome = null;
    lock.lock();
    try {
      underWay--;
      if (answer != null) {
        outcome = account.settle(1, answer);
      } else {
        afterClose.increment();
      }
    } finally {
      lock.unlock();
    }
    if (answer != null && outcome != null) {
      outcome.log(log, exporter.name(), answer.thrown());
    } else {
      log.warn(Topic.CLOSED, "Spans that end after the close of the tracer are dropped.");
    }
  }

  /** Flushes the exporter once the exports under way are over. */
  @Override
  public FlushResult flush(Duration timeout) {
    Deadline deadline = Deadline.in(requireNonNull(timeout, "timeout"));
    Totals before = totals();
    if (!isInside() && !closed.get() && acquire(deadline)) {
      callAside(exporter::flush);
      awaitPermit(deadline);
    }
    return totals().since(before);
  }

  /**
   * Waits for the exports under way, then flushes and closes the exporter. When the time is nearly
   * over, closes the exporter all the same, to end an export that hangs.
   */
  @Override
  public FlushResult close(Duration timeout) {
    Deadline deadline = Deadline.in(requireNonNull(timeout, "timeout"));
    Totals before = totals();
    if (closed.getAndSet(true)) {
      return totals().since(before);
    }
    if (isInside()) {
      closeAfterwards = true;
    } else {
      if (acquire(deadline.before(deadline.nanosLeft() / 4))) {
        callAside(
            () -> {
              exporter.flush();
              exporter.close(deadline.left());
            });
      } else {
        exporter.beginClose(deadline.left());
      }
      awaitPermit(deadline);
    }
    return totals().since(before);
  }

  /** Calls the exporter on a thread of its own, which gives the permit back. */
  private void callAside(Runnable call) {
    Runnable task =
        () -> {
          caller = Thread.currentThread();
          try {
            call.run();
          } finally {
            caller = null;
            permit.release();
          }
        };
    try {
      new DetachedThread("tracer-export-" + exporter.name(), task).start();
    } catch (Throwable e) {
      permit.release();
      log.warn(Topic.FAULT, "No thread could be started to flush " + exporter.name(), e);
    }
  }

  private void awaitPermit(Deadline deadline) {
    if (acquire(deadline)) {
      permit.release();
    }
  }

  /** Takes the permit; false if the time is over. An interrupt is kept for later. */
  private boolean acquire(Deadline deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        boolean acquired =
            permit.tryAcquire(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return acquired;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /** The account at one moment. */
  private record Totals(long exported, long dropped, long pending) {
    FlushResult since(Totals before) {
      return new FlushResult(exported - before.exported, dropped - before.dropped, pending);
    }
  }

  private Totals totals() {
    lock.lock();
    try {
      return new Totals(account.exported(), account.dropped() + afterClose.sum(), underWay);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    lock.lock();
    try {
      return List.of(account.toStats(exporter.name(), underWay, 0, afterClose.sum()));
    } finally {
      lock.unlock();
    }
  }
}
