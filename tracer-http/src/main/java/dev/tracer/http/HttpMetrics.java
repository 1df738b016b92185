// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.SpanKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Learns how long each request took, whether its span is recorded or not: the seam for libraries of
 * metrics. What it throws is counted and costs nothing else. Thread-safe.
 *
 * @see HttpTracingBuilder#metrics
 * @since 0.1
 */
@FunctionalInterface
public interface HttpMetrics {
  /**
   * A request has ended. Called once for each, on the thread that ended it.
   *
   * @param request valid during the call
   */
  void ended(Measurement measurement, RequestView request);

  /**
   * One request (semantic conventions 1.44.0, "HTTP metrics"). All but the duration has few
   * different values. Immutable.
   *
   * @param kind {@code SERVER} or {@code CLIENT}
   * @param method {@code _OTHER} if it is none of the {@link HttpTracingBuilder#knownMethods}
   * @param route as far as the server was told; null on clients
   * @param status -1 if there was no response
   * @param errorType a status or the class of an exception, as the span has it; null if there was
   *     no error
   * @param duration from the start of the span to its end
   * @since 0.1
   */
  record Measurement(
      SpanKind kind,
      String method,
      @Nullable String route,
      int status,
      @Nullable String errorType,
      Duration duration) {}
}
