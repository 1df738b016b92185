// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An OTLP server, as 3.5 names it. Immutable.
 *
 * @param transport HTTP is spoken; GRPC is told
 */
@ConfigurationProperties("management.otlp.tracing")
record OtlpProperties(
    @Nullable String endpoint,
    @DefaultValue Map<String, String> headers,
    @Nullable Duration timeout,
    @DefaultValue("http") Transport transport,
    @DefaultValue("none") Compression compression,
    @DefaultValue TracingProperties.Switch export) {

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
