// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.config.Settings;
import dev.tracer.config.TracerExtension;
import dev.tracer.datadog.DatadogPropagator;
import dev.tracer.export.SpanExporter;
import dev.tracer.jaeger.JaegerPropagator;
import dev.tracer.propagation.Propagator;
import dev.tracer.xray.XRayExporter;
import dev.tracer.xray.XRayPropagator;
import dev.tracer.zipkin.B3Propagator;
import dev.tracer.zipkin.ZipkinExporter;
import dev.tracer.zipkin.ZipkinExporterBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The names of this module in {@code OTEL_*} variables. */
public final class BackendsExtension implements TracerExtension {
  private static final String ZIPKIN_ENDPOINT = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  private static final String ZIPKIN_TIMEOUT = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  /** For {@link java.util.ServiceLoader}. */
  public BackendsExtension() {}

  @Override
  public @Nullable SpanExporter exporter(String name, Settings settings) {
    return switch (name) {
      case "zipkin" -> zipkin(settings);
      case "xray" -> XRayExporter.daemon();
      default -> null;
    };
  }

  private static SpanExporter zipkin(Settings settings) {
    ZipkinExporterBuilder builder = ZipkinExporter.builder();
    String endpoint = settings.text(ZIPKIN_ENDPOINT, "");
    if (!endpoint.isEmpty()) {
      builder.endpoint(endpoint);
    }
    Duration timeout = settings.millis(ZIPKIN_TIMEOUT, USUAL_TIMEOUT);
    boolean isLong = timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0;
    return builder.timeout(isLong ? LONGEST_TIMEOUT : timeout).build();
  }

  @Override
  public @Nullable Propagator propagator(String name, Settings settings) {
    return switch (name) {
      case "b3" -> B3Propagator.single();
      case "b3multi" -> B3Propagator.multi();
      case "jaeger" -> JaegerPropagator.create();
      case "datadog" -> DatadogPropagator.create();
      case "xray" -> XRayPropagator.create();
      case "xray-lambda" -> XRayPropagator.lambda();
      default -> null;
    };
  }
}
