// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.time.Duration;

/** True of a trace whose local root takes so long. */
record LatencyPolicy(long limitNanos) implements TailPolicy {
  @Override
  public String reason() {
    return "latency";
  }

  @Override
  public String toString() {
    return "latency>=" + Duration.ofNanos(limitNanos);
  }
}
