// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import org.jspecify.annotations.Nullable;

/**
 * A recorded span that remembers where it was started and ended, and tells of calls after its end.
 */
final class StrictSpan extends RecordingSpan {
  private final LeakDetector.Trace trace;

  /** Written by whoever ends the span. */
  private volatile @Nullable Throwable ended;

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
    try {
      ended = new Throwable("It was ended by thread '" + Thread.currentThread().getName() + "'");
    } catch (Throwable e) {
      // no stack or memory was left to remember it
    }
  }

  @Override
  boolean late() {
    try {
      origin.owner.leaks().usedAfterEnd(origin.owner.inMessage(name), ended);
    } catch (Throwable e) {
      // no stack or memory was left to tell it
    }
    return false;
  }
}
