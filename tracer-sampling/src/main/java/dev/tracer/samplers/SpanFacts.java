// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out about spans what policies want to know, and says it as a set of bits: the first one for
 * a failure, one for each condition. Runs foreign code; what that throws goes to {@code faults},
 * and the condition counts as not met. Thread-safe.
 */
record SpanFacts(List<SpanPolicy> conditions, Consumer<? super Throwable> faults) {
  /** No fact. */
  static final int NONE = 0;

  /** A span has failed. */
  static final int ERROR = 1;

  /** How many conditions there may be. */
  static final int MAX_CONDITIONS = 30;

  /** The fact that a span meets a condition. */
  static int condition(int index) {
    return ERROR << (index + 1);
  }

  /** What a span that has ended adds. */
  int of(SpanData span) {
    int facts = hasFailed(span) ? ERROR : NONE;
    for (int i = 0; i < conditions.size(); i++) {
      facts |= meets(conditions.get(i), span) ? condition(i) : NONE;
    }
    return facts;
  }

  private boolean hasFailed(SpanData span) {
    try {
      return span.statusCode() == StatusCode.ERROR;
    } catch (Throwable e) { // of a filter's own kind of span
      faults.accept(e);
      return false;
    }
  }

  private boolean meets(SpanPolicy policy, SpanData span) {
    try {
      return policy.condition().test(span);
    } catch (Throwable e) {
      faults.accept(e);
      return false;
    }
  }

  /** How long a span took, by the times it was given. */
  long nanos(SpanData span, long otherwise) {
    try {
      return span.durationNanos();
    } catch (Throwable e) { // of a filter's own kind of span
      faults.accept(e);
      return otherwise;
    }
  }
}
