// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/** A recorded span that remembers where it was started. */
final class StrictSpan extends RecordingSpan {
  private final LeakDetector.Trace trace;

  /**
   * Makes a span of the calling thread.
   *
   * @param plain has its identity, and is not used itself
   * @param name for the message
   */
  StrictSpan(RecordingSpan plain, String name) {
    super(
        plain.origin,
        plain.traceIdHigh,
        plain.traceIdLow,
        plain.spanId,
        plain.flags,
        plain.traceState);
    this.trace = plain.origin.owner.leaks().track(this, "span '" + name + "'", "ended");
  }

  @Override
  void finished() {
    trace.done();
  }
}
