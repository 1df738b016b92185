// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.Locale;

/**
 * What a row of ours should reach.
 *
 * @param measure what is compared
 * @param bound the least ratio, or the most of anything else
 */
record Aim(Measure measure, double bound) {
  enum Measure {
    /** OpenTelemetry's time divided by ours. */
    RATIO,
    /** The same of processor time. */
    CPU,
    /** The untraced contestant's time divided by ours: the part of the throughput that is left. */
    KEPT,
    /** Our time. */
    NANOS,
    /** Our allocation. */
    BYTES
  }

  static Aim ratio(double least) {
    return new Aim(Measure.RATIO, least);
  }

  static Aim cpu(double least) {
    return new Aim(Measure.CPU, least);
  }

  static Aim kept(double least) {
    return new Aim(Measure.KEPT, least);
  }

  static Aim nanos(double most) {
    return new Aim(Measure.NANOS, most);
  }

  static Aim bytes(double most) {
    return new Aim(Measure.BYTES, most);
  }

  /**
   * Whether it is reached. Half a byte is the profiler's noise: what the virtual machine allocates
   * meanwhile is divided among the operations.
   */
  Verdict verdict(Interval value) {
    if (!value.isKnown()) {
      return Verdict.UNDECIDED;
    }
    boolean atBest = isHit(isLeast() ? value.high() : value.low());
    boolean atWorst = isHit(isLeast() ? value.low() : value.high());
    return atWorst ? Verdict.HIT : atBest ? Verdict.UNDECIDED : Verdict.MISS;
  }

  private boolean isLeast() {
    return measure == Measure.RATIO || measure == Measure.CPU || measure == Measure.KEPT;
  }

  private boolean isHit(double value) {
    return switch (measure) {
      case RATIO, CPU, KEPT -> value >= bound;
      case NANOS -> value <= bound;
      case BYTES -> value < bound + 0.5;
    };
  }

  @Override
  public String toString() {
    return switch (measure) {
      case RATIO -> String.format(Locale.ROOT, "ratio ≥ %.1f", bound);
      case CPU -> String.format(Locale.ROOT, "CPU ≥ %.1f", bound);
      case KEPT -> String.format(Locale.ROOT, "≥ %.2f of untraced", bound);
      case NANOS -> "≤ " + Format.time(bound);
      case BYTES -> "≤ " + Format.bytes(bound);
    };
  }
}
