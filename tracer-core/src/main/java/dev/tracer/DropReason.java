// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * Why an ended span did not reach its destination.
 *
 * @since 0.1
 */
public enum DropReason {
  /** A filter refused it, or threw. */
  FILTERED,
  /** A processor did not take it, or there was no stack or memory left for its end. */
  FAULT,
  /** The queue was full: the destination is slower than the application. */
  QUEUE_FULL,
  /** The exporter could not deliver it. */
  EXPORT_FAILED,
  /** The destination received and refused it. */
  REJECTED,
  /** The span alone was larger than the destination takes. */
  OVERSIZE,
  /** It was still waiting when the time for closing was over, or it ended after the close. */
  CLOSED
}
