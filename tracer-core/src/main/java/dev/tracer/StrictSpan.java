// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

/** A recorded span that remembers where it was started. */
final class StrictSpan extends RecordingSpan {
  private final LeakDetector.Trace trace;

  StrictSpan(
      Tracer tracer,
      Span parent,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState,
      String name,
      SpanKind kind,
      long startEpochNanos) {
    super(
        tracer,
        parent,
        traceIdHigh,
        traceIdLow,
        spanId,
        flags,
        traceState,
        name,
        kind,
        startEpochNanos);
    LeakDetector leaks = requireNonNull(tracer.engine.leaks, "leaks");
    this.trace = leaks.track(this, "span '" + name + "'", "ended");
  }

  @Override
  void finished() {
    trace.done();
  }
}
