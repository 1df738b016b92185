// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

/**
 * How many spans make a batch. A destination that is slow to answer gets more at a time when the
 * queue fills, as one answer may be for many; one that fails does not, as each of its failures
 * would cost more. Confined to the worker, but for what never changes.
 */
final class BatchSize {
  // immutable state

  /** How many wake a sleeping worker. */
  final int usual;

  /** How many wake a worker that naps. */
  final int wakesFromNap;

  private final int most;
  private final int fillingFrom;

  // mutable state

  /** Whether the last batch arrived. */
  private boolean delivers = true;

  BatchSize(BatchProcessorBuilder settings) {
    int queue = settings.maxQueueSize;
    this.usual = Math.min(settings.maxExportBatchSize, queue);
    this.most = settings.strictBatchSize ? usual : queue;
    this.fillingFrom = queue / 2;
    this.wakesFromNap = Math.max(usual, fillingFrom);
  }

  /** How many of the spans that wait to take. */
  int next(long waiting) {
    return (int) Math.min(waiting, delivers && waiting > fillingFrom ? most : usual);
  }

  /** Takes note of whether the last batch arrived. */
  void delivered(boolean whole) {
    delivers = whole;
  }
}
