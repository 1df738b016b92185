// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a number of traces in any second, shared max-min fairly by operations, with thresholds that
 * depend on the past alone. Thread-safe, without locks.
 */
/*
 * Time goes in slots, ten to a period; a period is a second, or the time for one trace if that is
 * longer. At the turn of a slot BudgetPlan sets each operation's probability for the next one, such
 * that two things hold. A period's arrivals, as estimated, get the budget, poured over the
 * operations like water: there is a level such that what the operations get, each its own rate but
 * not more than the level, is the budget together. And what is kept in the next slot and was kept in
 * the nine before exceeds the budget by no more than chance explains: that is the cap over any
 * second. So a burst of a second's requests within milliseconds is kept whole if nothing was kept
 * just before it. A running balance of what was kept too much or too little corrects the budget, so
 * that the mean holds whatever the estimates are worth.
 *
 * Estimates do not foresee bursts. When within a slot the budget is used up, or one operation's
 * level, the probabilities are lowered: so far that a part of the room that is left is to be
 * expected if arrivals go on as they did in this slot; and again after that. They never reach zero:
 * what comes late in a burst has a small chance and a large weight. A last bound, at which nothing
 * more is kept, only trace ids made for the purpose can reach.
 *
 * Why the weights stay true: an arrival is judged by a threshold that was fixed before it came, so
 * that 1/p is its expected weight whatever p is, and the sum of weights minus the number of
 * arrivals is a martingale. Hence an arrival that itself turns the slot is judged by the new
 * threshold only if every arrival would have turned it (mask 0), and not only one that is kept.
 *
 * Cost: reading the clock takes longer than all the rest. An operation with many arrivals looks at
 * it, and counts, for one in mask + 1 of them, chosen by low bits of the trace id, and for those
 * that are kept. When such an operation falls silent, up to mask + 1 arrivals on average are judged
 * by an old threshold, whatever time that takes.
 *
 * Whoever sets `busy` plans; nobody waits for it. What belongs to the planning thread is handed over
 * by it. It is given back by a write in `finally`, which needs no stack, as a call would: an overflow
 * in the application may happen in here.
 */
final class RateLimitingSampler implements Sampler {
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  private static final VarHandle BUSY;

  static {
    try {
      BUSY = MethodHandles.lookup().findVarHandle(RateLimitingSampler.class, "busy", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final double tracesPerSecond;
  private final int maxOperations;
  private final Clock clock;

  /** By span name; under the empty name the one of all others. */
  private final ConcurrentHashMap<String, Meter> operations = new ConcurrentHashMap<>();

  private final Meter others = new Meter();
  private final BudgetPlan plan;

  /** Whether a thread plans; taken by compare-and-set through the handle, given back by a write. */
  @SuppressWarnings("unused")
  private volatile boolean busy;

  RateLimitingSampler(double tracesPerSecond, int maxOperations, Clock clock) {
    if (!(tracesPerSecond > 0 && tracesPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("tracesPerSecond must be positive: " + tracesPerSecond);
    }
    this.tracesPerSecond = tracesPerSecond;
    this.maxOperations = maxOperations;
    this.clock = requireNonNull(clock, "clock");
    operations.put("", others);
    this.plan =
        new BudgetPlan(tracesPerSecond, maxOperations, operations, others, clock.nanoTime());
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
    Meter meter = maxOperations == 1 ? others : meter(name);
    SamplingResult result = meter.result();
    int mask = meter.mask();
    Span span = parent.span();
    long random =
        span.isValid()
            ? OtTraceState.randomness(span.context().traceState(), traceIdLow)
            : traceIdLow & (SamplingResult.MAX_THRESHOLD - 1);
    boolean counts = (traceIdLow & mask) == 0;
    if (!counts && random < result.threshold()) {
      return result;
    }
    long now = clock.nanoTime();
    if (plan.isOver(now)) {
      turn(now);
    }
    if (mask == 0) {
      result = meter.result();
    }
    if (counts) {
      meter.arrived(mask + 1);
    }
    return random < result.threshold() || keep(meter, now) ? result : DROP;
  }

  private void turn(long now) {
    if (BUSY.compareAndSet(this, false, true)) {
      try {
        if (plan.isOver(now)) { // another thread may have turned it meanwhile
          plan.turn(now);
        }
      } finally {
        busy = false;
      }
    }
  }

  /** Enters a trace that is to be kept; false if there were far too many. */
  private boolean keep(Meter meter, long now) {
    if (!plan.mayKeep()) {
      return false;
    }
    if (plan.keep(meter) && BUSY.compareAndSet(this, false, true)) {
      try {
        plan.tighten(meter, now);
      } finally {
        busy = false;
      }
    }
    return true;
  }

  private Meter meter(String name) {
    Meter meter = operations.get(name);
    if (meter != null) {
      return meter;
    }
    if (operations.size() < maxOperations && BUSY.compareAndSet(this, false, true)) {
      try {
        return plan.add(name);
      } finally {
        busy = false;
      }
    }
    return others;
  }

  @Override
  public String toString() {
    return (maxOperations == 1 ? "RateLimitingSampler{" : "AdaptiveSampler{")
        + tracesPerSecond
        + "}";
  }
}
