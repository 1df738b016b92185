// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * How a trace crosses process boundaries: {@link dev.tracer.propagation.Propagator} and the
 * carriers it reads and writes.
 */
@NullMarked
package dev.tracer.propagation;

import org.jspecify.annotations.NullMarked;
