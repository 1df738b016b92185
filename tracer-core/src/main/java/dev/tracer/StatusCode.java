// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * The outcome of a span. {@code OK} wins over {@code ERROR}, which wins over {@code UNSET}
 * (OpenTelemetry trace API, "Set Status").
 *
 * @since 0.1
 */
public enum StatusCode {
  /** Nobody said anything: the normal outcome. */
  UNSET,
  /** The application declared the operation a success; final. */
  OK,
  /** The operation failed. */
  ERROR
}
