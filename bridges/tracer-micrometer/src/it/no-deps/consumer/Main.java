// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package consumer;

import dev.tracer.Tracer;
import dev.tracer.micrometer.MicrometerTracing;

/** Loads the library where no dependency but Micrometer Tracing is at hand. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (Tracer tracer = Tracer.builder("consumer").build()) {
      io.micrometer.tracing.Tracer bridged = MicrometerTracing.of(tracer).tracer();
      io.micrometer.tracing.Span span = bridged.nextSpan().name("work").start();
      try (io.micrometer.tracing.Tracer.SpanInScope scope = bridged.withSpan(span)) {
        if (!dev.tracer.Span.current().spanId().equals(span.context().spanId())) {
          throw new IllegalStateException("two contexts");
        }
      }
      span.end();
    }
  }
}
