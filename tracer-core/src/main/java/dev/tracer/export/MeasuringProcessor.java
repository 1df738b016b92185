// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

/**
 * A processor that measures every span, sampled or not: for metrics, whose counts must not depend
 * on what is kept. A tracer with one of these records the spans that its sampler drops as if the
 * sampler had said {@link dev.tracer.sampling.SamplingDecision#RECORD_ONLY}: they cost what
 * recorded spans cost, and are not exported. Without one it costs nothing.
 *
 * @since 0.1
 */
public interface MeasuringProcessor extends SpanProcessor {
  /**
   * A span has ended. Called once for each that {@link #onStart} was, on the thread that ended it,
   * before filters, a tail sampler and {@link #onEnd}.
   *
   * @param span as the application wrote it: neither filtered nor redacted
   */
  void measure(SpanData span);

  /** Does nothing. */
  @Override
  default void onEnd(SpanData span) {}
}
