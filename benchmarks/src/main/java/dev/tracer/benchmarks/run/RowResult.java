// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What was measured for a row. Confined to a thread. */
final class RowResult {
  final Row row;
  final Map<String, Samples> contestants = new LinkedHashMap<>();

  RowResult(Row row) {
    this.row = row;
  }

  Samples samples(String contestant) {
    return contestants.computeIfAbsent(contestant, Samples::new);
  }

  /** The contestant's time; without that of the untraced one, if there is one. */
  double time(String contestant) {
    return added(contestant, Samples::time);
  }

  /** The contestant's allocation; without that of the untraced one, if there is one. */
  double allocation(String contestant) {
    return added(contestant, Samples::allocation);
  }

  private double added(String contestant, ToDoubleFunction<Samples> measure) {
    double value = value(contestant, measure);
    return contestants.containsKey(Row.UNTRACED) ? value - value(Row.UNTRACED, measure) : value;
  }

  private double value(String contestant, ToDoubleFunction<Samples> measure) {
    Samples samples = contestants.get(contestant);
    return samples == null ? Double.NaN : measure.applyAsDouble(samples);
  }

  /** OpenTelemetry's time divided by ours. */
  double ratio() {
    return time(Row.OPEN_TELEMETRY) / time(Row.OURS);
  }

  /** OpenTelemetry's processor time divided by ours. */
  double cpuRatio() {
    return added(Row.OPEN_TELEMETRY, Samples::cpuTime) / added(Row.OURS, Samples::cpuTime);
  }

  /** The untraced contestant's time divided by ours. */
  double kept() {
    return value(Row.UNTRACED, Samples::time) / value(Row.OURS, Samples::time);
  }

  /** Whether the aim is reached; undecided where the measurements allow both. */
  Verdict verdict(Aim aim) {
    return aim.verdict(
        switch (aim.measure()) {
          case RATIO -> added(Row.OPEN_TELEMETRY).dividedBy(added(Row.OURS));
          case CPU -> cpu(Row.OPEN_TELEMETRY).dividedBy(cpu(Row.OURS));
          case NANOS -> added(Row.OURS);
          case KEPT -> whole(Row.UNTRACED).dividedBy(whole(Row.OURS));
          case BYTES -> allocated(Row.OURS);
        });
  }

  private Interval added(String contestant) {
    return addedInterval(contestant, Samples::timeInterval);
  }

  private Interval whole(String contestant) {
    return interval(contestant, Samples::timeInterval);
  }

  private Interval cpu(String contestant) {
    return addedInterval(contestant, Samples::cpuInterval);
  }

  private Interval allocated(String contestant) {
    return addedInterval(contestant, Samples::allocationInterval);
  }

  private Interval addedInterval(String contestant, Function<Samples, Interval> measure) {
    Interval value = interval(contestant, measure);
    return contestants.containsKey(Row.UNTRACED)
        ? value.minus(interval(Row.UNTRACED, measure))
        : value;
  }

  private Interval interval(String contestant, Function<Samples, Interval> measure) {
    Samples samples = contestants.get(contestant);
    return samples == null ? Interval.UNKNOWN : measure.apply(samples);
  }

  /** Where the ratio lies. */
  Interval ratioInterval() {
    return added(Row.OPEN_TELEMETRY).dividedBy(added(Row.OURS));
  }
}
