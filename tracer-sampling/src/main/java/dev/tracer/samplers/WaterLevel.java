// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/** Shares an amount max-min fairly, as water finds its level. Stateless. */
final class WaterLevel {
  private WaterLevel() {}

  /**
   * The level such that the demands, each up to the level, are the amount together; above the
   * highest demand if the amount is more than all of them, which is then divided by nobody.
   */
  static double of(double[] demands, double amount) {
    double last = 0;
    while (true) {
      double rest = amount;
      int above = 0;
      for (double demand : demands) {
        if (demand > last) {
          above++;
        } else {
          rest -= demand;
        }
      }
      double next = above == 0 ? last + rest : rest / above;
      if (above == 0 || next <= last) {
        return next;
      }
      last = next;
    }
  }
}
