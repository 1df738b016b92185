// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.startup;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.otlp.OtlpExporter;
import java.time.Duration;

/** The first span of this library in a fresh JVM; see {@link Startup}. */
final class TracerStartup {
  private TracerStartup() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    Tracer tracer = Tracer.builder("startup").exporter(OtlpExporter.http(args[0])).build();
    Span span = tracer.startSpan("first");
    span.end();
    tracer.flush(Duration.ofSeconds(20));
    long end = System.nanoTime();
    if (tracer.stats().exported() != 1) {
      throw new IllegalStateException(tracer.stats().toString());
    }
    System.out.println(end - start);
    tracer.close();
  }
}
