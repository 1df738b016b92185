// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** A Zipkin server, as 3.5 names it. Immutable. */
@ConfigurationProperties("management.zipkin.tracing")
record ZipkinProperties(@Nullable String endpoint, @DefaultValue TracingProperties.Switch export) {}
