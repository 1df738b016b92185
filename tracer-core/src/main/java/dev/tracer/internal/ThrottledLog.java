// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Warnings that a fault may cause a million times a minute: the first of a topic is logged at once,
 * then one a minute with the number left out. Thread-safe; logging never throws.
 *
 * <p>Calls the application's logger: to be called without holding a lock.
 */
public final class ThrottledLog {
  // topics: indices
  /** Spans were dropped because a queue was full. */
  public static final int QUEUE_FULL = 0;

  /** An exporter failed. */
  public static final int EXPORT = 1;

  /** A destination refused spans. */
  public static final int REJECTED = 2;

  /** Spans were too large. */
  public static final int OVERSIZE = 3;

  /** Spans came after the close or were left behind by it. */
  public static final int CLOSED = 4;

  /** A part given by the application threw. */
  public static final int FAULT = 5;

  /** A scope was closed in the wrong order or on the wrong thread. */
  public static final int SCOPE = 6;

  /** A scope or span was never closed or ended. */
  public static final int LEAK = 7;

  private static final int TOPICS = 8;

  private static final long INTERVAL_NANOS = 60_000_000_000L;

  /** Null for the system's time: a method reference takes a fresh virtual machine 10 ms. */
  private final @Nullable LongSupplier nanoTime;

  // by topic
  /** When it may speak again; 0: at once. */
  private final AtomicLongArray next = new AtomicLongArray(TOPICS);

  /** How much it left out since it spoke. */
  private final LongAdder[] muted = new LongAdder[TOPICS];

  /** 1 if it warned, and it was not said since that the trouble is over. */
  private final AtomicIntegerArray warned = new AtomicIntegerArray(TOPICS);

  /** Makes a log in which nothing was said yet. */
  public ThrottledLog() {
    this(null);
  }

  /** Makes a log that reads the monotonic time from {@code nanoTime}, if there is one. */
  ThrottledLog(@Nullable LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (int i = 0; i < TOPICS; i++) {
      muted[i] = new LongAdder();
    }
  }

  /** Warns, unless the topic had a warning within the last minute. */
  public void warn(int topic, String message) {
    warn(topic, message, null);
  }

  /** Warns, unless the topic had a warning within the last minute. */
  public void warn(int topic, String message, @Nullable Throwable error) {
    long now = nanoTime == null ? System.nanoTime() : nanoTime.getAsLong();
    long due = next.get(topic);
    if ((due != 0 && now - due < 0) || !next.compareAndSet(topic, due, nonZero(now))) {
      muted[topic].increment();
      return;
    }
    warned.set(topic, 1);
    long more = muted[topic].sumThenReset();
    String text =
        more == 0 ? message : message + " (and " + more + " more like it since the last message)";
    log(System.Logger.Level.WARNING, text, error);
  }

  /** Warns whatever was said before: for what can happen once only. */
  public void warnAlways(String message, Throwable error) {
    log(System.Logger.Level.WARNING, message, error);
  }

  /**
   * Says that the trouble of a topic is over, if a warning told of it. Trouble that comes and goes
   * within a minute is one trouble.
   */
  public void over(int topic, String message) {
    if (warned.getAndSet(topic, 0) != 0) {
      log(System.Logger.Level.INFO, message, null);
    }
  }

  private static void log(System.Logger.Level level, String text, @Nullable Throwable error) {
    try {
      System.Logger logger = System.getLogger("dev.tracer");
      if (error == null) {
        logger.log(level, text);
      } else {
        logger.log(level, text, error);
      }
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // the application's logging is broken; it must not break the application through us
    }
  }

  private static long nonZero(long now) {
    long next = now + INTERVAL_NANOS;
    return next == 0 ? 1 : next;
  }
}
