// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Clock;
import java.time.Duration;

/**
 * Settings of a {@link BatchProcessor}. Confined to one thread.
 *
 * @since 0.1
 */
public final class BatchProcessorBuilder {
  private static final long MEBIBYTE = 1 << 20;

  final SpanExporter exporter;
  int maxQueueSize = 8192;
  long maxQueueBytes =
      Math.max(MEBIBYTE, Math.min(64 * MEBIBYTE, Runtime.getRuntime().maxMemory() / 8));
  int maxExportBatchSize = 512;

  /** Whether the batch size is a limit, also when the queue fills. */
  boolean strictBatchSize;

  /** Tells how long exports take; tests have their own. */
  Clock clock = Clock.system();

  Duration scheduleDelay;
  Duration exportTimeout = Duration.ofSeconds(30);
  boolean shutdownHook = true;
  Duration hookTimeout = Duration.ofSeconds(5);

  /** After how long without a span the hook of the virtual machine's end expects none. */
  Duration hookQuiet = Duration.ofSeconds(1);

  BatchProcessorBuilder(SpanExporter exporter) {
    this.exporter = exporter;
    this.scheduleDelay = positive(exporter.scheduleDelay(), "scheduleDelay of the exporter");
  }

  /**
   * How many spans may wait, besides the batch under way, which may be as many; 8,192 by default.
   *
   * @throws IllegalArgumentException if {@code spans} is not in [1, 2<sup>30</sup>]
   */
  public BatchProcessorBuilder maxQueueSize(int spans) {
    if (spans < 1 || spans > 1 << 30) {
      throw new IllegalArgumentException("maxQueueSize must be in [1, 2^30]: " + spans);
    }
    this.maxQueueSize = spans;
    return this;
  }

  /**
   * How many bytes the spans that wait and those under way may hold, by an estimate from one span
   * in eight; an eighth of the heap by default, at most 64 MiB. It matters only if spans are large.
   *
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   */
  public BatchProcessorBuilder maxQueueBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxQueueBytes must be at least 1: " + bytes);
    }
    this.maxQueueBytes = bytes;
    return this;
  }

  /**
   * How many spans a batch may have, and how many wake the exporting thread before its time, but
   * not more than the queue holds. By default 512 wake it and are a batch, unless half of the queue
   * is full: then as many of those that wait are one as the last batch shows to arrive within a
   * second, since one answer may be for many. What is set here is never exceeded.
   *
   * @throws IllegalArgumentException if {@code spans} is less than 1
   */
  public BatchProcessorBuilder maxExportBatchSize(int spans) {
    if (spans < 1) {
      throw new IllegalArgumentException("maxExportBatchSize must be at least 1: " + spans);
    }
    this.maxExportBatchSize = spans;
    this.strictBatchSize = true;
    return this;
  }

  /**
   * After how long waiting spans are exported; by default what {@link SpanExporter#scheduleDelay}
   * says, 5 seconds for most.
   *
   * @throws IllegalArgumentException if {@code delay} is not positive
   */
  public BatchProcessorBuilder scheduleDelay(Duration delay) {
    this.scheduleDelay = positive(delay, "scheduleDelay");
    return this;
  }

  /**
   * After how long a call of the exporter is interrupted, and again each time if it goes on; 30
   * seconds by default.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive
   */
  public BatchProcessorBuilder exportTimeout(Duration timeout) {
    this.exportTimeout = positive(timeout, "exportTimeout");
    return this;
  }

  /**
   * Whether a hook exports what is left when the virtual machine shuts down; it does by default. It
   * closes the processor when no other thread runs that could end spans; as long as such threads
   * run it waits, up to 5 seconds, or until no span has ended for a second. Spans that end later
   * are still exported as soon as they come.
   */
  public BatchProcessorBuilder shutdownHook(boolean shutdownHook) {
    this.shutdownHook = shutdownHook;
    return this;
  }

  /** How long the hook may hold up the end, and after how long without a span it does not wait. */
  BatchProcessorBuilder hookTimeout(Duration timeout, Duration quiet) {
    this.hookTimeout = timeout;
    this.hookQuiet = quiet;
    return this;
  }

  private static Duration positive(Duration value, String name) {
    if (requireNonNull(value, name).isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
    return value;
  }

  /**
   * Makes the processor.
   *
   * @throws IllegalStateException if the exporter serves another processor, and can serve one only
   */
  public BatchProcessor build() {
    return new BatchProcessor(new BatchWorker(this), describe());
  }

  private String describe() {
    return "BatchProcessor{"
        + exporter.name()
        + " to "
        + exporter.destination()
        + ", queue="
        + maxQueueSize
        + " spans or "
        + maxQueueBytes
        + " bytes, batch="
        + Math.min(maxExportBatchSize, maxQueueSize)
        + (strictBatchSize ? "" : " or more")
        + ", delay="
        + scheduleDelay
        + ", timeout="
        + exportTimeout
        + '}';
  }
}
