// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Spans for HTTP calls: {@link dev.tracer.http.HttpTracing} makes traced clients, {@link
 * dev.tracer.http.JdkServerTracing} and {@link dev.tracer.http.ServletTracing} trace servers, and a
 * {@link dev.tracer.http.ClientAdapter} or {@link dev.tracer.http.ServerAdapter} lets any other
 * library be traced. Attribute names are those of the OpenTelemetry semantic conventions 1.44.0,
 * "HTTP spans".
 */
@NullMarked
package dev.tracer.http;

import org.jspecify.annotations.NullMarked;
