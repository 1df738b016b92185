// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
  /** What warnings are about; each is throttled for itself. */
  public enum Topic {
    /** Spans were dropped because a queue was full. */
    QUEUE_FULL,
    /** An exporter failed. */
    EXPORT,
    /** A destination refused spans. */
    REJECTED,
    /** Spans were too large. */
    OVERSIZE,
    /** Spans came after the close or were left behind by it. */
    CLOSED,
    /** A part given by the application threw. */
    FAULT,
    /** A scope was closed in the wrong order or on the wrong thread. */
    SCOPE,
    /** A scope or span was never closed or ended. */
    LEAK
  }

  private static final long INTERVAL_NANOS = 60_000_000_000L;

  private final State[] states = new State[Topic.values().length];

  private final LongSupplier nanoTime;

  /** Makes a log in which nothing was said yet. */
  public ThrottledLog() {
    this(System::nanoTime);
  }

  /** Makes a log that reads the monotonic time from {@code nanoTime}. */
  ThrottledLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (int i = 0; i < states.length; i++) {
      states[i] = new State();
    }
  }

  /** Warns, unless the topic had a warning within the last minute. */
  public void warn(Topic topic, String message) {
    warn(topic, message, null);
  }

  /** Warns, unless the topic had a warning within the last minute. */
  @SuppressWarnings("EnumOrdinal") // an index, of this process only
  public void warn(Topic topic, String message, @Nullable Throwable error) {
    State state = states[topic.ordinal()];
    long now = nanoTime.getAsLong();
    long next = state.get();
    if ((next != 0 && now - next < 0) || !state.compareAndSet(next, nonZero(now))) {
      state.muted.increment();
      return;
    }
    state.warned.set(true);
    long muted = state.muted.sumThenReset();
    String text =
        muted == 0 ? message : message + " (and " + muted + " more like it since the last message)";
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
  @SuppressWarnings("EnumOrdinal") // an index, of this process only
  public void over(Topic topic, String message) {
    if (states[topic.ordinal()].warned.getAndSet(false)) {
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

  /** One topic: when it may speak again (0: at once), and what it said and left out meanwhile. */
  private static final class State extends AtomicLong {
    private static final long serialVersionUID = 1L;
    private final transient LongAdder muted = new LongAdder();
    private final transient AtomicBoolean warned = new AtomicBoolean();
  }
}
