// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.FlushResult;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.DetachedThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exports what is left when the virtual machine shuts down. As hooks run side by side and others
 * may still end spans, it leaves the door open as long as they do, and closes it behind the last
 * one. A close that is under way it waits for.
 */
/*
 * Nobody tells a hook which others there are. So it looks for threads that are alive and no daemons,
 * besides the one that waits for the hooks once it has started all. Those may be hooks that work, or
 * the idle threads of a pool. If nothing ends for a while it is the latter, most likely: then it
 * goes without closing, and the worker exports what may still come as long as the machine runs.
 */
final class ShutdownHook implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final BatchWorker worker;
  private final boolean wanted;
  private final Duration timeout;

  /** After how long without a span nothing is likely to come. */
  private final Duration quiet;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private @Nullable Thread registered;

  ShutdownHook(BatchWorker worker, BatchProcessorBuilder settings) {
    this.worker = worker;
    this.wanted = settings.shutdownHook;
    this.timeout = settings.hookTimeout;
    this.quiet = settings.hookQuiet;
  }

  /**
   * Registers it, unless it is not wanted, the machine is shutting down, its policy forbids that,
   * or the worker closes, who has taken it back already or does so at the end.
   */
  void add(String name) {
    if (!wanted) {
      return;
    }
    lock.lock();
    try {
      Thread hook = new DetachedThread("tracer-shutdown-" + name, this);
      Runtime.getRuntime().addShutdownHook(hook);
      registered = hook;
      if (worker.isClosing()) {
        remove();
      }
    } catch (IllegalStateException | SecurityException e) {
      // it is too late for a hook; or the application has to close the tracer
    } finally {
      lock.unlock();
    }
  }

  /** Takes it back; without effect when the machine is shutting down. */
  void remove() {
    lock.lock();
    try {
      if (registered != null) {
        Runtime.getRuntime().removeShutdownHook(registered);
        registered = null;
      }
    } catch (IllegalStateException | SecurityException e) {
      // it runs or has run
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    Deadline deadline = Deadline.in(timeout);
    worker.hurry();
    // the rest of the time is for ending what hangs, and for telling why
    worker.flush(deadline.left().multipliedBy(3).dividedBy(4), true);
    long seen = worker.accepted();
    long quietSince = System.nanoTime();
    while (!worker.isClosing() && othersRun() && !deadline.isOver()) {
      if (worker.accepted() != seen) {
        seen = worker.accepted();
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > quiet.toNanos()) {
        worker.flush(deadline.left(), true);
        return;
      }
      worker.awaitChange(LOOK_NANOS);
    }
    FlushResult unused = worker.close(deadline.left());
  }

  /** Whether threads run that keep a virtual machine alive, and do not wait for the hooks. */
  private static boolean othersRun() {
    try {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      for (ThreadGroup up = group; up != null; up = up.getParent()) {
        group = up;
      }
      boolean seen = othersRun(group);
      return seen || othersRun(group); // a hook may have been started behind the first look
    } catch (Throwable e) {
      return false; // it may not look, or has no memory for that: the worker is closed all the same
    }
  }

  private static boolean othersRun(ThreadGroup all) {
    Thread[] threads = new Thread[2 * all.activeCount() + 16];
    int count = all.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon() && !isShuttingDown(threads[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether it only waits for hooks, all of which it has started. */
  private static boolean isShuttingDown(Thread thread) {
    boolean joins = false;
    for (StackTraceElement frame : thread.getStackTrace()) { // the innermost first
      joins |= frame.getMethodName().equals("join");
      if (frame.getClassName().equals("java.lang.ApplicationShutdownHooks") && !joins) {
        return false;
      }
      if (frame.getClassName().equals("java.lang.Shutdown")) {
        return true;
      }
    }
    return false;
  }
}
