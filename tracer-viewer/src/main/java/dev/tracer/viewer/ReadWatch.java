// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.internal.DetachedThread;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long threads wait for the bytes of requests: interrupts one that has read for too
 * long, which closes the connection that it reads from. Thread-safe.
 */
final class ReadWatch {
  /** A thread that reads. */
  private static final class Reading {
    private final Thread thread = Thread.currentThread();

    /** What ends it; the thread's own. */
    private @Nullable Future<?> end;

    private boolean cut;
  }

  private final long millis;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> new DetachedThread("tracer-viewer-watch", task),
          new ThreadPoolExecutor.DiscardPolicy());
  private final ReentrantLock lock = new ReentrantLock();

  /** The oldest first. */
  @GuardedBy("lock") private final Map<Thread, Reading> readings = new LinkedHashMap<>();

  /** A watch that lets a request take so long to come. */
  ReadWatch(long millis) {
    this.millis = millis;
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(30, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** The calling thread reads from now on. */
  void begin() {
    Reading reading = new Reading();
    lock.lock();
    try {
      readings.put(reading.thread, reading);
    } finally {
      lock.unlock();
    }
    reading.end = timer.schedule(() -> cut(reading), millis, TimeUnit.MILLISECONDS);
  }

  /** The calling thread does not read any more, and will not be interrupted from here. */
  void end() {
    Reading reading;
    lock.lock();
    try {
      reading = readings.remove(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    if (reading == null) {
      return;
    }
    if (reading.end != null) {
      reading.end.cancel(false);
    }
    if (reading.cut) {
      Thread.interrupted(); // it was meant for what is over
    }
  }

  private void cut(Reading reading) {
    lock.lock();
    try {
      if (readings.get(reading.thread) == reading) {
        reading.cut = true;
        reading.thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the thread that has read for the longest time, so that it is free for others. */
  void cutOldest() {
    lock.lock();
    try {
      for (Reading reading : readings.values()) {
        if (!reading.cut) {
          cut(reading);
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    timer.shutdownNow();
  }
}
