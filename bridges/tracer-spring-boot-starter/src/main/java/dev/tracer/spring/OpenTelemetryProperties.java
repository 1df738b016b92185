// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The resource, and where to and how spans leave as 4.0 names it. Immutable.
 *
 * @param resourceAttributes more about the service than its name
 */
@ConfigurationProperties("management.opentelemetry")
record OpenTelemetryProperties(
    @DefaultValue Map<String, String> resourceAttributes, @DefaultValue Tracing tracing) {

  /** A level of names. */
  record Tracing(@DefaultValue Export export) {}

  /** How spans leave, and where to. */
  record Export(
      @Nullable Integer maxBatchSize,
      @Nullable Integer maxQueueSize,
      @Nullable Duration scheduleDelay,
      @Nullable Duration timeout,
      @DefaultValue Otlp otlp) {

    TracingProperties.Batches batches() {
      return new TracingProperties.Batches(maxBatchSize, maxQueueSize, scheduleDelay, timeout);
    }
  }

  /** An OTLP server. */
  record Otlp(
      @Nullable String endpoint,
      @DefaultValue Map<String, String> headers,
      @Nullable Duration timeout,
      @DefaultValue("http") OtlpProperties.Transport transport,
      @DefaultValue("none") OtlpProperties.Compression compression) {

    /** Without the headers, which may hold keys. */
    @Override
    public String toString() {
      return "Otlp[" + transport + "]";
    }
  }
}
