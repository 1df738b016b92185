// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Which traces are kept: {@link dev.tracer.sampling.Sampler} and its built-ins. */
@NullMarked
package dev.tracer.sampling;

import org.jspecify.annotations.NullMarked;
