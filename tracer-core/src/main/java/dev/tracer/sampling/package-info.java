// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Which traces are kept: {@link dev.tracer.sampling.Sampler} and what it takes to write another
 * one. The module {@code tracer-sampling} has samplers that limit rates, follow rules, or decide
 * when a request has ended.
 */
@NullMarked
package dev.tracer.sampling;

import org.jspecify.annotations.NullMarked;
