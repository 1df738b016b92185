// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.TraceState;
import dev.tracer.internal.OtTraceState;
import java.time.Duration;

/**
 * A head sampler and a tail sampler that go together, for {@code TracerBuilder.sampling}.
 * Immutable.
 *
 * @since 0.1
 */
public final class Sampling {
  private static final double RATIO = 0.01;
  private static final double MOST_A_SECOND = 100;

  private final Sampler head;
  private final TailSampler tail;

  private Sampling(Sampler head, TailSampler tail) {
    this.head = head;
    this.tail = tail;
  }

  /**
   * What suits most services: one trace in a hundred, up to 100 a second and process, and besides
   * all local traces that fail or take two seconds. Decisions of callers are followed.
   */
  public static Sampling productionDefaults() {
    SamplingResult share = ProbabilitySampler.resultOf(RATIO);
    long least = share.threshold();
    double room = (SamplingResult.MAX_THRESHOLD - least) * 0x1p-56;
    Sampler cap = Sampler.rateLimiting(MOST_A_SECOND);
    Sampler capped =
        (parent, high, low, name, kind, attributes, links) -> {
          Span span = parent.span();
          TraceState state = span.isValid() ? span.context().traceState() : TraceState.empty();
          long random = OtTraceState.randomness(state, low) - least;
          if (random < 0) {
            return share;
          }
          // of those in the share: what randomness they have left is as random
          SamplingResult limited =
              cap.sample(Context.root(), 0, (long) (random / room), name, kind, attributes, links);
          return limited.threshold() == 0
              ? share
              : limited.hasThreshold()
                  ? SamplingResult.threshold(least + (long) (limited.threshold() * room))
                  : limited;
        };
    return new Sampling(
        Sampler.parentBased(capped),
        TailSampler.of(TailPolicy.error(), TailPolicy.latency(Duration.ofSeconds(2))));
  }

  /** Decides at the start. */
  public Sampler head() {
    return head;
  }

  /** Decides at the end. */
  public TailSampler tail() {
    return tail;
  }
}
