// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Span;

/**
 * Tells more about CLIENT and SERVER spans than this module knows by itself: attributes, events,
 * another name. Called for recorded spans only, on the threads of the application, and never twice
 * for one span; what it throws is counted and costs nothing else. Thread-safe.
 *
 * <pre>{@code
 * HttpTracing.builder(tracer).hook(new HttpHook() {
 *   public void onRequest(Span span, RequestView request) {
 *     span.set("tenant", request.header("x-tenant"));
 *   }
 * })
 * }</pre>
 *
 * @see HttpTracingBuilder#hook
 * @since 0.1
 */
public interface HttpHook {
  /** The span has started. A route that is told later renames a server's span once more. */
  default void onRequest(Span span, RequestView request) {}

  /**
   * The span is about to end; it has all attributes by now. A name given here is final.
   *
   * @param response what became of the request
   */
  default void onResponse(Span span, RequestView request, ResponseView response) {}
}
