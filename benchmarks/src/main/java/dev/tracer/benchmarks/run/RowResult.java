// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.LinkedHashMap;
import java.util.Map;

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

  double time(String contestant) {
    Samples samples = contestants.get(contestant);
    return samples == null ? Double.NaN : samples.time();
  }

  /** OpenTelemetry's time divided by ours. */
  double ratio() {
    return time(Row.OPEN_TELEMETRY) / time(Row.OURS);
  }

  /** OpenTelemetry's processor time divided by ours. */
  double cpuRatio() {
    Samples ours = contestants.get(Row.OURS);
    Samples theirs = contestants.get(Row.OPEN_TELEMETRY);
    return ours == null || theirs == null ? Double.NaN : theirs.cpuTime() / ours.cpuTime();
  }

  boolean isHit(Aim aim) {
    Samples ours = contestants.get(Row.OURS);
    if (ours == null) {
      return false;
    }
    return aim.isHit(
        switch (aim.measure()) {
          case RATIO -> ratio();
          case NANOS -> ours.time();
          case BYTES -> ours.allocation();
        });
  }
}
