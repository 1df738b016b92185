// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * The measurements of one contestant in one row, an entry for each iteration. Confined to a thread.
 */
final class Samples {
  final String contestant;

  /** Nanoseconds for one operation by the clock on the wall. */
  final List<Double> nanos = new ArrayList<>();

  /** Nanoseconds for one operation by the processors' clocks, all threads of the JVM together. */
  final List<Double> cpuNanos = new ArrayList<>();

  /** Bytes allocated for one operation, by all threads together. */
  final List<Double> bytes = new ArrayList<>();

  Samples(String contestant) {
    this.contestant = contestant;
  }

  /** The median time: other work on the machine disturbs it less than the mean. */
  double time() {
    return median(nanos);
  }

  /** The mean processor time: systems count it in ticks, which would make a median jump. */
  double cpuTime() {
    return cpuNanos.isEmpty() ? Double.NaN : new ListStatistics(array(cpuNanos)).getMean();
  }

  double allocation() {
    return median(bytes);
  }

  /** Half the width of the 99.9 % confidence interval of the mean time. */
  double error() {
    return new ListStatistics(array(nanos)).getMeanErrorAt(0.999);
  }

  private static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = array(values);
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
