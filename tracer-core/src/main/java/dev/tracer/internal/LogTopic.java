// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/** What a warning is about: a {@link ThrottledLog} counts and throttles each for itself. */
public enum LogTopic {
  /** Spans were dropped because a queue was full. */
  QUEUE_FULL,

  /** An exporter failed. */
  EXPORT,

  /** A destination refused spans. */
  REJECTED,

  /** Spans were too large. */
  OVERSIZE,

  /** Spans came after the close or were left behind by it. */
  CLOSED,

  /** A part given by the application threw. */
  FAULT,

  /** A scope was closed in the wrong order or on the wrong thread. */
  SCOPE,

  /** A scope or span was never closed or ended. */
  LEAK,

  /** A span was used after its end. */
  ENDED,

  /** A sampler had no room, or a server that it asks did not answer well. */
  SAMPLING,

  /** What was set up cannot do what it should. */
  SETUP
}
