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
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a number of traces a second, shared max-min fairly by operations, with thresholds that
 * depend on the past alone. Thread-safe, without locks.
 */
/*
 * Time goes in windows. At the turn of a window each operation's rate is estimated from its
 * arrivals, and the budget is poured over the operations like water: there is a level such that
 * what the operations get, each its own rate but not more than the level, is the budget together;
 * something of it is set aside for operations that appear. The probability of an operation is
 * level / rate. A running balance of what was kept too much or
 * too little corrects the budget, so that the mean holds whatever the estimates are worth.
 *
 * Within a window, keeping more than the plan and chance explain lowers the probabilities: so far
 * that a quarter of the plan is to be expected for the rest of the window; and again after that. At twice the
 * plan and 4 nothing more is kept: estimates are guarded against bursts, this is against trace ids
 * made to be kept.
 *
 * Why the weights stay true: an arrival is judged by a threshold that was fixed before it came, so
 * that 1/p is its expected weight whatever p is, and the sum of weights minus the number of
 * arrivals is a martingale. Hence an arrival that itself turns the window is judged by the new
 * threshold only if every arrival would have turned it (mask 0), and not only one that is kept.
 *
 * Cost: reading the clock takes longer than all the rest. An operation with many arrivals looks at
 * it, and counts, for one in mask + 1 of them, chosen by low bits of the trace id, and for those
 * that are kept. When such an operation falls silent, up to mask + 1 arrivals on average are judged
 * by an old threshold, whatever time that takes.
 */
final class RateLimitingSampler implements Sampler {
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  private static final long MIN_WINDOW_NANOS = 100_000_000;
  private static final long MAX_WINDOW_NANOS = 600_000_000_000L;
  private static final long IDLE_NANOS = 60_000_000_000L;

  /** Arrivals a window that are looked at, roughly; of fewer, each one is. */
  private static final int READINGS = 512;

  private static final int MAX_MASK = 63;

  private final double tracesPerSecond;
  private final int maxOperations;
  private final Clock clock;
  private final long windowNanos;

  /** What may be kept in a window, in the long run. */
  private final double quota;

  /** By span name; under the empty name the one of all others. */
  private final ConcurrentHashMap<String, Meter> operations = new ConcurrentHashMap<>();

  private final Meter others = new Meter();

  /** How much was kept in this window. */
  private final AtomicLong kept = new AtomicLong();

  /** Held by the thread that changes what stands below; nobody waits for it. */
  private final AtomicBoolean busy = new AtomicBoolean();

  // mutable state: written by the holder of busy; what others read is volatile
  private volatile long start;

  /** What may be kept in this window, by all and by an operation. */
  private volatile double share;

  private double level;

  /** After how much the probabilities are lowered the next time. */
  private volatile double limit;

  /** The probability of operations that appear in this window. */
  private double newcomers = 1;

  /** Arrivals of operations that were not known before, in a window. */
  private double unknown;

  /** How much less was kept than might have been. */
  private double balance;

  RateLimitingSampler(double tracesPerSecond, int maxOperations, Clock clock) {
    if (!(tracesPerSecond > 0 && tracesPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("tracesPerSecond must be positive: " + tracesPerSecond);
    }
    this.tracesPerSecond = tracesPerSecond;
    this.maxOperations = maxOperations;
    this.clock = requireNonNull(clock, "clock");
    double perNano = Math.min(tracesPerSecond, 1e9) / 1e9;
    this.windowNanos = (long) Math.max(MIN_WINDOW_NANOS, Math.min(MAX_WINDOW_NANOS, 4 / perNano));
    this.quota = perNano * windowNanos;
    this.start = clock.nanoTime();
    operations.put("", others);
    plan();
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
    SamplingResult result = meter.result;
    int mask = meter.mask;
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
    if (now - start >= windowNanos && busy.compareAndSet(false, true)) {
      turn(now);
      busy.set(false);
    }
    if (mask == 0) {
      result = meter.result;
    }
    if (counts) {
      meter.arrivals.addAndGet(mask + 1);
    }
    return random < result.threshold() || keep(meter, now) ? result : DROP;
  }

  /** Enters a trace that is to be kept; false if there were too many. */
  private boolean keep(Meter meter, long now) {
    if (kept.get() >= 2 * share + 4) {
      return false;
    }
    boolean over = kept.incrementAndGet() > limit;
    if ((meter.kept.incrementAndGet() > meter.limit || over) && busy.compareAndSet(false, true)) {
      tighten(meter, now);
      busy.set(false);
    }
    return true;
  }

  private Meter meter(String name) {
    Meter meter = operations.get(name);
    if (meter == null && operations.size() < maxOperations && busy.compareAndSet(false, true)) {
      meter = new Meter();
      meter.set(newcomers);
      meter.limit = limit(level);
      operations.put(name, meter);
      busy.set(false);
    }
    return meter == null ? others : meter;
  }

  /** Begins the next window. */
  private void turn(long now) {
    double windows = (double) (now - start) / windowNanos;
    balance += quota * windows - kept.getAndSet(0);
    balance = Math.max(-3 * quota, Math.min(balance, quota));
    double trend = trend(windows);
    boolean full = maxOperations > 1 && operations.size() >= maxOperations;
    for (Iterator<Meter> meters = operations.values().iterator(); meters.hasNext(); ) {
      Meter meter = meters.next();
      if (meter.learn(trend, windows)) {
        meter.seen = now;
      } else if (full && now - meter.seen > IDLE_NANOS && meter != others) {
        meters.remove();
      }
    }
    start = now;
    plan();
  }

  /**
   * Counts a window's arrivals. Returns by how much all rates have changed: what is noise in each
   * of many rare operations is none in their sum.
   */
  private double trend(double windows) {
    double before = 0;
    double after = 0;
    double variance = 0;
    double strangers = 0;
    for (Meter meter : operations.values()) {
      double count = meter.count(windows);
      if (meter.rate > 0) {
        before += meter.rate;
        after += count;
        variance += (meter.mask + 1) * Math.max(count, meter.rate);
      } else {
        strangers += count;
      }
    }
    unknown += (strangers - unknown) / 2;
    double noise = 3 * (Math.sqrt(variance) + 1);
    return before == 0 ? 1 : follow(before, after, noise, 1, windows) / before;
  }

  /** Smooths what chance explains, and follows sooner what it does not. */
  private static double follow(
      double rate, double count, double noise, double memory, double windows) {
    double chosen = count > rate + noise ? 0 : count < rate - noise ? 0.7 : memory;
    return rate + (count - rate) * (1 - Math.pow(chosen, windows));
  }

  /** Sets the limits and the probabilities of a window. */
  private void plan() {
    share = quota + balance / 4;
    level = level();
    limit = limit(share);
    newcomers = 1;
    for (Meter meter : operations.values()) {
      meter.limit = maxOperations == 1 ? Double.MAX_VALUE : limit(level);
      meter.set(level / meter.rate);
    }
  }

  /** How much an operation may have at the most, such that all of them together have the share. */
  private double level() {
    double last = 0;
    while (true) {
      double rest = share - (maxOperations == 1 ? 0 : Math.min(unknown, share / 2));
      int above = 0;
      for (Meter meter : operations.values()) {
        if (meter.rate > last) {
          above++;
        } else {
          rest -= meter.rate;
        }
      }
      double next = above == 0 ? last + rest : rest / above;
      if (above == 0 || next <= last) {
        return next;
      }
      last = next;
    }
  }

  /** Lowers probabilities in the middle of a window: of one operation, of all, or of both. */
  private void tighten(Meter meter, long now) {
    double past = (double) (now - start) / windowNanos;
    double future = Math.max(0, 1 - past) / Math.max(1e-6, past);
    if (meter.kept.get() > meter.limit) {
      meter.limit = meter.kept.get() + step(level);
      meter.set(meter.probability * factor(level, meter.expected() * future));
    }
    if (kept.get() > limit) {
      limit = kept.get() + step(share);
      double expected = 0;
      for (Meter each : operations.values()) {
        expected += each.expected();
      }
      double factor = factor(share, expected * future);
      newcomers *= factor;
      for (Meter each : operations.values()) {
        each.set(each.probability * factor);
      }
    }
  }

  /** More than a plan and what chance adds to it. */
  private static double limit(double planned) {
    return planned + 2 * Math.sqrt(planned) + 1;
  }

  /** How much more may come until the next look. */
  private static double step(double planned) {
    return Math.max(1, planned / 4);
  }

  private static double factor(double planned, double expected) {
    return Math.min(0.5, step(planned) / expected);
  }

  @Override
  public String toString() {
    return (maxOperations == 1 ? "RateLimitingSampler{" : "AdaptiveSampler{")
        + tracesPerSecond
        + "}";
  }

  /** One operation. Numbers are those of a window; plain fields belong to the holder of busy. */
  private static final class Meter {
    private final AtomicLong arrivals = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();

    private volatile SamplingResult result = SamplingResult.probability(1);
    private volatile int mask;
    private volatile double limit;
    private double probability = 1;
    private double count;
    private double rate;
    private long seen;

    /** Counts the arrivals of a window. */
    double count(double windows) {
      count = arrivals.getAndSet(0) / windows;
      kept.set(0);
      return count;
    }

    /** Estimates the rate; false if there were no arrivals. */
    boolean learn(double trend, double windows) {
      double noise = 3 * (Math.sqrt((mask + 1) * Math.max(count, rate * trend)) + mask + 1);
      rate = follow(rate * trend, count, noise, 0.9, windows);
      mask = (int) Math.min(MAX_MASK, Math.max(1, Long.highestOneBit((long) rate / READINGS)) - 1);
      return count > 0;
    }

    void set(double wanted) {
      probability = Math.max(0x1p-56, Math.min(wanted, 1));
      result = SamplingResult.probability(probability);
    }

    /** How much was to be expected to be kept so far, with the present probability. */
    double expected() {
      return arrivals.get() * probability;
    }
  }
}
