// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import dev.tracer.internal.BoundedRing;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue, the thread and the account of one {@link BatchProcessor}.
 *
 * <p>Threads: any number of producers {@link #offer}; one worker polls, exports and settles; any
 * thread flushes and closes. Neither exporter nor logger is ever called with the lock held.
 */
/*
 * Life: NEW --first offer or close--> running --close--> closing --queue empty, exporter closed-->
 * finished. When the time for closing is nearly over, the closer cuts the running call of the
 * exporter (interrupt and exporter.close); when it is over, it gives up: counts what is left as
 * CLOSED and returns. What the worker learns later about a batch given up is not counted any more.
 * Of several closers the one with the latest deadline cuts and gives up; the others return when
 * their time is over.
 *
 * The worker sleeps until a batch is full, its timer is due, or somebody asks. It sets `wakeAt`
 * before it looks for work a last time; a producer looks at `wakeAt` after its element is in the
 * ring. Both are volatile accesses, so one of the two sees the other and no full batch waits for the
 * timer. Who resets `wakeAt` of a sleeping worker unparks it next: a late unpark costs one more look.
 *
 * To wake a thread costs its waker several microseconds. So after a full batch, when the next one is
 * likely to come soon, the worker first takes a nap and looks by itself; producers wake it only if
 * half of the ring is full.
 */
final class BatchWorker implements Runnable {
  private static final long MAX_CUT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** How long to rest after a fault of our own, most likely for want of memory. */
  private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int NOBODY = Integer.MAX_VALUE;

  // immutable state
  private final GuardedExporter exporter;
  private final int batchSize;
  private final int napWakeAt;
  private final long delayNanos;
  private final Duration hookTimeout;
  private final BoundedRing<SpanData> ring;
  private final String queueFullMessage;
  private final ThrottledLog log = new ThrottledLog();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // mutable state: any thread
  private final LongAdder queueFull = new LongAdder();
  private final LongAdder afterClose = new LongAdder();

  /** Written once with the lock held, read by anyone. */
  private volatile @Nullable Thread thread;

  /**
   * How many spans wake the worker: 1 before it runs. Written by the worker and by whoever wakes
   * it, read by producers; see above.
   */
  private volatile int wakeAt = 1;

  /** All accepted up to here are to be exported at once. Written with the lock held. */
  private volatile long requested;

  /** Written once, with the lock held; read by the worker. */
  private volatile boolean closing;

  // mutable state: guarded by lock
  private final Account account = new Account();

  /** How many of the accepted spans the account has settled; the worker reads it without lock. */
  private long settled;

  /** How many of the accepted spans the exporter's own flush has covered; as {@link #settled}. */
  private long flushed;

  /** The latest deadline of those that wait for the close. */
  private @Nullable Deadline closeBy;

  private boolean finished;
  private boolean gaveUp;
  private @Nullable Thread hook;

  BatchWorker(
      SpanExporter exporter,
      int queueSize,
      int batchSize,
      Duration delay,
      Duration exportTimeout,
      Duration hookTimeout) {
    this.exporter = new GuardedExporter(exporter, Deadline.nanos(exportTimeout), log, lock);
    this.batchSize = batchSize;
    this.napWakeAt = Math.max(batchSize, queueSize / 2);
    this.delayNanos = Deadline.nanos(delay);
    this.hookTimeout = hookTimeout;
    this.ring = new BoundedRing<>(queueSize);
    this.queueFullMessage =
        "Spans are dropped: the queue of "
            + this.exporter.name()
            + " is full ("
            + queueSize
            + " spans), because spans end faster than they are exported. Sample fewer, or see"
            + " BatchProcessor.Builder.maxQueueSize.";
  }

  // producers

  void offer(SpanData span) {
    int waiting = ring.offer(span);
    if (waiting >= wakeAt) {
      wake();
    } else if (waiting < 0) {
      refused();
    }
  }

  private void refused() {
    if (ring.isClosed()) {
      afterClose.increment();
      log.warn(LogTopic.CLOSED, "Spans that end after the close of the tracer are dropped.");
      return;
    }
    queueFull.increment();
    exporter.interruptOverdue(thread);
    log.warn(LogTopic.QUEUE_FULL, queueFullMessage);
  }

  /** Wakes the worker; starts it first of all. */
  private void wake() {
    if (thread == null) {
      Throwable error;
      lock.lock();
      try {
        error = startLocked();
      } finally {
        lock.unlock();
      }
      logNoThread(error);
    }
    Thread worker = thread; // who finds it just started wakes it all the same: it may sleep already
    if (worker != null) {
      wakeAt = NOBODY;
      LockSupport.unpark(worker);
    }
  }

  /**
   * Starts the worker unless it runs. If that fails, for want of memory, the next span, flush or
   * close tries again.
   *
   * @return why it failed, for {@link #logNoThread} once the lock is given back
   */
  private @Nullable Throwable startLocked() {
    if (thread == null) {
      try {
        Thread worker = new DetachedThread("tracer-export-" + exporter.name(), this);
        worker.start();
        thread = worker;
        addHook();
      } catch (Throwable e) {
        return e;
      }
    }
    return null;
  }

  private void logNoThread(@Nullable Throwable error) {
    if (error != null) {
      log.warn(LogTopic.FAULT, "No thread could be started to export to " + exporter.name(), error);
    }
  }

  // the worker

  @Override
  public void run() {
    Throwable fault = null;
    boolean done = false;
    while (!done) {
      try {
        if (fault != null) { // said here, as the logger may throw an error as well
          log.warn(
              LogTopic.FAULT, "Exporting to " + exporter.name() + " failed; it goes on.", fault);
          fault = null;
        }
        work();
        done = true;
      } catch (Throwable e) { // a fault of our own or no memory: the next spans may fare better
        fault = e;
        LockSupport.parkNanos(FAULT_PAUSE_NANOS);
      }
    }
    try {
      exporter.begin();
      exporter.close(timeToClose()); // unless the cut has begun it already
    } finally {
      lock.lock();
      try {
        finished = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void work() {
    long due = System.nanoTime() + delayNanos;
    boolean busy = false;
    while (!exporter.isCut()) {
      boolean last = closing; // read first: when it is set, all that comes is in the ring
      long wait = due - System.nanoTime();
      if (isAsked() || (wait <= 0 && !last)) {
        exportUpTo(ring.accepted());
        flushExporter();
        due = System.nanoTime() + delayNanos;
      } else if (ring.size() >= batchSize) {
        exportBatch();
        due = System.nanoTime() + delayNanos;
        busy = true;
      } else if (last) {
        return;
      } else if (busy) {
        busy = false;
        sleep(Math.min(wait, NAP_NANOS), napWakeAt);
      } else {
        sleep(wait, batchSize);
      }
    }
  }

  private boolean isAsked() {
    return requested > flushed || (closing && ring.accepted() > flushed);
  }

  private void sleep(long nanos, int wakingSize) {
    wakeAt = wakingSize;
    if (!isAsked() && !closing && ring.size() < wakingSize) {
      LockSupport.parkNanos(this, nanos);
    }
    wakeAt = NOBODY;
    Thread.interrupted(); // nobody has a reason to interrupt a sleeping worker; go on
  }

  private void exportUpTo(long accepted) {
    while (settled < accepted && !exporter.isCut()) {
      exportBatch();
    }
  }

  private void exportBatch() {
    int count = (int) Math.min(ring.size(), batchSize);
    List<SpanData> batch = new ArrayList<>(count);
    if (count == 0 || !exporter.begin()) {
      return;
    }
    Outcome outcome = null;
    try {
      for (int i = 0; i < count; i++) {
        batch.add(ring.poll());
      }
      ring.release();
      outcome = exporter.export(batch);
    } finally {
      settle(count, outcome);
    }
  }

  /** Enters what became of {@code count} spans; null if the exporter could not be called. */
  private void settle(int count, @Nullable Outcome answer) {
    Outcome outcome =
        answer != null ? answer : new Outcome(count, null, null, "it could not be called");
    boolean recovered;
    lock.lock();
    try {
      exporter.end();
      changed.signalAll();
      if (gaveUp) {
        return;
      }
      settled += count;
      recovered = account.settle(outcome);
    } finally {
      lock.unlock();
    }
    outcome.log(log, exporter.name(), recovered);
  }

  private void flushExporter() {
    long covered = settled;
    if (flushed == covered || !exporter.begin()) {
      return;
    }
    exporter.flush();
    lock.lock();
    try {
      exporter.end();
      changed.signalAll();
      flushed = covered;
    } finally {
      lock.unlock();
    }
  }

  private Duration timeToClose() {
    lock.lock();
    try {
      return closeBy == null ? Duration.ofNanos(exporter.nanosToOverdue()) : closeBy.left();
    } finally {
      lock.unlock();
    }
  }

  // flush and close

  /**
   * Waits until all accepted spans are exported.
   *
   * @param whole whether the exporter is to be flushed as well
   */
  FlushResult flush(Duration timeout, boolean whole) {
    Deadline deadline = Deadline.in(timeout);
    if (thread == null && ring.accepted() > 0) {
      wake();
    }
    lock.lock();
    try {
      long exportedBefore = account.exported();
      long droppedBefore = dropped();
      long target = ring.accepted();
      requested = whole ? Math.max(requested, target) : requested;
      if (thread != null && thread != Thread.currentThread()) {
        wake();
        while ((whole ? flushed : settled) < target && !isOver() && await(deadline)) {
          exporter.interruptOverdue(thread);
        }
      }
      return new FlushResult(
          account.exported() - exportedBefore,
          dropped() - droppedBefore,
          Math.max(0, target - settled));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a change, or spuriously; false if the time is over or the caller was interrupted. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private boolean await(Deadline deadline) {
    long left = deadline.nanosLeft();
    if (left <= 0) {
      return false;
    }
    try {
      // up to the moment when the running call is overdue
      changed.awaitNanos(Math.min(left, exporter.nanosToOverdue()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  FlushResult close(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    // the last part of the time is for cutting a call that does not end by itself
    Deadline cutAt = deadline.before(Math.min(deadline.nanosLeft() / 4, MAX_CUT_NANOS));
    long lost = 0;
    boolean hangs = false;
    ring.close();
    Throwable noThread;
    FlushResult result;
    lock.lock();
    try {
      long exportedBefore = account.exported();
      long droppedBefore = dropped();
      boolean fromExporter = thread == Thread.currentThread();
      if (!fromExporter && (closeBy == null || deadline.isAfter(closeBy))) {
        closeBy = deadline;
      }
      closing = true; // the worker finds the deadline set and the ring closed
      removeHook();
      noThread = startLocked();
      if (!fromExporter) {
        if (thread != null) {
          wake();
        }
        awaitFinish(cutAt);
        if (!isOver() && closeBy == deadline) {
          exporter.cut(thread, deadline.left());
        }
        awaitFinish(deadline);
        hangs = thread != null && !isOver();
        if (isOver() || closeBy == deadline) {
          lost = giveUp();
        }
      }
      result =
          new FlushResult(
              account.exported() - exportedBefore,
              dropped() - droppedBefore,
              ring.accepted() - settled);
    } finally {
      lock.unlock();
    }
    logNoThread(noThread);
    if (lost > 0) {
      log.warn(
          LogTopic.CLOSED,
          lost
              + " spans were dropped: "
              + exporter.name()
              + " did not export them in the time for closing.");
    } else if (hangs) {
      log.warn(LogTopic.CLOSED, exporter.name() + " did not close in time.");
    }
    return result;
  }

  private boolean isOver() {
    return finished || gaveUp;
  }

  /** Waits until there is nothing to wait for or the time is over, however often interrupted. */
  private void awaitFinish(Deadline deadline) {
    boolean interrupted = false;
    long left; // without a thread, nothing will change
    while (thread != null && !isOver() && (left = deadline.nanosLeft()) > 0) {
      try {
        changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Settles what is left as dropped by the close, and returns how much that is. */
  private long giveUp() {
    gaveUp = true;
    changed.signalAll();
    long left = ring.accepted() - settled;
    settled += left;
    account.abandon(left);
    return left;
  }

  private long dropped() {
    return account.dropped() + queueFull.sum() + afterClose.sum();
  }

  private void addHook() {
    if (closing) {
      return;
    }
    Thread added =
        new DetachedThread("tracer-shutdown-" + exporter.name(), () -> close(hookTimeout));
    try {
      Runtime.getRuntime().addShutdownHook(added);
      hook = added;
    } catch (IllegalStateException e) {
      // the machine is shutting down already
    }
  }

  private void removeHook() {
    Thread registered = hook;
    hook = null;
    if (registered != null && registered != Thread.currentThread()) {
      try {
        Runtime.getRuntime().removeShutdownHook(registered);
      } catch (IllegalStateException e) {
        // the machine is shutting down: the hook runs or has run
      }
    }
  }

  TracerStats.Exporter stats() {
    lock.lock();
    try {
      long queued = ring.accepted() - settled;
      return account.toStats(exporter.name(), queued, queueFull.sum(), afterClose.sum());
    } finally {
      lock.unlock();
    }
  }
}
