// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import org.jspecify.annotations.Nullable;

/** A recorded span that remembers where it was started. */
final class StrictSpan extends RecordingSpan {
  private final LeakDetector.Trace trace;

  StrictSpan(
      Tracer tracer,
      @Nullable RecordingSpan parent,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      long parentSpanId,
      byte flags,
      TraceState traceState,
      String name,
      SpanKind kind,
      long startEpochNanos,
      LeakDetector leaks) {
    super(
        tracer,
        parent,
        traceIdHigh,
        traceIdLow,
        spanId,
        parentSpanId,
        flags,
        traceState,
        name,
        kind,
        startEpochNanos);
    this.trace = leaks.track(this, "span '" + name + "'", "ended");
  }

  @Override
  void finished() {
    trace.done();
  }
}
