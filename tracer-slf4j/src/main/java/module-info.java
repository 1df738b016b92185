// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Log lines that carry the trace. */
module dev.tracer.slf4j {
  requires static org.jspecify;
  // Only for applications that have them.
  requires static java.logging;
  requires static org.slf4j;
  requires transitive dev.tracer;

  exports dev.tracer.slf4j;
}
