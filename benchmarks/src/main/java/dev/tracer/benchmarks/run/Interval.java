// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

/**
 * Where a figure lies, as far as the measurements tell.
 *
 * @param low not more than {@code high}; not a number if nothing is known
 */
record Interval(double low, double high) {
  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  boolean isKnown() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  Interval minus(Interval other) {
    return new Interval(low - other.high, high - other.low);
  }

  /** Unknown if {@code other} reaches down to zero. */
  Interval dividedBy(Interval other) {
    return other.low > 0 ? new Interval(low / other.high, high / other.low) : UNKNOWN;
  }
}
