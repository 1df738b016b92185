// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package consumer;

import dev.tracer.Tracer;
import dev.tracer.opentelemetry.OpenTelemetryBridge;

/** Loads the library where no dependency but OpenTelemetry's API is at hand. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (Tracer tracer = Tracer.builder("consumer").build()) {
      io.opentelemetry.api.trace.Span span =
          OpenTelemetryBridge.of(tracer).getTracer("consumer").spanBuilder("work").startSpan();
      try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
        if (!dev.tracer.Span.current().spanId().equals(span.getSpanContext().getSpanId())) {
          throw new IllegalStateException("two contexts");
        }
      }
      span.end();
    }
  }
}
