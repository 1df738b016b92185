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
  /** 99 % of a normal distribution lie within so many standard deviations. */
  private static final double Z_99 = 2.576;

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

  /**
   * Where the median time lies, with 99 % confidence whatever the distribution, if iterations were
   * independent. Those of one fork resemble each other, so that the true confidence is lower.
   */
  Interval timeInterval() {
    return medianInterval(nanos);
  }

  /**
   * Where the mean processor time lies, with 99 % confidence if it is normally distributed. Of
   * means of ten iterations, where there are many: the system counts in ticks of 10 ms, and what it
   * counts too little in one iteration it counts too much in the next.
   */
  Interval cpuInterval() {
    int together = cpuNanos.size() < 60 ? 1 : 10;
    List<Double> means = new ArrayList<>();
    for (int i = 0; i + together <= cpuNanos.size(); i += together) {
      means.add(new ListStatistics(array(cpuNanos.subList(i, i + together))).getMean());
    }
    if (means.size() < 2) {
      return Interval.UNKNOWN;
    }
    ListStatistics statistics = new ListStatistics(array(means));
    double error = statistics.getMeanErrorAt(0.99);
    return new Interval(statistics.getMean() - error, statistics.getMean() + error);
  }

  Interval allocationInterval() {
    return medianInterval(bytes);
  }

  /** The mean processor time: systems count it in ticks, which would make a median jump. */
  double cpuTime() {
    return cpuNanos.isEmpty() ? Double.NaN : new ListStatistics(array(cpuNanos)).getMean();
  }

  double allocation() {
    return median(bytes);
  }

  /*
   * The number of measurements below the true median is binomial with p = 1/2, so that order
   * statistics around the middle enclose it. The normal approximation is off by less than one rank
   * for the ten measurements and more that there are.
   */
  private static Interval medianInterval(List<Double> values) {
    int count = values.size();
    if (count < 2) {
      return Interval.UNKNOWN;
    }
    double[] sorted = array(values);
    Arrays.sort(sorted);
    int low = (int) Math.floor((count - Z_99 * Math.sqrt(count)) / 2) - 1;
    return new Interval(sorted[Math.max(0, low)], sorted[Math.min(count - 1, count - 1 - low)]);
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
