// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Micrometer Tracing over Tracer: begin with {@link dev.tracer.micrometer.MicrometerTracing}. */
@NullMarked
package dev.tracer.micrometer;

import org.jspecify.annotations.NullMarked;
