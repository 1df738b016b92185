// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * The {@code OTEL_*} environment variables and system properties (OpenTelemetry, "Environment
 * Variable Specification"), and how other modules take part in reading them.
 */
@NullMarked
package dev.tracer.config;

import org.jspecify.annotations.NullMarked;
