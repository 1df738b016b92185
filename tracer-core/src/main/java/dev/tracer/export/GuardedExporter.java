// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An exporter as its processor calls it: what it throws ends here, what it does is not traced, and
 * it is closed once. As thread-safe as the exporter; {@link #close} may be called at any time. The
 * exporter is foreign code: to be called without holding a lock that others wait for.
 */
final class GuardedExporter {
  /**
   * What came of an export: a result, or why there is none.
   *
   * @param message what the result says or how the exception describes itself, for the log
   */
  record Answer(
      @Nullable ExportResult result, @Nullable Throwable thrown, @Nullable String message) {
    static final Answer NULL = without("it returned null");

    static Answer without(String why) {
      return new Answer(null, null, why);
    }
  }

  private final SpanExporter exporter;
  private final String name;
  private final ThrottledLog log;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Throws if the exporter has no name: that is a fault of the configuration. */
  GuardedExporter(SpanExporter exporter, ThrottledLog log) {
    this.exporter = requireNonNull(exporter, "exporter");
    this.name = requireNonNull(exporter.name(), "exporter.name()");
    this.log = log;
  }

  String name() {
    return name;
  }

  Answer export(List<SpanData> batch) {
    // a scope for each call: the exporter may have left one of its own open in the last
    try (Scope scope = Context.suppressed().makeCurrent()) {
      ExportResult result = exporter.export(batch);
      return result == null ? Answer.NULL : new Answer(result, null, result.message());
    } catch (Throwable e) {
      return new Answer(null, e, describe(e));
    }
  }

  private static String describe(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable e) { // it cannot even describe itself
      return error.getClass().getName();
    }
  }

  void flush() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      exporter.flush();
    } catch (Throwable e) {
      log.warn(Topic.EXPORT, "The flush of " + name + " failed.", e);
    }
  }

  /** Closes the exporter unless that was begun before. */
  void close(Duration timeout) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (Scope scope = Context.suppressed().makeCurrent()) {
      exporter.close(timeout);
    } catch (Throwable e) {
      log.warn(Topic.EXPORT, "The close of " + name + " failed.", e);
    }
  }

  /** Begins to close the exporter on a thread of its own. */
  void beginClose(Duration timeout) {
    new DetachedThread("tracer-close-" + name, () -> close(timeout)).start();
  }
}
