// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The caller of a request that says only that it is not to be recorded. Nobody records such a
 * trace, so nobody will miss the parent that it never had.
 */
public final class DeniedTrace {
  private DeniedTrace() {}

  /** One whose id the caller did not tell. */
  public static Span begin() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return of(random.nextLong(), random.nextLong(1, Long.MAX_VALUE));
  }

  /** One with this id, which is not zero. */
  public static Span of(long traceIdHigh, long traceIdLow) {
    return Span.of(
        SpanContext.of(
            traceIdHigh,
            traceIdLow,
            ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
            (byte) 0,
            TraceState.empty(),
            true));
  }
}
