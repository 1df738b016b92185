// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Resource;

/**
 * A line of a log that was written inside a span. Immutable.
 *
 * @param traceIdHigh the first 64 bits of the trace id
 * @param traceIdLow the last 64 bits of the trace id
 * @param spanId the span; 0 if only the trace is known
 * @param epochNanos when, in nanoseconds since 1970-01-01T00:00:00Z
 * @param severity how bad, as its source calls it; may be empty
 * @param logger who wrote it; may be empty
 * @param text what it says
 * @param resource the service that wrote it
 */
record LogLine(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long epochNanos,
    String severity,
    String logger,
    String text,
    Resource resource) {}
