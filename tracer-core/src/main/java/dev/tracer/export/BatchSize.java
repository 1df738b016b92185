// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Clock;
import java.util.concurrent.TimeUnit;

/**
 * How many spans make a batch. A destination that is slow to answer gets more at a time when the
 * queue fills, as one answer may be for many: as many as the last batch shows to arrive within a
 * second, so that one whose time goes with the number of spans gets no more than it can take in
 * time. One that fails gets no more, as each of its failures would cost more. Confined to the
 * worker, but for what never changes.
 */
final class BatchSize {
  /** How long a batch may take to arrive: a tenth of the exporters' usual timeout. */
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(1);

  // immutable state

  /** How many wake a sleeping worker. */
  final int usual;

  /** How many wake a worker that naps. */
  final int wakesFromNap;

  private final Clock clock;
  private final int most;
  private final int fillingFrom;

  // mutable state

  /** How many the last batch lets expect to arrive within the budget. */
  private int affordable;

  private long begun;

  BatchSize(BatchProcessorBuilder settings) {
    int queue = settings.maxQueueSize;
    this.usual = Math.min(settings.maxExportBatchSize, queue);
    this.most = settings.strictBatchSize ? usual : queue;
    this.fillingFrom = queue / 2;
    this.wakesFromNap = Math.max(usual, fillingFrom);
    this.affordable = usual;
    this.clock = settings.clock;
  }

  /** How many of the spans that wait to take. */
  int next(long waiting) {
    return (int) Math.min(waiting, waiting > fillingFrom ? Math.max(usual, affordable) : usual);
  }

  /** Takes note of when the export of a batch begins. */
  void begin() {
    begun = clock.nanoTime();
  }

  /**
   * Takes note of what became of that batch.
   *
   * @param whole whether all of it arrived
   */
  void exported(int count, boolean whole) {
    long nanos = Math.max(1, clock.nanoTime() - begun);
    long within = count * BUDGET_NANOS / nanos; // no overflow: 2^30 spans at most
    affordable = whole ? (int) Math.min(most, within) : usual;
  }
}
