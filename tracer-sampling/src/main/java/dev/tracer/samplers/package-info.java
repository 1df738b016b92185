// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Samplers that limit rates, follow rules, or decide when a request has ended: begin with {@link
 * dev.tracer.samplers.Sampling}.
 *
 * <p>Besides its {@code productionDefaults}, this suits many services: health checks out, the rest
 * under one budget that rare operations get their part of.
 *
 * <pre>{@code
 * Sampler.parentBased(
 *     Sampling.ruleBased(
 *         SamplingRule.dropHealthChecks(),
 *         SamplingRule.of(Sampling.adaptive(50))))
 * }</pre>
 */
@NullMarked
package dev.tracer.samplers;

import org.jspecify.annotations.NullMarked;
