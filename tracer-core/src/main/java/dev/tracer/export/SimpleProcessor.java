// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.Scope;
import dev.tracer.TracerStats;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exports each sampled span at its end, on the thread that ends it: for tests and for tools that
 * run once. A slow destination slows the application. Exports never overlap (OpenTelemetry trace
 * SDK, "Simple processor"). Thread-safe.
 *
 * @since 0.1
 */
public final class SimpleProcessor implements SpanProcessor {
  private final SpanExporter exporter;
  private final String name;
  private final ThrottledLog log = new ThrottledLog();
  private final LongAdder afterClose = new LongAdder();

  /** Serialises the exporter, which is what the specification asks for; held while it runs. */
  private final ReentrantLock exporting = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Account account = new Account();

  // guarded by exporting
  private boolean closed;

  private SimpleProcessor(SpanExporter exporter) {
    this.exporter = exporter;
    this.name = exporter.name();
  }

  /** A processor for {@code exporter}. */
  public static SimpleProcessor create(SpanExporter exporter) {
    return new SimpleProcessor(requireNonNull(exporter, "exporter"));
  }

  @Override
  public void onEnd(SpanData span) {
    if (!span.isSampled()) {
      return;
    }
    ExportResult result = null;
    Throwable thrown = null;
    exporting.lock();
    try (Scope scope = Context.suppressed().makeCurrent()) {
      if (closed) {
        afterClose.increment();
        return;
      }
      result = exporter.export(List.of(span));
    } catch (Throwable e) { // the application must not see it
      thrown = e;
    } finally {
      exporting.unlock();
    }
    settle(result, thrown);
  }

  private void settle(@Nullable ExportResult result, @Nullable Throwable thrown) {
    Account.Outcome outcome;
    lock.lock();
    try {
      outcome = account.settle(1, result, thrown);
    } finally {
      lock.unlock();
    }
    outcome.log(log, name, thrown);
  }

  @Override
  public FlushResult flush(Duration timeout) {
    exporting.lock();
    try {
      exporter.flush();
    } finally {
      exporting.unlock();
    }
    return FlushResult.EMPTY;
  }

  @Override
  public FlushResult close(Duration timeout) {
    exporting.lock();
    try {
      if (!closed) {
        closed = true;
        exporter.close(timeout);
      }
    } finally {
      exporting.unlock();
    }
    return FlushResult.EMPTY;
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    lock.lock();
    try {
      return List.of(account.toStats(name, 0, 0, afterClose.sum()));
    } finally {
      lock.unlock();
    }
  }
}
