// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Micrometer Tracing over Tracer: what Spring and its libraries observe becomes spans. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Micrometer has no module-info
module dev.tracer.micrometer {
  requires transitive dev.tracer;
  requires transitive micrometer.tracing;
  requires static org.jspecify;
  // Only for applications that have them.
  requires static micrometer.core;
  requires static org.slf4j;

  exports dev.tracer.micrometer;
}
