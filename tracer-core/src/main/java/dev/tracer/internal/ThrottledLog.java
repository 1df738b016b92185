// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Warnings that a fault may cause a million times a minute: the first of a topic is logged at once,
 * then one a minute with the number left out. Thread-safe; nothing here ever throws, also when the
 * application's logger does or overflows the stack.
 *
 * <p>A message is one line, whatever names of the application are in it: what would end the line or
 * steer a terminal is escaped. A warning at the end of the virtual machine goes to {@code
 * System.err} as well: by then the logger's own shutdown hook may have closed it.
 *
 * <p>Calls the application's logger: to be called without holding a lock, and when the caller's own
 * state is in order.
 */
/*
 * It is a logger itself because java.util.logging heads a line with the first class on the stack
 * that is none: so it is that of the caller.
 */
public final class ThrottledLog implements System.Logger {
  private static final String NAME = "dev.tracer";
  private static final long INTERVAL_NANOS = 60_000_000_000L;

  /** Null for the system's time: a method reference takes a fresh virtual machine 10 ms. */
  private final @Nullable LongSupplier nanoTime;

  private final Throttle[] throttles = new Throttle[LogTopic.values().length];
  private final LongAdder failures = new LongAdder();

  /** Whether it was said that the logger fails. */
  private final AtomicBoolean failureTold = new AtomicBoolean();

  /** The warnings of one topic. */
  private static final class Throttle {
    final Quota quota = new Quota(1, INTERVAL_NANOS);
    final LongAdder muted = new LongAdder();

    /** Whether it warned, and it was not said since that the trouble is over. */
    final AtomicBoolean warned = new AtomicBoolean();
  }

  /**
   * A warning of a stack that has overflowed, said on another one: what of a logger or of the
   * virtual machine is first used at the end of a stack stays unusable for ever.
   */
  private final class Late implements Runnable {
    private final String message;
    private final Throwable error;

    Late(String message, Throwable error) {
      this.message = message;
      this.error = error;
    }

    @Override
    public void run() {
      warnAlways(message, error);
    }
  }

  /** Makes a log in which nothing was said yet. */
  public ThrottledLog() {
    this(null);
  }

  /** Makes a log that reads the monotonic time from {@code nanoTime}, if there is one. */
  ThrottledLog(@Nullable LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (int i = 0; i < throttles.length; i++) {
      throttles[i] = new Throttle();
    }
  }

  @SuppressWarnings("EnumOrdinal") // an index that lives no longer than the array
  private Throttle throttle(LogTopic topic) {
    return throttles[topic.ordinal()];
  }

  /** Warns, unless the topic had a warning within the last minute. */
  public void warn(LogTopic topic, String message) {
    warn(topic, message, null);
  }

  /** Warns, unless the topic had a warning within the last minute. Returns whether it did. */
  public boolean warn(LogTopic topic, String message, @Nullable Throwable error) {
    try {
      Throttle throttle = throttle(topic);
      long now = nanoTime == null ? System.nanoTime() : nanoTime.getAsLong();
      if (!throttle.quota.tryTake(now)) {
        throttle.muted.increment();
        return false;
      }
      throttle.warned.set(true);
      long more = throttle.muted.sumThenReset();
      say(
          more == 0 ? message : message + " (and " + more + " more like it since the last message)",
          error);
    } catch (Throwable e) {
      failed(e);
    }
    return true;
  }

  /** Warns, of an overflow on a stack that has room, as those of our own threads have. */
  private void say(String line, @Nullable Throwable error) {
    if (error instanceof StackOverflowError
        && !(Thread.currentThread() instanceof DetachedThread)) {
      new DetachedThread("tracer-log", new Late(line, error)).start();
    } else {
      warnAlways(line, error);
    }
  }

  /** Warns whatever was said before: for what can happen once only. */
  public void warnAlways(String message, @Nullable Throwable error) {
    try {
      if (isShuttingDown()) {
        printLine(message, error);
      }
    } catch (Throwable e) {
      failed(e);
    }
    log(Level.WARNING, (ResourceBundle) null, message, error);
  }

  /**
   * Says that the trouble of a topic is over, if a warning told of it. Trouble that comes and goes
   * within a minute is one trouble.
   */
  public void over(LogTopic topic, String message) {
    if (throttle(topic).warned.getAndSet(false)) {
      log(Level.INFO, (ResourceBundle) null, message, (Throwable) null);
    }
  }

  /** How often the application's logger threw. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean isLoggable(Level level) {
    return System.getLogger(NAME).isLoggable(level);
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable error) {
    try {
      System.Logger logger = System.getLogger(NAME);
      String line = SafeText.escape(message, null); // whatever names are in it
      if (error == null) {
        logger.log(level, bundle, line, (Object[]) null);
      } else {
        logger.log(level, bundle, line, error);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... params) {
    try {
      System.getLogger(NAME).log(level, bundle, format, params);
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** The logger failed, which is its own failure and not that of whoever wanted to warn. */
  private void failed(Throwable error) {
    failures.increment();
    if (failureTold.compareAndSet(false, true)) {
      boolean told = false;
      try {
        printLine("The logger " + NAME + " failed; what it should have said may be lost.", error);
        told = true;
      } catch (Throwable e) {
        // at the end of the stack or of memory: said the next time
      } finally {
        failureTold.set(told);
      }
    }
  }

  private static void printLine(String message, @Nullable Throwable error) {
    String line = "WARNING: " + NAME + ": " + SafeText.escape(message, null);
    System.err.println(error == null ? line : line + " (" + error.getClass().getName() + ")");
  }

  /** Whether the virtual machine ends: nobody else tells. */
  private static boolean isShuttingDown() {
    Thread probe = new Thread((Runnable) null);
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    } catch (SecurityException e) {
      return false; // it may not be asked
    }
  }
}
