// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * The role of a span in a request (OpenTelemetry trace API, "SpanKind").
 *
 * @since 0.1
 */
public enum SpanKind {
  /** An operation inside the process. The default. */
  INTERNAL,
  /** The handling of a request that a remote client waits for. */
  SERVER,
  /** A request to a remote service that the caller waits for. */
  CLIENT,
  /** The sending of a message whose handling nobody waits for. */
  PRODUCER,
  /** The handling of a message from a {@link #PRODUCER}. */
  CONSUMER
}
