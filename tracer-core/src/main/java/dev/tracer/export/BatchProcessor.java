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
 * full queue drops spans and counts them; the application never waits. Defaults are those of {@code
 * OTEL_BSP_*} (OpenTelemetry trace SDK, "Batching processor"). Thread-safe.
 *
 * <p>The thread is a daemon and starts with the first span. A hook exports what is left when the
 * virtual machine shuts down.
 *
 * @since 0.1
 */
public final class BatchProcessor implements SpanProcessor {
  final BatchWorker worker;

  private BatchProcessor(BatchWorker worker) {
    this.worker = worker;
  }

  /** A processor with default settings. */
  public static BatchProcessor create(SpanExporter exporter) {
    return builder(exporter).build();
  }

  /** Starts to describe a processor. */
  public static Builder builder(SpanExporter exporter) {
    return new Builder(requireNonNull(exporter, "exporter"));
  }

  @Override
  public void onEnd(SpanData span) {
    if (span.isSampled()) {
      worker.offer(span);
    }
  }

  /** Exports what waits; returns early, with the rest pending, if the thread is interrupted. */
  @Override
  public FlushResult flush(Duration timeout) {
    return worker.flush(requireNonNull(timeout, "timeout"), true);
  }

  /**
   * Exports what waits and closes the exporter. An interrupt does not shorten it, as that would
   * lose spans: {@code timeout} bounds it, whatever the exporter does. Of several closes at once
   * the most patient decides; the others return with the rest pending.
   */
  @Override
  public FlushResult close(Duration timeout) {
    return worker.close(requireNonNull(timeout, "timeout"));
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    return List.of(worker.stats());
  }

  /**
   * Settings of a {@link BatchProcessor}. Confined to one thread.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final SpanExporter exporter;
    private int maxQueueSize = 2048;
    private int maxExportBatchSize = 512;
    private Duration scheduleDelay = Duration.ofSeconds(5);
    private Duration exportTimeout = Duration.ofSeconds(30);
    private Duration hookTimeout = Duration.ofSeconds(5);

    private Builder(SpanExporter exporter) {
      this.exporter = exporter;
    }

    /**
     * How many spans may wait, besides the batch under way; 2,048 by default.
     *
     * @throws IllegalArgumentException if {@code spans} is not in [1, 2<sup>30</sup>]
     */
    public Builder maxQueueSize(int spans) {
      if (spans < 1 || spans > 1 << 30) {
        throw new IllegalArgumentException("maxQueueSize must be in [1, 2^30]: " + spans);
      }
      this.maxQueueSize = spans;
      return this;
    }

    /**
     * How many spans a batch may have, and how many wake the exporting thread before its time; 512
     * by default, but not more than the queue holds.
     *
     * @throws IllegalArgumentException if {@code spans} is less than 1
     */
    public Builder maxExportBatchSize(int spans) {
      if (spans < 1) {
        throw new IllegalArgumentException("maxExportBatchSize must be at least 1: " + spans);
      }
      this.maxExportBatchSize = spans;
      return this;
    }

    /**
     * After how long waiting spans are exported; 5 seconds by default.
     *
     * @throws IllegalArgumentException if {@code delay} is not positive
     */
    public Builder scheduleDelay(Duration delay) {
      this.scheduleDelay = positive(delay, "scheduleDelay");
      return this;
    }

    /**
     * After how long the exporting thread is interrupted in a call of the exporter that keeps
     * others waiting; 30 seconds by default.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public Builder exportTimeout(Duration timeout) {
      this.exportTimeout = positive(timeout, "exportTimeout");
      return this;
    }

    /** How long the hook may hold up the end of the virtual machine; 5 seconds by default. */
    Builder hookTimeout(Duration timeout) {
      this.hookTimeout = timeout;
      return this;
    }

    private static Duration positive(Duration value, String name) {
      if (requireNonNull(value, name).isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive: " + value);
      }
      return value;
    }

    /** Makes the processor. */
    public BatchProcessor build() {
      return new BatchProcessor(
          new BatchWorker(
              exporter,
              maxQueueSize,
              Math.min(maxExportBatchSize, maxQueueSize),
              scheduleDelay,
              exportTimeout,
              hookTimeout));
    }
  }
}
