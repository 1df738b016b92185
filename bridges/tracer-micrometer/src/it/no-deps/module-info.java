// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** A program that has the library, what it needs, and nothing else. */
module consumer {
  requires dev.tracer.micrometer;
}
