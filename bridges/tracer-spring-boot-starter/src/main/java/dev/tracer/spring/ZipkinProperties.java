// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static java.util.Objects.requireNonNullElse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** A Zipkin server, as 3.5 names it. Immutable. */
@ConfigurationProperties("management.zipkin.tracing")
record ZipkinProperties(@Nullable String endpoint, TracingProperties.Switch export) {

  ZipkinProperties {
    export = requireNonNullElse(export, TracingProperties.Switch.DEFAULT);
  }
}
