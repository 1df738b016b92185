// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps, besides what a head sampler keeps, the traces that turn out to be interesting: failed
 * ones, slow ones, what you like. What is decided on together is a local trace: a local root and
 * the spans below it in this process. A trace through several processes is decided on in each of
 * them; a decision to keep it travels with the requests sent after it and, where HTTP
 * instrumentation is told so, with the response.
 *
 * <p>While nothing is decided, the sampled flag sent is off. When something is sent and there is a
 * reason by then, the trace is kept at once, and the flag is on.
 *
 * <p>Kept spans have an attribute {@code sampling.reason}, and in their trace state a threshold
 * that is true for all of their kind, whoever kept them: the lower one of the head sampler and of
 * the policy.
 *
 * <p>Everything held is bounded. A trace for which there is no room is left to the head sampler and
 * counted, see {@code TracerStats.tailFallbacks}. Of more than 1,000 spans, failed ones and those
 * that take more than 1 % of the root's time go on being held. There is no thread behind it: a
 * trace with spans that stay open is decided on when the next local root ends, or by flush or
 * close.
 *
 * <p>Immutable; what it holds belongs to the tracers that it is given to.
 *
 * @since 0.1
 */
public final class TailSampler implements LocalTraceSampler {
  private static final int MIN_TRACES = 8;
  private static final int DEFAULT_TRACES = 4096;
  private static final long DEFAULT_BYTES = 16 << 20;
  private static final long DEFAULT_WAIT_NANOS = 500_000_000;

  private final Sampler head;
  private final List<TailPolicy> policies;
  private final int maxTraces;
  private final long maxBytes;
  private final long waitNanos;
  private final Judge judge;

  private TailSampler(
      Sampler head, List<TailPolicy> policies, int maxTraces, long maxBytes, long waitNanos) {
    this.head = atStart(head, "head");
    this.policies = policies;
    this.maxTraces = maxTraces;
    this.maxBytes = maxBytes;
    this.waitNanos = waitNanos;
    this.judge = new Judge(policies);
  }

  /**
   * Keeps what {@code head} keeps, and what any of {@code policies} keeps; {@code Span.keep()}
   * always counts.
   *
   * @throws IllegalArgumentException if {@code head} is a tail sampler itself, or the policies have
   *     more than 30 conditions on spans
   * @throws NullPointerException if one is null
   */
  public static TailSampler create(Sampler head, TailPolicy... policies) {
    return new TailSampler(
        head, List.of(policies), DEFAULT_TRACES, DEFAULT_BYTES, DEFAULT_WAIT_NANOS);
  }

  /** Decides at the start. */
  public Sampler head() {
    return head;
  }

  /**
   * With another sampler to decide at the start.
   *
   * @throws IllegalArgumentException if it is a tail sampler itself
   */
  public TailSampler withHead(Sampler head) {
    return new TailSampler(head, policies, maxTraces, maxBytes, waitNanos);
  }

  /**
   * With so many local traces undecided at most; 4,096 by default.
   *
   * @param maxTraces in [1, 1048576]; the next power of two counts, and 8 at least
   * @throws IllegalArgumentException if it is out of range
   */
  public TailSampler withMaxTraces(int maxTraces) {
    check(maxTraces > 0 && maxTraces <= 1 << 20, "maxTraces must be in [1, 1048576]", maxTraces);
    int size = Math.max(MIN_TRACES, Integer.highestOneBit(2 * maxTraces - 1));
    return new TailSampler(head, policies, size, maxBytes, waitNanos);
  }

  /**
   * With so many bytes at most, as estimated, for the spans held; 16 MiB by default.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TailSampler withMaxBufferedBytes(long maxBufferedBytes) {
    check(maxBufferedBytes >= 0, "maxBufferedBytes must not be negative", maxBufferedBytes);
    return new TailSampler(head, policies, maxTraces, maxBufferedBytes, waitNanos);
  }

  /**
   * With another time to wait, after a local root has ended, for spans that are open; 500 ms by
   * default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public TailSampler withDecisionWait(Duration decisionWait) {
    return new TailSampler(
        head, policies, maxTraces, maxBytes, nanos(decisionWait, "decisionWait"));
  }

  Judge judge() {
    return judge;
  }

  int maxTraces() {
    return maxTraces;
  }

  long maxBytes() {
    return maxBytes;
  }

  long waitNanos() {
    return waitNanos;
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
    return head.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
  }

  @Override
  public LocalTraces attach(
      Consumer<? super SpanData> next, BiConsumer<? super String, ? super Throwable> faults) {
    return new HeldTraces(this, requireNonNull(next, "next"), requireNonNull(faults, "faults"));
  }

  /** Closes the head sampler. */
  @Override
  public void close() {
    head.close();
  }

  @Override
  public String toString() {
    return "TailSampler{" + head.description() + ", " + policies + "}";
  }

  /** Requires a sampler that decides at the start: one that decides at the end contains it. */
  static Sampler atStart(Sampler sampler, String name) {
    if (requireNonNull(sampler, name) instanceof LocalTraceSampler) {
      throw new IllegalArgumentException(
          name + " must decide at the start; a tail sampler has to be the outermost one");
    }
    return sampler;
  }

  static void check(boolean ok, String rule, Object value) {
    if (!ok) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }

  static long nanos(Duration time, String name) {
    long nanos = TimeUnit.NANOSECONDS.convert(requireNonNull(time, name));
    check(nanos > 0, name + " must be positive", time);
    return nanos;
  }
}
