// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * An OTLP server, as 3.5 names it. Immutable.
 *
 * @param transport HTTP is spoken; GRPC is told
 */
@ConfigurationProperties("management.otlp.tracing")
record OtlpProperties(
    @Nullable String endpoint,
    Map<String, String> headers,
    @Nullable Duration timeout,
    Transport transport,
    Compression compression,
    TracingProperties.Switch export) {

  OtlpProperties {
    headers = requireNonNullElse(headers, Map.of());
    transport = requireNonNullElse(transport, Transport.HTTP);
    compression = requireNonNullElse(compression, Compression.NONE);
    export = requireNonNullElse(export, TracingProperties.Switch.DEFAULT);
  }

  /** What OTLP is spoken over. */
  enum Transport {
    HTTP,
    GRPC
  }

  /** How requests are compressed. */
  enum Compression {
    GZIP,
    NONE
  }

  /** Without the headers, which may hold keys. */
  @Override
  public String toString() {
    return "OtlpProperties[" + transport + "]";
  }
}
