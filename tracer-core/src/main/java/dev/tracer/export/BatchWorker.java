// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.Scope;
import dev.tracer.TracerStats;
import dev.tracer.internal.BoundedRing;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue, the thread and the account of one {@link BatchProcessor}.
 *
 * <p>Threads: any number of producers {@link #offer}; one worker polls, exports and settles; any
 * thread flushes and closes. The exporter is never called with the lock held.
 */
/*
 * Life: NEW --first offer or close--> running --close--> closing --queue empty, exporter closed-->
 * finished. When the time for closing is nearly over, the closer cuts the running export (interrupt
 * and exporter.close); when it is over, it abandons what is left: counts it as CLOSED and returns.
 * What the worker learns later about an abandoned batch is not counted any more.
 *
 * The worker sleeps until a batch is full, its timer is due, or somebody asks. It sets `parked`
 * before it looks for work a last time; a producer looks at `parked` after its element is in the ring.
 * Both are volatile accesses, so one of the two sees the other and no full batch waits for the timer.
 */
final class BatchWorker implements Runnable {
  /** The knobs, checked by {@link BatchProcessor.Builder}. */
  record Settings(int queueSize, int batchSize, long delayNanos, long exportTimeoutNanos) {}

  private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_CUT_NANOS = 1_000_000_000L;

  // immutable state
  private final SpanExporter exporter;
  private final String name;
  private final Settings settings;
  private final BoundedRing<SpanData> ring;
  private final ThrottledLog log = new ThrottledLog();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // mutable state: any thread
  private final LongAdder queueFull = new LongAdder();
  private final LongAdder afterClose = new LongAdder();

  /** Written once with the lock held, read by anyone. */
  private volatile @Nullable Thread thread;

  /** Written by the worker and by whoever wakes it, read by producers; see above. */
  private volatile boolean parked;

  /** When the running export began, 0 if none runs. Written by the worker, read by anyone. */
  private volatile long exportSince;

  /** All accepted up to here are to be exported at once. Written with the lock held. */
  private volatile long requested;

  /** Written once each, with the lock held, in this order. */
  private volatile boolean closing;

  private volatile boolean cut;
  private volatile boolean finished;

  // mutable state: guarded by lock
  private final Account account = new Account();

  /** How many of the accepted spans the account has settled; the worker reads it without lock. */
  private long settled;

  /** How many of the accepted spans the exporter's own flush has covered. */
  private long flushed;

  private boolean abandoned;
  private boolean exporterClosed;
  private @Nullable Thread hook;

  BatchWorker(SpanExporter exporter, Settings settings) {
    this.exporter = exporter;
    this.name = exporter.name();
    this.settings = settings;
    this.ring = new BoundedRing<>(settings.queueSize());
  }

  // producers

  void offer(SpanData span) {
    switch (ring.offer(span)) {
      case ACCEPTED -> {
        if (thread == null) {
          start();
        } else if (parked && ring.size() >= settings.batchSize()) {
          wake();
        }
      }
      case FULL -> refuse();
      case CLOSED -> {
        afterClose.increment();
        log.warn(Topic.CLOSED, "Spans that end after the close of the tracer are dropped.");
      }
    }
  }

  private void refuse() {
    queueFull.increment();
    interruptOverdueExport();
    log.warn(
        Topic.QUEUE_FULL,
        "Spans are dropped: the queue of "
            + name
            + " is full ("
            + settings.queueSize()
            + " spans), because spans end faster than they are exported. Sample fewer, or see"
            + " BatchProcessor.Builder.maxQueueSize.");
  }

  /** Interrupts an export that takes longer than it may. Called only when somebody suffers. */
  private void interruptOverdueExport() {
    long since = exportSince;
    Thread worker = thread;
    if (since != 0 && worker != null && System.nanoTime() - since > settings.exportTimeoutNanos()) {
      worker.interrupt();
    }
  }

  private void start() {
    lock.lock();
    try {
      if (thread != null) {
        return;
      }
      // no inherited thread-locals and no application class loader: the thread outlives its starter
      Thread worker = new Thread(null, this, "tracer-export-" + name, 0, false);
      worker.setDaemon(true);
      worker.setContextClassLoader(BatchWorker.class.getClassLoader());
      thread = worker;
      worker.start();
      if (!closing) {
        hook = new Hook();
        Runtime.getRuntime().addShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      hook = null; // the machine is shutting down already
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    parked = false;
    LockSupport.unpark(thread);
  }

  // the worker

  @Override
  public void run() {
    Scope scope = Context.suppressed().makeCurrent();
    try {
      work();
      closeExporter(Duration.ofNanos(settings.exportTimeoutNanos()));
    } finally {
      scope.close();
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
    long due = System.nanoTime() + settings.delayNanos();
    while (!cut) {
      if (isAsked() || System.nanoTime() - due >= 0) {
        exportUpTo(ring.accepted());
        flushExporter();
        due = System.nanoTime() + settings.delayNanos();
      } else if (ring.size() >= settings.batchSize()) {
        exportBatch();
        due = System.nanoTime() + settings.delayNanos();
      } else if (closing) {
        return;
      } else {
        sleep(due - System.nanoTime());
      }
    }
  }

  private boolean isAsked() {
    return requested > settled || requested > flushed || (closing && ring.accepted() > settled);
  }

  private void sleep(long nanos) {
    parked = true;
    if (nanos > 0 && !isAsked() && !closing && ring.size() < settings.batchSize()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = false;
    Thread.interrupted(); // nobody has a reason to interrupt a sleeping worker; go on
  }

  private void exportUpTo(long accepted) {
    while (settled < accepted && !cut) {
      exportBatch();
    }
  }

  private void exportBatch() {
    List<SpanData> batch = new ArrayList<>(settings.batchSize());
    SpanData span;
    while (batch.size() < settings.batchSize() && (span = ring.poll()) != null) {
      batch.add(span);
    }
    ring.release();
    if (batch.isEmpty()) {
      return;
    }
    ExportResult result = null;
    Throwable thrown = null;
    exportSince = System.nanoTime() | 1;
    try {
      result = exporter.export(batch);
    } catch (Throwable e) { // the worker survives whatever the exporter does
      thrown = e;
    }
    exportSince = 0;
    Thread.interrupted(); // an interrupt was meant for this export
    settle(batch.size(), result, thrown);
  }

  private void settle(int count, @Nullable ExportResult result, @Nullable Throwable thrown) {
    Account.Outcome outcome;
    lock.lock();
    try {
      if (abandoned) {
        return;
      }
      outcome = account.settle(count, result, thrown);
      settled += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    outcome.log(log, name, thrown);
  }

  private void flushExporter() {
    long covered = settled;
    try {
      exporter.flush();
    } catch (Throwable e) {
      log.warn(Topic.EXPORT, "The flush of " + name + " failed.", e);
    }
    lock.lock();
    try {
      flushed = Math.max(flushed, covered);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void closeExporter(Duration timeout) {
    lock.lock();
    try {
      if (exporterClosed) {
        return;
      }
      exporterClosed = true;
    } finally {
      lock.unlock();
    }
    try {
      exporter.close(timeout);
    } catch (Throwable e) {
      log.warn(Topic.EXPORT, "The close of " + name + " failed.", e);
    }
  }

  // flush and close

  FlushResult flush(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    lock.lock();
    try {
      long exportedBefore = account.exported();
      long droppedBefore = account.dropped();
      long target = ring.accepted();
      requested = Math.max(requested, target);
      if (thread != Thread.currentThread()) {
        wake();
        while ((settled < target || flushed < target) && !finished && await(deadline)) {
          interruptOverdueExport();
        }
      }
      return new FlushResult(
          account.exported() - exportedBefore,
          account.dropped() - droppedBefore,
          Math.max(0, target - settled));
    } finally {
      lock.unlock();
    }
  }

  FlushResult close(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    // the last part of the time is for cutting an export that does not end by itself
    Deadline cutAt = deadline.before(Math.min(deadline.nanosLeft() / 4, MAX_CUT_NANOS));
    ring.close();
    lock.lock();
    try {
      long exportedBefore = account.exported();
      long droppedBefore = account.dropped();
      closing = true;
      removeHook();
      start();
      if (thread != Thread.currentThread()) {
        wake();
        while (!finished && await(cutAt)) {}
        if (!finished) {
          cutExport(deadline.left());
          while (!finished && await(deadline)) {}
        }
        abandonRest();
      }
      return new FlushResult(
          account.exported() - exportedBefore, account.dropped() - droppedBefore, 0);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a change, or spuriously; false if the time is over or the caller was interrupted. */
  @SuppressWarnings("WaitNotInLoop") // all callers loop
  private boolean await(Deadline deadline) {
    long left = deadline.nanosLeft();
    if (left <= 0) {
      return false;
    }
    try {
      // wakes up now and then to look after an overdue export
      changed.awaitNanos(Math.min(left, settings.exportTimeoutNanos()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void cutExport(Duration left) {
    cut = true;
    Thread worker = thread;
    if (worker != null) {
      worker.interrupt();
    }
    // the exporter is foreign code: it may hang in close() as well
    Thread closer = new Thread(null, new Closer(left), "tracer-close-" + name, 0, false);
    closer.setDaemon(true);
    closer.start();
  }

  private void abandonRest() {
    long left = ring.accepted() - settled;
    if (left > 0) {
      abandoned = true;
      settled += left;
      account.abandon(left);
      log.warn(
          Topic.CLOSED,
          left + " spans were dropped: " + name + " did not export them in the time for closing.");
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
      return account.toStats(name, queued, queueFull.sum(), afterClose.sum());
    } finally {
      lock.unlock();
    }
  }

  /** Closes the processor when the virtual machine shuts down. */
  private final class Hook extends Thread {
    Hook() {
      super(null, null, "tracer-shutdown-" + name, 0, false);
    }

    @Override
    public void run() {
      BatchWorker.this.close(HOOK_TIMEOUT);
    }
  }

  /** Closes the exporter while the worker is still in it. */
  private final class Closer implements Runnable {
    private final Duration left;

    Closer(Duration left) {
      this.left = left;
    }

    @Override
    public void run() {
      closeExporter(left);
    }
  }
}
