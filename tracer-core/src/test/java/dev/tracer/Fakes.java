// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Stand-ins for what surrounds the engine, and the few ways in which tests start threads. */
final class Fakes {
  /** The wall time at which manual clocks start. */
  static final long EPOCH = 1_700_000_000_000_000_000L;

  private Fakes() {}

  /** A tracer whose ended spans {@code collector} keeps. */
  static TracerBuilder tracer(Collector collector) {
    return Tracer.builder("test").processor(collector);
  }

  /** Runs {@code task} on a thread of its own and waits for its end. */
  static void onOtherThread(Action task) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            "other");
    thread.start();
    thread.join(TimeUnit.MINUTES.toMillis(5));
    if (thread.isAlive()) {
      thread.interrupt();
      throw new AssertionError("the other thread hangs");
    }
    if (failure.get() != null) {
      throw new AssertionError("on the other thread: " + failure.get(), failure.get());
    }
  }

  /** Waits for a latch; fails after minutes. */
  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.MINUTES)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that a test does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Clocks that stand still until told. */
  static final class ManualClock implements Clock {
    volatile long epochNanos = EPOCH;
    volatile long nanoTime = -5_000_000_000L; // an origin that catches code which expects positives

    @Override
    public long epochNanos() {
      return epochNanos;
    }

    @Override
    public long nanoTime() {
      return nanoTime;
    }

    /** Lets time pass on both clocks. */
    void advance(long nanos) {
      epochNanos += nanos;
      nanoTime += nanos;
    }
  }

  /** Ids 1, 2, 3 ... */
  static final class SequentialIds implements IdGenerator {
    private final AtomicLong last = new AtomicLong();

    @Override
    public long traceIdHigh() {
      return 0xabcL;
    }

    @Override
    public long traceIdLow() {
      return last.incrementAndGet();
    }

    @Override
    public long spanId() {
      return last.incrementAndGet();
    }
  }

  /** Keeps what has ended, and has an exporter's account. */
  static class Collector implements SpanProcessor {
    final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();
    final AtomicInteger closes = new AtomicInteger();

    @Override
    public void onEnd(SpanData span) {
      ended.add(span);
    }

    @Override
    public FlushResult close(java.time.Duration timeout) {
      closes.incrementAndGet();
      return new FlushResult(ended.size(), 0, 0);
    }

    @Override
    public List<TracerStats.Exporter> stats() {
      long sampled = ended.stream().filter(SpanData::isSampled).count();
      return List.of(new TracerStats.Exporter("collector", sampled, 0, Map.of(), null, null));
    }

    /** The only span there is. */
    SpanData only() {
      if (ended.size() != 1) {
        throw new AssertionError("expected one span, got " + ended);
      }
      return ended.element();
    }

    /** The only span of that name. */
    SpanData named(String name) {
      List<SpanData> found = ended.stream().filter(span -> span.name().equals(name)).toList();
      if (found.size() != 1) {
        throw new AssertionError("expected one span '" + name + "', got " + ended);
      }
      return found.get(0);
    }
  }

  /** What is logged under {@code dev.tracer} while it is open; kept from the console. */
  static final class Log extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.tracer");
    private final boolean usedParents = logger.getUseParentHandlers();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);

    Log() {
      setLevel(Level.ALL);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    List<String> messages() {
      List<String> messages = new ArrayList<>();
      records.forEach(entry -> messages.add(entry.getMessage()));
      return messages;
    }

    /** The only record there is. */
    LogRecord only() {
      if (records.size() != 1) {
        throw new AssertionError("expected one message, got " + messages());
      }
      return records.get(0);
    }

    /** The record that tells of {@code text}, for which the garbage collector may have to run. */
    LogRecord awaitMessage(String text) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
      while (System.nanoTime() - deadline < 0) {
        for (LogRecord entry : records) {
          if (entry.getMessage().contains(text)) {
            return entry;
          }
        }
        System.gc();
        news.tryAcquire(50, TimeUnit.MILLISECONDS);
      }
      throw new AssertionError("no message tells of " + text + ": " + messages());
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
      news.release();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(usedParents);
    }
  }
}
