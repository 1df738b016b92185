// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.backends.internal.UntoldCaller;
import org.jspecify.annotations.Nullable;

/**
 * What B3 headers say. Immutable.
 *
 * @param spanId 0 if the headers hold a decision and no ids
 */
record B3(long traceIdHigh, long traceIdLow, long spanId, Decision decision) {
  private static final int MAX_TRACE_ID = 32;
  private static final int MAX_SPAN_ID = 16;

  /** Two ids, a decision, the parent, three dashes. */
  private static final int MAX_LENGTH = MAX_TRACE_ID + 2 * MAX_SPAN_ID + 4;

  /** What the caller decided about recording. */
  enum Decision {
    DENY,
    ACCEPT,
    DEBUG,
    /** Left to the receiver. */
    DEFER;

    /** The decision in {@code X-B3-Sampled} and at the end of {@code b3}; null if malformed. */
    static @Nullable Decision of(@Nullable String text) {
      if (text == null) {
        return DEFER;
      }
      return switch (text) {
        case "0" -> DENY;
        case "1" -> ACCEPT;
        case "d" -> DEBUG;
        default ->
            text.equalsIgnoreCase("true") ? ACCEPT : text.equalsIgnoreCase("false") ? DENY : null;
      };
    }
  }

  /** Reads {@code traceid-spanid[-decision][-parentid]} or a decision; null if malformed. */
  static @Nullable B3 parse(String header) {
    if (header.length() > MAX_LENGTH) {
      return null;
    }
    String[] parts = header.split("-", -1);
    if (parts.length == 1) {
      return header.length() == 1 ? of(null, null, Decision.of(header)) : null;
    }
    boolean undecided = parts.length == 2 || (parts.length == 3 && isParent(parts[2]));
    Decision decision = undecided ? Decision.DEFER : Decision.of(parts[2]);
    boolean endsWell = parts.length < 4 || (parts.length == 4 && isParent(parts[3]));
    return endsWell ? of(parts[0], parts[1], decision) : null;
  }

  /** Whether it is an id, which nobody uses, and no decision. */
  private static boolean isParent(String text) {
    return text.length() == MAX_SPAN_ID && HeaderText.isHex(text, 0, MAX_SPAN_ID, MAX_SPAN_ID);
  }

  /** Null if an id is malformed, zero, or there without the other, or if there is no decision. */
  static @Nullable B3 of(
      @Nullable String traceId, @Nullable String spanId, @Nullable Decision decision) {
    if (decision == null) {
      return null;
    }
    if (traceId == null && spanId == null) {
      return decision == Decision.DEFER ? null : new B3(0, 0, 0, decision);
    }
    if (traceId == null
        || spanId == null
        || !HeaderText.isHex(traceId, 0, traceId.length(), MAX_TRACE_ID)
        || !HeaderText.isHex(spanId, 0, spanId.length(), MAX_SPAN_ID)) {
      return null;
    }
    long high = HeaderText.hexHigh(traceId, 0, traceId.length());
    long low = HeaderText.hex(traceId, 0, traceId.length());
    long span = HeaderText.hex(spanId, 0, spanId.length());
    return (high | low) == 0 || span == 0 ? null : new B3(high, low, span, decision);
  }

  boolean hasIds() {
    return spanId != 0;
  }

  boolean isSampled() {
    return decision == Decision.ACCEPT || decision == Decision.DEBUG;
  }

  /** The caller's span; without ids, one made up. */
  Span caller() {
    if (!hasIds()) {
      return isSampled() ? UntoldCaller.accepting() : UntoldCaller.denying();
    }
    byte flags = isSampled() ? SpanContext.SAMPLED : 0;
    SpanContext context =
        SpanContext.of(traceIdHigh, traceIdLow, spanId, flags, TraceState.empty(), true);
    return Span.of(decision == Decision.DEFER ? context.undecided() : context);
  }
}
