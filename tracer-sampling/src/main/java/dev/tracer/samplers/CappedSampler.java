// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.util.List;

/** Keeps a share of the traces, of which so many a second at most. Thread-safe. */
final class CappedSampler implements Sampler {
  private final double ratio;
  private final double tracesPerSecond;
  private final SamplingResult share;
  private final Sampler cap;

  /** The randomness that those in the share have left, as a part of all of it. */
  private final double room;

  CappedSampler(double ratio, double tracesPerSecond, Clock clock) {
    this.ratio = ratio;
    this.tracesPerSecond = tracesPerSecond;
    this.share = SamplingResult.probability(ratio);
    this.cap = Sampling.rateLimiting(tracesPerSecond, clock);
    this.room = (SamplingResult.MAX_THRESHOLD - share.threshold()) * 0x1p-56;
  }

  @Override
  public SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    Span span = parent.span();
    TraceState state = span.isValid() ? span.context().traceState() : TraceState.empty();
    long least = share.threshold();
    long random = OtTraceState.randomness(state, traceIdLow) - least;
    if (random < 0) {
      return share;
    }
    // of those in the share: what randomness they have left is as random
    long rest = (long) (random / room);
    SamplingResult limited = cap.sample(Context.root(), 0, rest, name, kind, attributes, links);
    if (limited.threshold() == 0) {
      return share;
    }
    return limited.hasThreshold()
        ? SamplingResult.threshold(least + (long) (limited.threshold() * room))
        : limited;
  }

  @Override
  public String toString() {
    return "CappedSampler{" + ratio + ", " + tracesPerSecond + " a second}";
  }
}
