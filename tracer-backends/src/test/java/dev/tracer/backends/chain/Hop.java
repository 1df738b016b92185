// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import java.util.Map;
import java.util.TreeMap;

/** A service of the chain, with somebody's tracer in it. Called by one request after another. */
interface Hop {
  /**
   * Traces a request and, within it, the call of the next service.
   *
   * @param received the headers of the request
   */
  Report serve(Map<String, String> received, Next next) throws Exception;

  /** The next service. */
  interface Next {
    /** Whether there is one. */
    boolean exists();

    /** Calls it, with these headers besides those of HTTP. */
    void call(Map<String, String> headers) throws Exception;
  }

  /** Empty; upper and lower case are the same. */
  static Map<String, String> headers() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  /**
   * What a tracer says of its part of the trace, as it writes ids itself.
   *
   * @param parentId the caller's span, as it was read
   * @param callId the span of the call of the next service, empty if there is none
   * @param recorded the spans that it would export, {@code id<parent} each
   */
  record Report(
      String traceId,
      String spanId,
      String parentId,
      String callId,
      boolean sampled,
      String recorded) {}
}
