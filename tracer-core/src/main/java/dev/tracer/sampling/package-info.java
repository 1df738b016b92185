// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Which traces are kept: {@link dev.tracer.sampling.Sampler} and its built-ins.
 *
 * <p>A good one for production, in every service: health checks out, the rest under one budget that
 * rare operations get their part of.
 *
 * <pre>{@code
 * Sampler.parentBased(
 *     Sampler.ruleBased(
 *         SamplingRule.dropHealthChecks(),
 *         SamplingRule.of(Sampler.adaptive(50))))
 * }</pre>
 */
@NullMarked
package dev.tracer.sampling;

import org.jspecify.annotations.NullMarked;
