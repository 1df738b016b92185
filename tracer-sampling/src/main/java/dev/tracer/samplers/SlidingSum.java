// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/**
 * A sum over the last slots of time, which are {@link #SLOTS}. Confined to one thread at a time.
 */
final class SlidingSum {
  static final int SLOTS = 10;

  private final double[] slots = new double[SLOTS];
  private int last;

  /**
   * Enters what was counted since the last time.
   *
   * @param time how long that was, in slots: all of it counts for the first of them
   */
  void add(double count, double time) {
    long passed = Math.max(1, Math.min(SLOTS + 1, Math.round(time)));
    for (int i = 0; i < passed; i++) {
      last = (last + 1) % SLOTS;
      slots[last] = i == 0 ? count : 0;
    }
  }

  /** The sum over all slots. */
  double all() {
    double sum = 0;
    for (double slot : slots) {
      sum += slot;
    }
    return sum;
  }

  /** The sum over all slots but the oldest, which leaves at the end of the one that begins now. */
  double allButOldest() {
    return all() - slots[(last + 1) % SLOTS];
  }
}
