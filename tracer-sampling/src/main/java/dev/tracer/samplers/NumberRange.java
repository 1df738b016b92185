// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import org.jspecify.annotations.Nullable;

/** Numbers from {@code least} to {@code most}, both included. */
record NumberRange(double least, double most) {
  NumberRange {
    if (!(least <= most)) {
      throw new IllegalArgumentException("least must not exceed most: " + least + ", " + most);
    }
  }

  /** Whether a value is a number in the range. */
  boolean contains(@Nullable Object value) {
    return value instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most;
  }

  @Override
  public String toString() {
    return "[" + least + ".." + most + "]";
  }
}
