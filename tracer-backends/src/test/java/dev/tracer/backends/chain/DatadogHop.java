// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;

/**
 * Datadog's agent, attached to the process. It knows no server of the JDK, so the request goes in
 * by the API that it implements; the call of the next service is traced by the agent alone.
 */
final class DatadogHop implements Hop {
  @Override
  public Report serve(Map<String, String> received, Next next) throws Exception {
    TextMapPropagator propagator = GlobalOpenTelemetry.getPropagators().getTextMapPropagator();
    Context remote = propagator.extract(Context.root(), received, OpenTelemetryHop.GETTER);
    Span server =
        GlobalOpenTelemetry.getTracer("chain")
            .spanBuilder("serve")
            .setParent(remote)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    try (Scope scope = server.makeCurrent()) {
      next.call(Map.of());
    }
    server.end();
    return new Report(
        server.getSpanContext().getTraceId(),
        server.getSpanContext().getSpanId(),
        Span.fromContext(remote).getSpanContext().getSpanId(),
        "in its log",
        server.getSpanContext().isSampled(),
        "in its log");
  }
}
