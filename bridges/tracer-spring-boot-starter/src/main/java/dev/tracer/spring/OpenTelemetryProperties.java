// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The resource, and where to and how spans leave as 4.0 names it. Immutable.
 *
 * @param resourceAttributes more about the service than its name
 */
@ConfigurationProperties("management.opentelemetry")
record OpenTelemetryProperties(Map<String, String> resourceAttributes, Tracing tracing) {

  OpenTelemetryProperties {
    resourceAttributes = requireNonNullElse(resourceAttributes, Map.of());
    tracing = requireNonNullElse(tracing, Tracing.DEFAULT);
  }

  /** A level of names. */
  record Tracing(Export export) {
    static final Tracing DEFAULT = new Tracing(Export.DEFAULT);

    Tracing {
      export = requireNonNullElse(export, Export.DEFAULT);
    }
  }

  /** How spans leave, and where to. */
  record Export(
      @Nullable Integer maxBatchSize,
      @Nullable Integer maxQueueSize,
      @Nullable Duration scheduleDelay,
      @Nullable Duration timeout,
      Otlp otlp) {
    static final Export DEFAULT = new Export(null, null, null, null, Otlp.DEFAULT);

    Export {
      otlp = requireNonNullElse(otlp, Otlp.DEFAULT);
    }

    TracingProperties.Batches batches() {
      return new TracingProperties.Batches(maxBatchSize, maxQueueSize, scheduleDelay, timeout);
    }
  }

  /** An OTLP server. */
  record Otlp(
      @Nullable String endpoint,
      Map<String, String> headers,
      @Nullable Duration timeout,
      OtlpProperties.Transport transport,
      OtlpProperties.Compression compression) {
    static final Otlp DEFAULT =
        new Otlp(
            null, Map.of(), null, OtlpProperties.Transport.HTTP, OtlpProperties.Compression.NONE);

    Otlp {
      headers = requireNonNullElse(headers, Map.of());
      transport = requireNonNullElse(transport, OtlpProperties.Transport.HTTP);
      compression = requireNonNullElse(compression, OtlpProperties.Compression.NONE);
    }

    /** Without the headers, which may hold keys. */
    @Override
    public String toString() {
      return "Otlp[" + transport + "]";
    }
  }
}
