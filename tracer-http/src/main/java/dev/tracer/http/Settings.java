// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.Tracer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpTracing} was built with. Immutable.
 *
 * @param traceTo which hosts get trace headers
 * @param baggageTo which of those get baggage as well
 * @param requestHeaders in lower case
 * @param responseHeaders in lower case
 * @param oldNames whether the names of older conventions are set as well
 */
record Settings(
    Tracer tracer,
    InboundPolicy inbound,
    Predicate<String> traceTo,
    Predicate<String> baggageTo,
    Set<String> redactedKeys,
    List<String> requestHeaders,
    List<String> responseHeaders,
    boolean oldNames,
    boolean serverTiming,
    Verdicts verdicts) {

  void set(SpanBuilder span, String name, String oldName, @Nullable String value) {
    if (value != null) {
      span.set(name, value);
      if (oldNames) {
        span.set(oldName, value);
      }
    }
  }

  void set(SpanBuilder span, String name, String oldName, long value) {
    span.set(name, value);
    if (oldNames) {
      span.set(oldName, value);
    }
  }

  void set(Span span, String name, String oldName, long value) {
    span.set(name, value);
    if (oldNames) {
      span.set(oldName, value);
    }
  }

  /** Sets the method, by its original spelling if it is not a known one. */
  void setMethod(SpanBuilder span, String method) {
    if (Names.isKnownMethod(method)) {
      set(span, Names.METHOD, Names.OLD_METHOD, method);
    } else {
      set(span, Names.METHOD, Names.OLD_METHOD, Names.OTHER);
      span.set(Names.METHOD_ORIGINAL, method);
    }
  }

  /** The first part of a span's name. */
  static String nameOf(String method) {
    return Names.isKnownMethod(method) ? method : Names.OTHER_IN_NAME;
  }

  /** Counts and logs that tracing failed; the application goes on without. */
  void fault(String part, Throwable error) {
    tracer.reportFault(part, error);
  }
}
