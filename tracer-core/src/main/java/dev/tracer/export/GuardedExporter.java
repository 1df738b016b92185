// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An exporter as its worker calls it: what it throws ends here, what it does is not traced, a call
 * that takes too long is interrupted, and it is closed once. It is foreign code, and called with no
 * lock held.
 */
final class GuardedExporter {
  private final SpanExporter exporter;
  private final String name;
  private final ThrottledLog log;
  private final Watchdog watchdog;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean waitTold = new AtomicBoolean();
  private final Redactor redactor = new Redactor();

  /**
   * Guards {@code exporter}.
   *
   * @param timeoutNanos after how long a call is interrupted
   * @throws NullPointerException if the exporter has no name: that is a fault of the configuration
   * @throws IllegalStateException if the exporter serves somebody else
   */
  GuardedExporter(SpanExporter exporter, long timeoutNanos, ThrottledLog log) {
    this.exporter = exporter;
    this.name = requireNonNull(exporter.name(), "exporter.name()");
    this.log = log;
    this.watchdog = new Watchdog(name, timeoutNanos);
    exporter.attach();
  }

  String name() {
    return name;
  }

  /** Where it sends to, for messages. */
  String destination() {
    String destination = exporter.destination();
    return destination == null || destination.equals(name) ? name : name + " to " + destination;
  }

  /** Tells, once, those who wait for the end what they wait for. */
  void tellWait(long spans, Duration left) {
    if (spans > 0 && !left.isZero() && waitTold.compareAndSet(false, true)) {
      log.warnAlways(
          "Waiting up to "
              + DurationText.rounded(left.toNanos())
              + " more for "
              + destination()
              + " to take "
              + Outcome.spans(spans)
              + trouble(),
          null);
    }
  }

  /** What the exporter says about it, as the end of a sentence. */
  private String trouble() {
    try {
      String why = exporter.trouble();
      return why == null ? "." : ": " + why;
    } catch (Throwable e) { // it has no more to say
      return ".";
    }
  }

  /** How long the running call takes already; 0 if none runs. */
  long busyNanos() {
    return watchdog.busyNanos();
  }

  /** Whether no call is made any more. */
  boolean isCut() {
    return watchdog.isCut();
  }

  /** Ends the running call for good: interrupts it and closes the exporter. */
  void cut(Duration timeout) {
    watchdog.cut();
    try {
      // the exporter may hang in close() as well
      new DetachedThread("tracer-close-" + name, () -> closeOnce(timeout)).start();
    } catch (Throwable e) {
      // no thread for it: what is left is counted all the same
    }
  }

  /** Whether a call may begin; marks that it does. Each one is followed by {@link #end}. */
  boolean begin() {
    return watchdog.begin();
  }

  /** Marks the end of a call. */
  void end() {
    watchdog.end();
  }

  Outcome export(List<SpanData> batch) {
    // a scope for each call: the exporter may have left one of its own open in the last
    try (Scope scope = Context.suppressed().makeCurrent()) {
      return export(batch, redactor.pass(batch));
    } catch (Throwable e) {
      return Outcome.threw(batch.size(), e);
    }
  }

  private Outcome export(List<SpanData> batch, List<SpanData> passed) {
    int refused = batch.size() - passed.size();
    if (passed.isEmpty()) {
      return Outcome.filtered(refused);
    }
    Outcome outcome = Outcome.answered(passed.size(), exporter.export(passed));
    return refused == 0 ? outcome : outcome.withFiltered(refused);
  }

  /** Takes over a redaction, unless another one was taken before. */
  boolean takeRedaction(SpanFilter redaction) {
    return redactor.take(redaction);
  }

  void flush() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      exporter.flush();
    } catch (Throwable e) {
      log.warn(LogTopic.EXPORT, "The flush of " + name + " failed.", e);
    }
  }

  /** Closes the exporter unless that was begun before. */
  void close(Duration timeout) {
    if (watchdog.begin()) {
      try {
        closeOnce(timeout);
      } finally {
        watchdog.end();
      }
    }
    watchdog.close();
  }

  private void closeOnce(Duration timeout) {
    if (closed.compareAndSet(false, true)) {
      try (Scope scope = Context.suppressed().makeCurrent()) {
        exporter.close(timeout);
      } catch (Throwable e) {
        log.warn(LogTopic.EXPORT, "The close of " + name + " failed.", e);
      }
    }
  }
}
