// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

/**
 * What becomes of a span that is started (OpenTelemetry trace SDK, "Sampling").
 *
 * @since 0.1
 */
public enum SamplingDecision {
  /** Not recorded, not exported; the sampled flag is off. */
  DROP,
  /** Recorded for processors, not exported; the sampled flag is off. */
  RECORD_ONLY,
  /** Recorded and exported; the sampled flag is on. */
  RECORD_AND_SAMPLE
}
