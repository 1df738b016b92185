// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes errors of the spans of HTTP requests that failed without an exception: answered with status
 * 500 and above, for a client with 400 and above (semantic conventions, "HTTP spans", Status).
 * Spring tells of exceptions only. Changes no observation. Thread-safe.
 */
final class FailedResponses implements ObservationFilter {
  private static final String STATUS = "status";

  /** Its name where the application chose OpenTelemetry's names. */
  private static final String STATUS_CODE = "http.response.status_code";

  private final Tracer tracer;

  FailedResponses(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Observation.Context map(Observation.Context context) {
    boolean client = context instanceof RequestReplySenderContext<?, ?>;
    if (context.getError() == null
        && (client || context instanceof RequestReplyReceiverContext<?, ?>)) {
      String status = status(context);
      if (status != null && status.compareTo(client ? "400" : "500") >= 0) {
        failed(context, status);
      }
    }
    return context;
  }

  /** The status of the response; null if there is none, or it is no number of three digits. */
  private static @Nullable String status(Observation.Context context) {
    KeyValue told = context.getLowCardinalityKeyValue(STATUS);
    if (told == null) {
      told = context.getLowCardinalityKeyValue(STATUS_CODE);
    }
    String status = told == null ? "" : told.getValue();
    boolean number = status.length() == 3 && status.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? status : null;
  }

  private void failed(Observation.Context context, String status) {
    TracingContext tracing = context.get(TracingContext.class);
    io.micrometer.tracing.Span theirs = tracing == null ? null : tracing.getSpan();
    if (theirs == null) {
      return;
    }
    try (var scope = tracer.withSpan(theirs)) {
      Span span = Span.current();
      if (span.context().spanId().equals(theirs.context().spanId())) { // else a tracer of others
        span.set("error.type", status).status(StatusCode.ERROR);
      }
    }
  }
}
