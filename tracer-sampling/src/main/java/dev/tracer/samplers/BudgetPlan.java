// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What a {@link RateLimitingSampler} may keep, in this slot and by each operation; see there. Any
 * thread asks and counts; the methods that change the plan belong to the one that holds its {@code
 * busy}.
 */
final class BudgetPlan {
  private static final double SECOND_NANOS = 1e9;
  private static final double LONGEST_PERIOD_NANOS = 1e18;
  private static final long IDLE_NANOS = 60_000_000_000L;

  /** How much of the balance is made good in a period. */
  private static final double GAIN = 0.7;

  /** How much of the room left is given to the rest of a burst. */
  private static final double STEP = 0.25;

  /** How much of its share a slot has in any case, so that no probability is zero. */
  private static final double FLOOR = 0.1;

  /** How many times what came so far in a slot may still come in it, at the most. */
  private static final double MORE_TO_COME = 5;

  private final Map<String, Meter> operations;
  private final Meter others;
  private final boolean isShared;
  private final int maxOperations;
  private final long slotNanos;

  /** What may be kept in a period, in the long run. */
  private final double budget;

  // mutable state: any thread
  /** How much was kept in this slot. */
  private final AtomicLong kept = new AtomicLong();

  // mutable state: written by the thread that plans, read by any
  private volatile long start;

  /** After how much the probabilities are lowered, and after how much nothing is kept. */
  private volatile double limit;

  private volatile double most;

  // mutable state: of the thread that plans, with busy held
  private final SlidingSum keptBefore = new SlidingSum();

  /** How much less was kept than might have been. */
  private double balance;

  /** What may be kept in this slot by all, and by an operation in a period. */
  private double room;

  private double level;

  /** The probability of operations that appear in this slot. */
  private double newcomers = 1;

  /** Arrivals of operations that were not known before, in a slot. */
  private double unknown;

  BudgetPlan(
      double tracesPerSecond,
      int maxOperations,
      Map<String, Meter> operations,
      Meter others,
      long now) {
    double perSecond = Math.min(tracesPerSecond, SECOND_NANOS);
    double period = Math.min(LONGEST_PERIOD_NANOS, SECOND_NANOS / Math.min(1, perSecond));
    this.operations = operations;
    this.others = others;
    this.isShared = maxOperations > 1;
    this.maxOperations = maxOperations;
    this.slotNanos = (long) (period / SlidingSum.SLOTS);
    this.budget = perSecond * period / SECOND_NANOS;
    this.start = now;
    plan();
  }

  // for all threads

  /** Whether the slot is over. */
  boolean isOver(long now) {
    return now - start >= slotNanos;
  }

  /** Whether the last bound is not reached. */
  boolean mayKeep() {
    return kept.get() < most;
  }

  /** Counts a trace that is kept; whether that was more than planned. */
  boolean keep(Meter meter) {
    boolean isOver = kept.incrementAndGet() >= limit;
    return meter.keep() || isOver;
  }

  // for the thread that plans

  /** Another operation; what another thread has added meanwhile, others if there is no room. */
  Meter add(String name) {
    Meter known = operations.get(name);
    if (known != null || operations.size() >= maxOperations) {
      return known == null ? others : known;
    }
    Meter meter = new Meter();
    meter.probability(newcomers);
    meter.limit(Math.max(1, level));
    operations.put(name, meter);
    return meter;
  }

  /** Begins the next slot. */
  void turn(long now) {
    double time = (double) (now - start) / slotNanos;
    long keptNow = kept.getAndSet(0);
    keptBefore.add((double) keptNow, time);
    balance += budget / SlidingSum.SLOTS * time - keptNow;
    balance = Math.max(-budget, Math.min(balance, 0.1 * budget + Math.sqrt(budget)));
    double trend = trend(time);
    for (Meter meter : operations.values()) {
      meter.learn(trend, time, now);
    }
    forgetIdle(now);
    start = now;
    plan();
  }

  private void forgetIdle(long now) {
    if (isShared && operations.size() >= maxOperations) {
      for (Iterator<Meter> meters = operations.values().iterator(); meters.hasNext(); ) {
        Meter meter = meters.next();
        if (meter != others && meter.idle(now) > IDLE_NANOS) {
          meters.remove();
        }
      }
    }
  }

  /**
   * Counts a slot's arrivals. Returns by how much all rates have changed: what is noise in each of
   * many rare operations is none in their sum.
   */
  private double trend(double time) {
    double before = 0;
    double after = 0;
    double variance = 0;
    double strangers = 0;
    for (Meter meter : operations.values()) {
      double count = meter.count(time);
      if (meter.expected() > 0) {
        before += meter.expected();
        after += count;
        variance += meter.spread() * Math.max(count, meter.expected());
      } else {
        strangers += count;
      }
    }
    unknown += (strangers - unknown) / 2;
    double noise = 3 * (Math.sqrt(variance) + 1);
    return before == 0 ? 1 : Meter.follow(before, after, noise, 1, time) / before;
  }

  /** Sets the limits and the probabilities of a slot. */
  private void plan() {
    double share = Math.max(budget / 4, budget + GAIN * balance);
    double before = keptBefore.allButOldest();
    double left = share + 1.5 * Math.sqrt(share) + 0.5 - before;
    room = Math.max(left, FLOOR * share / SlidingSum.SLOTS);
    most = 1.2 * Math.max(0, left) + budget / SlidingSum.SLOTS / 4 + 2;
    double strangers = isShared ? Math.min(unknown * SlidingSum.SLOTS, share / 2) : 0;
    level = WaterLevel.of(each(Meter::rate), share - strangers);
    double planned = 0;
    for (double own : each(this::planned)) {
      planned += own;
    }
    limit = Math.min(room, Math.max(share - before, withNoise(planned)));
    newcomers = planned > room ? room / planned : 1;
    double inSlot = planned > room ? WaterLevel.of(each(this::planned), room) : planned;
    for (Meter meter : operations.values()) {
      double own = Math.min(inSlot, planned(meter));
      meter.probability(planned(meter) > own ? own / meter.expected() : fair(meter));
      if (isShared) {
        meter.limit(Math.max(level - meter.keptBefore(), withNoise(own)));
      }
    }
  }

  private double[] each(ToDoubleFunction<Meter> value) {
    return operations.values().stream().mapToDouble(value).toArray();
  }

  /** How much of an operation is to be kept in a slot if only its part of the budget counts. */
  private double planned(Meter meter) {
    return meter.expected() * fair(meter);
  }

  /** The probability with which an operation has its fair part of the budget. */
  private double fair(Meter meter) {
    double rate = meter.rate();
    return rate <= level ? 1 : level / rate;
  }

  /** What is planned, and what chance may add to it. */
  private static double withNoise(double planned) {
    return planned + 2 * Math.sqrt(planned) + 1;
  }

  /** Lowers probabilities in the middle of a slot: of one operation, of all, or of both. */
  void tighten(Meter meter, long now) {
    double past = (double) (now - start) / slotNanos;
    double more = Math.max(1, Math.min(MORE_TO_COME, 1 / Math.max(past, 1e-6) - 1));
    if (meter.isOverLimit()) {
      double step = STEP * level / SlidingSum.SLOTS;
      meter.limit(meter.keptNow() + Math.max(1, step));
      meter.probability(meter.probability() * factor(step, meter.expectedAgain() * more));
    }
    if (kept.get() >= limit) {
      tightenAll(more);
    }
  }

  /** Lowers the probabilities of those that kept most; who has little shall not suffer for them. */
  private void tightenAll(double more) {
    long keptNow = kept.get();
    double step = Math.max(STEP * (room - keptNow), FLOOR * budget / SlidingSum.SLOTS);
    limit = keptNow + Math.max(1, step);
    double average = (double) keptNow / operations.size();
    double expected = 0;
    for (Meter each : operations.values()) {
      expected += each.keptNow() >= average ? each.expectedAgain() : 0;
    }
    double factor = factor(step, expected * more);
    newcomers *= factor;
    for (Meter each : operations.values()) {
      if (each.keptNow() >= average) {
        each.probability(each.probability() * factor);
      }
    }
  }

  private static double factor(double wanted, double expected) {
    return expected > 0 ? Math.min(0.5, wanted / expected) : 0.5;
  }
}
