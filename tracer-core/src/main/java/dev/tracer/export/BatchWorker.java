// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.Quota;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that exports the batches of one {@link BatchProcessor}, and what is asked of it.
 *
 * <p>Threads: any number of producers {@link #offer}; one worker takes, exports and settles; any
 * thread flushes and closes. Neither exporter nor logger is called with a lock held.
 */
/*
 * The worker sleeps until a batch is full, its timer is due, or somebody asks. It sets `wakeAt`
 * before it looks for work a last time; a producer looks at `wakeAt` after its element is in the
 * queue. Both are volatile accesses, so one of the two sees the other and no full batch waits for the
 * timer. Who resets `wakeAt` of a sleeping worker unparks it next: a late unpark costs one more look.
 *
 * To wake a thread costs its waker several microseconds. So after a full batch, when the next one is
 * likely to come soon, the worker first takes a nap and looks by itself; producers wake it only if
 * half of the queue is full. Before it runs, spans that come while one starts it wake it as well: it
 * may sleep before `thread` is set.
 *
 * Locks: `startLock`, within it none; that of WorkerControl, within it that of the Ledger; that of
 * the Watchdog, within it none.
 */
final class BatchWorker implements Runnable {
  private static final long MAX_CUT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** How long to rest after a fault of our own, most likely for want of memory. */
  private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** From when on a running export is a reason why the queue is full, and to tell who waits. */
  private static final long LONG_EXPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int NOBODY = Integer.MAX_VALUE;

  // immutable state
  private final ThrottledLog log = new ThrottledLog();
  private final GuardedExporter exporter;
  private final SpanQueue queue;
  private final Ledger ledger = new Ledger();
  private final WorkerControl control = new WorkerControl(ledger);
  private final ShutdownHook hook;
  private final BatchSize size;
  private final long delayNanos;
  private final Duration exportTimeout;
  private final ReentrantLock startLock = new ReentrantLock();
  private final Quota starts = new Quota(1, TimeUnit.SECONDS.toNanos(1));

  // mutable state

  /** Written once with startLock held, read by anyone. */
  private volatile @Nullable Thread thread;

  /** How many spans wake the worker. Written by it and by whoever wakes it, read by producers. */
  private volatile int wakeAt = 1;

  /** How many spans were taken from the queue and are not settled. Confined to the worker. */
  private int underWay;

  BatchWorker(BatchProcessorBuilder settings) {
    this.exporter =
        new GuardedExporter(settings.exporter, Deadline.nanos(settings.exportTimeout), log);
    this.queue =
        new SpanQueue(settings.maxQueueSize, settings.maxQueueBytes, exporter.destination());
    this.hook = new ShutdownHook(this, settings);
    this.size = new BatchSize(settings);
    this.delayNanos = Deadline.nanos(settings.scheduleDelay);
    this.exportTimeout = settings.exportTimeout;
  }

  // producers

  void offer(SpanData span) {
    int waiting = queue.offer(span);
    if (waiting < 0) {
      refused();
    }
    try {
      if (isDue(waiting)) {
        wake();
      }
    } catch (Throwable e) { // no stack or no memory; the span is taken in: let the next one wake
      wakeAt = 1;
    }
  }

  /** Whether to wake the worker, or to start it: one span a second tries that, as it may fail. */
  private boolean isDue(int waiting) {
    return thread != null
        ? waiting >= wakeAt
        : !queue.isClosed()
            && (starts.tryTake(System.nanoTime()) || startLock.isLocked() || thread != null);
  }

  boolean takeRedaction(SpanFilter redaction) {
    return exporter.takeRedaction(redaction);
  }

  private void refused() {
    if (queue.isClosed()) {
      log.warn(LogTopic.CLOSED, "Spans that end after the close of the tracer are dropped.");
      ledger.refusedAsClosed(); // last: if something throws before, the caller counts the span
      return;
    }
    log.warn(LogTopic.QUEUE_FULL, queue.whyFull(exporter.busyNanos() > LONG_EXPORT_NANOS));
    ledger.refusedAsFull();
  }

  /** Wakes the worker; starts it first of all. */
  private void wake() {
    start();
    Thread worker = thread; // who finds it just started wakes it all the same: it may sleep already
    if (worker != null) {
      wakeAt = NOBODY;
      LockSupport.unpark(worker);
    }
  }

  /** Starts the worker unless it runs. If there is no memory or thread for it, others try again. */
  private void start() {
    if (thread != null) {
      return;
    }
    Throwable error = null;
    boolean started = false;
    startLock.lock();
    try {
      if (thread == null) {
        Thread worker = new DetachedThread("tracer-export-" + exporter.name(), this);
        worker.start();
        thread = worker;
        started = true;
      }
    } catch (Throwable e) {
      error = e;
    } finally {
      startLock.unlock();
    }
    if (started) {
      hook.add(exporter.name());
    }
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
        if (fault != null) { // said here, as there may be no memory for it either
          if (underWay > 0) { // it kept them from being settled
            settle(null);
          }
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
      exporter.close(control.timeToClose(exportTimeout)); // unless the cut has begun it already
      hook.remove(); // only now: it waits for this end if the machine shuts down meanwhile
    } finally {
      control.finish();
    }
  }

  private void work() {
    long due = System.nanoTime() + delayNanos;
    boolean busy = false;
    while (!exporter.isCut()) {
      boolean last = control.isClosing(); // read first: when it is set, all that comes is there
      long wait = due - System.nanoTime();
      boolean asked = control.isAsked(queue.accepted());
      if (asked || (wait <= 0 && !last)) {
        exportUpTo(queue.accepted());
        if (asked) { // a timer is no reason to show what the exporter still collects
          flushExporter();
        }
        due = System.nanoTime() + delayNanos;
      } else if (queue.hasBatch(size.usual)) {
        exportBatch();
        due = System.nanoTime() + delayNanos;
        busy = true;
      } else if (last) {
        return;
      } else if (busy) {
        busy = false;
        sleep(Math.min(wait, NAP_NANOS), size.wakesFromNap);
      } else {
        sleep(wait, control.isHurried() ? 1 : size.usual);
      }
    }
  }

  private void sleep(long nanos, int wakingSize) {
    wakeAt = wakingSize;
    if (!control.isAsked(queue.accepted()) && !control.isClosing() && !queue.hasBatch(wakingSize)) {
      LockSupport.parkNanos(this, nanos);
    }
    wakeAt = NOBODY;
    Thread.interrupted(); // nobody has a reason to interrupt a sleeping worker; go on
  }

  private void exportUpTo(long accepted) {
    boolean more = true;
    while (more && ledger.settled() < accepted) {
      more = exportBatch();
    }
  }

  /** Exports the next batch; returns whether there was one. */
  private boolean exportBatch() {
    int count = size.next(queue.size());
    if (count == 0) {
      return false;
    }
    List<SpanData> batch = new ArrayList<>(count);
    if (!exporter.begin()) {
      return false;
    }
    Outcome outcome = null;
    try {
      underWay = count;
      queue.take(count, batch);
      size.begin();
      outcome = exporter.export(batch);
      size.exported(count, outcome.failed == 0);
    } finally {
      exporter.end();
      try {
        queue.settle(batch); // before somebody is told: its room is free
      } finally {
        settle(outcome);
      }
    }
    return true;
  }

  /** Enters what became of the spans under way; what comes after that may fail. */
  private void settle(@Nullable Outcome outcome) {
    Ledger.Entered entered = ledger.settle(underWay, outcome);
    underWay = 0;
    control.signal();
    if (outcome != null && entered != Ledger.Entered.TOO_LATE) {
      outcome.log(log, exporter.name(), entered == Ledger.Entered.RECOVERED);
    }
  }

  private void flushExporter() {
    long covered = ledger.settled();
    if (control.flushed() == covered || !exporter.begin()) {
      return;
    }
    try {
      exporter.flush();
    } finally {
      exporter.end();
      control.flushedUpTo(covered);
    }
  }

  // flush and close

  /** Exports each span as soon as it has come, from now on. */
  void hurry() {
    control.hurry();
    if (thread != null) {
      wake();
    }
  }

  long accepted() {
    return queue.accepted();
  }

  boolean isClosing() {
    return control.isClosing();
  }

  void awaitChange(long nanos) {
    control.awaitChange(nanos);
  }

  /** Waits until all accepted spans are exported; {@code whole} if the exporter is flushed, too. */
  FlushResult flush(Duration timeout, boolean whole) {
    Deadline deadline = Deadline.in(timeout);
    Ledger.Sums before = ledger.sums();
    long target = queue.accepted();
    if (whole) {
      control.request(target);
    }
    if (target > 0 && !control.isOver()) {
      wake();
    }
    if (thread != null && thread != Thread.currentThread()) {
      awaitSpans(target, whole, deadline);
    }
    return result(before, target);
  }

  private void awaitSpans(long target, boolean whole, Deadline deadline) {
    if (control.isHurried()) { // the process ends: somebody may wonder why it does not
      control.awaitSpans(target, whole, deadline.atMost(LONG_EXPORT_NANOS));
      tellWait(deadline);
    }
    control.awaitSpans(target, whole, deadline);
  }

  private FlushResult result(Ledger.Sums before, long target) {
    long pending = Math.max(0, target - ledger.settled());
    Ledger.Sums now = ledger.sums();
    return new FlushResult(
        now.exported() - before.exported(), now.dropped() - before.dropped(), pending);
  }

  FlushResult close(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    boolean waits = thread != Thread.currentThread();
    queue.close();
    Ledger.Sums before = ledger.sums();
    control.close(waits ? deadline : null); // the worker finds the deadline set
    if (!control.isOver()) {
      wake();
    }
    if (waits) {
      end(deadline);
    }
    return result(before, queue.accepted());
  }

  /** Waits for the end, and brings it about when there is no more time. */
  private void end(Deadline deadline) {
    if (thread != null) {
      // the last part of the time is for cutting a call that does not end by itself
      Deadline cut = deadline.before(Math.min(deadline.nanosLeft() / 4, MAX_CUT_NANOS));
      control.awaitOver(cut.atMost(LONG_EXPORT_NANOS));
      tellWait(cut);
      control.awaitOver(cut);
      if (!control.isOver() && control.decides(deadline)) {
        exporter.cut(deadline.left());
      }
      control.awaitOver(deadline);
    }
    boolean hangs = thread != null && !control.isOver();
    if (!control.isOver() && !control.decides(deadline)) {
      return; // somebody more patient waits on
    }
    long lost = ledger.giveUp(queue.accepted());
    control.giveUp();
    hook.remove(); // the worker may hang
    if (lost > 0) {
      log.warn(
          LogTopic.CLOSED,
          Outcome.spans(lost)
              + " dropped: "
              + exporter.name()
              + " did not export them in the time for closing.");
    } else if (hangs) {
      log.warn(LogTopic.CLOSED, exporter.name() + " did not close in time.");
    }
  }

  private void tellWait(Deadline deadline) {
    exporter.tellWait(queue.accepted() - ledger.settled(), deadline.left());
  }

  TracerStats.Exporter stats() {
    return ledger.toStats(exporter.name(), queue::accepted);
  }
}
