// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Export in the OpenTelemetry protocol, encoded as JSON: over HTTP, into a file or to standard
 * output.
 */
@NullMarked
package dev.tracer.export.otlp;

import org.jspecify.annotations.NullMarked;
