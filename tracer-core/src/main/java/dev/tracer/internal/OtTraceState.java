// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import dev.tracer.TraceState;

/** Skeleton: the `ot` member of a trace state. */
public final class OtTraceState {
  private static final long MASK = (1L << 56) - 1;

  private OtTraceState() {}

  /** The randomness of a trace: {@code rv} if the trace state has a valid one, else the id's. */
  public static long randomness(TraceState traceState, long traceIdLow) {
    return traceIdLow & MASK;
  }

  /** The trace state with the threshold set. */
  public static TraceState withThreshold(TraceState traceState, long threshold) {
    return traceState;
  }

  /** The trace state without threshold. */
  public static TraceState withoutThreshold(TraceState traceState) {
    return traceState;
  }
}
