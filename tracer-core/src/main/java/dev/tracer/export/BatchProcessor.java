// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import java.time.Duration;
import java.util.List;

/**
 * Collects sampled spans in a bounded queue and exports them in batches on a thread of its own. A
 * full queue drops spans and counts them; the application never waits. After OpenTelemetry's
 * "Batching processor", with a larger queue and batches that grow when more waits. Thread-safe.
 *
 * <p>The thread is a daemon and starts with the first span. A hook exports what is left when the
 * virtual machine shuts down; see {@link BatchProcessorBuilder#shutdownHook}.
 *
 * @since 0.1
 */
public final class BatchProcessor implements SpanProcessor {
  final BatchWorker worker;
  private final String settings;

  BatchProcessor(BatchWorker worker, String settings) {
    this.worker = worker;
    this.settings = settings;
  }

  /**
   * A processor with default settings.
   *
   * @throws IllegalStateException if {@code exporter} serves another processor, and can serve one
   *     only
   */
  public static BatchProcessor create(SpanExporter exporter) {
    return builder(exporter).build();
  }

  /** Starts to describe a processor. */
  public static BatchProcessorBuilder builder(SpanExporter exporter) {
    return new BatchProcessorBuilder(requireNonNull(exporter, "exporter"));
  }

  @Override
  public void onEnd(SpanData span) {
    if (span.isSampled()) {
      worker.offer(span);
    }
  }

  @Override
  public boolean takeRedaction(SpanFilter redaction) {
    return worker.takeRedaction(redaction);
  }

  /** Exports what waits; returns early, with the rest pending, if the thread is interrupted. */
  @Override
  public FlushResult flush(Duration timeout) {
    return worker.flush(requireNonNull(timeout, "timeout"), true);
  }

  /**
   * Exports what waits and closes the exporter. An interrupt does not shorten it, as that would
   * lose spans: {@code timeout} bounds it, whatever the exporter does. Every close waits for the
   * same end. Of several at once the most patient decides; the others return, when their time is
   * over, with the rest pending.
   */
  @Override
  public FlushResult close(Duration timeout) {
    return worker.close(requireNonNull(timeout, "timeout"));
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    return List.of(worker.stats());
  }

  /** The exporter, without credentials, and the settings. */
  @Override
  public String toString() {
    return settings;
  }
}
