// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.startup;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.concurrent.TimeUnit;

/** The first span of OpenTelemetry in a fresh JVM; see {@link Startup}. */
final class OpenTelemetryStartup {
  private OpenTelemetryStartup() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault())
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(args[0] + "/v1/traces").build())
                    .build())
            .build();
    Span span = provider.get("startup").spanBuilder("first").startSpan();
    span.end();
    CompletableResultCode flushed = provider.forceFlush().join(20, TimeUnit.SECONDS);
    long end = System.nanoTime();
    if (!flushed.isSuccess()) {
      throw new IllegalStateException("not exported");
    }
    System.out.println(end - start);
    provider.close();
  }
}
