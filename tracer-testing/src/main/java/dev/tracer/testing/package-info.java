// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * For tests of instrumented code, with whatever test framework: {@link
 * dev.tracer.testing.TestTracer} collects spans under a clock and ids of its own, and compares them
 * with a tree written as text.
 */
@NullMarked
package dev.tracer.testing;

import org.jspecify.annotations.NullMarked;
