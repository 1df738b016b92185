// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.internal.ThreadState;

/**
 * The caller of a request that tells whether to record it, and no span of its own. Its made-up ids
 * let samplers, and limits on what callers decide, see a remote parent like any other.
 */
public final class UntoldCaller {
  private UntoldCaller() {}

  /** One that wants the trace recorded. Back ends miss the parent that it never had. */
  public static Span accepting() {
    return of(random(), random(), (byte) (SpanContext.SAMPLED | SpanContext.RANDOM));
  }

  /** One that does not want the trace recorded. */
  public static Span denying() {
    return denying(random(), random());
  }

  /** One that does not want the trace with this id, which is not zero, recorded. */
  public static Span denying(long traceIdHigh, long traceIdLow) {
    return of(traceIdHigh, traceIdLow, (byte) 0);
  }

  private static Span of(long traceIdHigh, long traceIdLow, byte flags) {
    return Span.of(
        SpanContext.of(traceIdHigh, traceIdLow, random(), flags, TraceState.empty(), true));
  }

  private static long random() {
    return ThreadState.random(ThreadState.randomState(ThreadState.slot()));
  }
}
