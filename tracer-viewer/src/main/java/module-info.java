// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Shows traces on a local page: receives them from any SDK, keeps them in memory. */
module dev.tracer.viewer {
  requires transitive dev.tracer;
  requires jdk.httpserver;
  requires static com.google.errorprone.annotations; // @GuardedBy, checked when it is compiled
  requires static org.jspecify;

  exports dev.tracer.viewer;
}
