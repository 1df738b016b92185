// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import dev.tracer.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a thread wrote last, as numbers and as texts, so that going back to the span around
 * costs no new text. An array of the JDK's types alone, since threads may outlive the application.
 */
final class Written {
  private static final int NUMBERS = 0;
  private static final int FLAGS = 1;
  private static final int TRACE = 2;
  private static final int SPAN = 3;

  /** The one before. */
  private static final int OTHER_SPAN = 4;

  private Written() {}

  static Object[] nothing() {
    return new Object[] {new long[4], "", "", "", ""};
  }

  /** Whether {@code text} is the very text that was written as the last span's id. */
  @SuppressWarnings("ReferenceEquality") // an equal one may be of another trace
  static boolean isSpanId(Object[] known, @Nullable String text) {
    return known[SPAN] == text;
  }

  /** Takes a span; tells whether its trace and flags are those of the last one. */
  @SuppressWarnings("ReferenceEquality") // there are two, both constants
  static boolean take(Object[] known, SpanContext ids, String flags) {
    long[] numbers = (long[]) known[NUMBERS];
    boolean same = known[FLAGS] == flags;
    known[FLAGS] = flags;
    if (numbers[0] != ids.traceIdHigh() || numbers[1] != ids.traceIdLow()) {
      same = false;
      numbers[0] = ids.traceIdHigh();
      numbers[1] = ids.traceIdLow();
      known[TRACE] = ids.traceId();
    }
    takeSpan(known, numbers, ids);
    return same;
  }

  private static void takeSpan(Object[] known, long[] numbers, SpanContext ids) {
    long id = ids.spanIdAsLong();
    if (numbers[2] == id) {
      return;
    }
    Object text = numbers[3] == id ? known[OTHER_SPAN] : ids.spanId();
    numbers[3] = numbers[2];
    known[OTHER_SPAN] = known[SPAN];
    numbers[2] = id;
    known[SPAN] = text;
  }

  static String spanId(Object[] known) {
    return (String) known[SPAN];
  }

  static String traceId(Object[] known) {
    return (String) known[TRACE];
  }

  static String flags(Object[] known) {
    return (String) known[FLAGS];
  }
}
