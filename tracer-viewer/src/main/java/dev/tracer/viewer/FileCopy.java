// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file that received spans are appended to, if there is one. Thread-safe. What cannot be
 * written is counted and told, and kept by the viewer all the same.
 */
final class FileCopy {
  private final @Nullable OtlpExporter exporter;
  private final ReentrantLock lock = new ReentrantLock(); // for the exporter's sake
  private final LongAdder unwritten = new LongAdder();
  private final ThrottledLog log = new ThrottledLog();

  /**
   * A copy in {@code file}, or none.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  FileCopy(@Nullable Path file) {
    this.exporter = file == null ? null : OtlpExporter.file(file);
  }

  /** Writes spans behind what is there; they may be kept. */
  void append(List<SpanData> spans) {
    OtlpExporter target = exporter;
    if (target == null || spans.isEmpty()) {
      return;
    }
    ExportResult result = export(target, spans);
    int lost = spans.size() - result.exported();
    unwritten.add(lost);
    if (lost > 0) {
      log.warn(LogTopic.EXPORT, lost + " received spans were not appended: " + result.message());
    } else {
      log.over(LogTopic.EXPORT, "Received spans are appended again: " + target.destination());
    }
  }

  private ExportResult export(OtlpExporter target, List<SpanData> spans) {
    lock.lock();
    try {
      return target.export(spans);
    } finally {
      lock.unlock();
    }
  }

  /** How many spans were not written. */
  long unwritten() {
    return unwritten.sum();
  }

  void close(Duration timeout) {
    OtlpExporter target = exporter;
    if (target != null) {
      target.close(timeout);
    }
  }
}
