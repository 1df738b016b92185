// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** For tests of traced code: a tracer that remembers, traces as text, a clock that stands still. */
module dev.tracer.testing {
  requires transitive dev.tracer;
  requires static org.jspecify;

  exports dev.tracer.testing;
}
