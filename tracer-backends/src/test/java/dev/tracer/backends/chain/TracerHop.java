// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.datadog.DatadogPropagator;
import dev.tracer.export.SpanData;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.xray.XRayIds;
import dev.tracer.xray.XRayPropagator;
import dev.tracer.zipkin.B3Propagator;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** This library: reads whatever comes and writes all that the next service may read. */
final class TracerHop implements Hop {
  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Tracer tracer =
      Tracer.builder("tracer")
          .idGenerator(XRayIds.create())
          .propagator(
              Propagator.composite(
                  B3Propagator.single(),
                  XRayPropagator.create(),
                  DatadogPropagator.create(),
                  Propagator.traceContext()))
          .exporter(exporter)
          .build();

  @Override
  public Report serve(Map<String, String> received, Next next) throws Exception {
    exporter.reset();
    Context remote = tracer.extract(received, CarrierGetter.ofMap());
    Span parent = remote.span();
    Span server = tracer.spanBuilder("serve").parent(remote).kind(SpanKind.SERVER).start();
    String callId = "";
    try (Scope scope = server.makeCurrent()) {
      if (next.exists()) {
        callId = call(next);
      }
    }
    server.end();
    tracer.flush(Duration.ofMinutes(5));
    String recorded =
        exporter.spans().stream().map(TracerHop::text).collect(Collectors.joining(" "));
    return new Report(
        server.traceId(),
        server.spanId(),
        parent.isValid() ? parent.spanId() : "",
        callId,
        server.isSampled(),
        recorded);
  }

  private static String text(SpanData span) {
    return span.spanId() + '<' + (span.isRoot() ? "" : span.parentSpanId());
  }

  private String call(Next next) throws Exception {
    Span client = tracer.spanBuilder("call").kind(SpanKind.CLIENT).start();
    try (Scope scope = client.makeCurrent()) {
      Map<String, String> headers = Hop.headers();
      tracer.inject(headers, CarrierSetter.ofMap());
      next.call(headers);
    } finally {
      client.end();
    }
    return client.spanId();
  }
}
