// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

/** All properties that a tracer is made from. Immutable. */
record AllProperties(
    TracerProperties tracer,
    TracingProperties tracing,
    OtlpProperties otlp,
    OpenTelemetryProperties openTelemetry,
    ZipkinProperties zipkin) {}
