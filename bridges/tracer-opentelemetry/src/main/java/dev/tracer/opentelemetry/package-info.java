// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * OpenTelemetry's API over Tracer: begin with {@link dev.tracer.opentelemetry.OpenTelemetryBridge}.
 */
@NullMarked
package dev.tracer.opentelemetry;

import org.jspecify.annotations.NullMarked;
