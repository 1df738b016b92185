// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.sampling.SamplingResult;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One operation of a {@link RateLimitingSampler}: its arrivals, what was kept of them, and the
 * probability of the next ones. What is atomic or volatile is for all threads; the rest belongs to
 * the one that plans, which holds the sampler's {@code busy}.
 */
final class Meter {
  /** Arrivals a slot that are looked at, roughly; of fewer, each one is. */
  private static final int READINGS = 512;

  private static final int MAX_MASK = 63;

  /** How much an estimate forgets in a slot that has fewer arrivals than chance explains. */
  private static final double FORGET = 0.5;

  /** How much is forgotten of a burst in each slot that has some arrivals, but not as many. */
  private static final double CALM = 0.6;

  // mutable state: any thread
  /** In this slot. */
  private final AtomicLong arrivals = new AtomicLong();

  private final AtomicLong kept = new AtomicLong();

  // mutable state: written by the thread that plans, read by any
  private volatile SamplingResult result = SamplingResult.probability(1);
  private volatile int mask;

  /** After how many traces kept in this slot the probability is lowered. */
  private volatile double limit = Double.MAX_VALUE;

  // mutable state: confined to the thread that plans
  private final SlidingSum arrivedBefore = new SlidingSum();
  private final SlidingSum keptBefore = new SlidingSum();
  private double probability = 1;

  /** Arrivals in the last slot, and those that are expected in the next one. */
  private double count;

  private double expected;

  /** How much of the last period's arrivals is to be expected again. */
  private double memory = 1;

  private long seen;

  // for all threads

  SamplingResult result() {
    return result;
  }

  /** Arrivals are counted if these bits of their trace ids are zero. */
  int mask() {
    return mask;
  }

  void arrived(int more) {
    arrivals.addAndGet(more);
  }

  /** Counts a trace that is kept; whether that was too much. */
  boolean keep() {
    return kept.incrementAndGet() >= limit;
  }

  // for the thread that plans

  /** Takes over what was counted, for {@code time} slots; returns the arrivals in one of them. */
  double count(double time) {
    long arrived = arrivals.getAndSet(0);
    arrivedBefore.add((double) arrived, time);
    keptBefore.add((double) kept.getAndSet(0), time);
    count = arrived / time;
    return count;
  }

  /**
   * Estimates the arrivals of the next slot.
   *
   * @param trend by how much those of all operations change
   */
  void learn(double trend, double time, long now) {
    double before = expected * trend;
    double noise = 3 * (Math.sqrt((mask + 1) * Math.max(count, before)) + mask + 1);
    expected = follow(before, count, noise, 0.9, time);
    mask =
        (int) Math.min(MAX_MASK, Math.max(1, Long.highestOneBit((long) expected / READINGS)) - 1);
    if (count > 0) {
      boolean calm = count * SlidingSum.SLOTS < 0.9 * arrivedBefore.all();
      memory = calm ? memory * CALM : 1;
      seen = now;
    }
  }

  /** Smooths what chance explains, and follows sooner what it does not. */
  static double follow(double before, double count, double noise, double memory, double time) {
    double chosen = count > before + noise ? 0 : count < before - noise ? FORGET : memory;
    return before + (count - before) * (1 - Math.pow(chosen, time));
  }

  /** The arrivals to expect in a slot. */
  double expected() {
    return expected;
  }

  /**
   * The arrivals to expect in a period: those of the last one, as a burst may come again though
   * most slots are empty. Where arrivals become fewer, they are forgotten sooner.
   */
  double rate() {
    double before = arrivedBefore.all();
    return memory < 1 ? Math.max(before * memory, expected * SlidingSum.SLOTS) : before;
  }

  /** How the counts of arrivals scatter more than chance makes them, as not all are counted. */
  int spread() {
    return mask + 1;
  }

  double keptBefore() {
    return keptBefore.allButOldest();
  }

  long keptNow() {
    return kept.get();
  }

  boolean isOverLimit() {
    return kept.get() >= limit;
  }

  void limit(double traces) {
    limit = traces;
  }

  double probability() {
    return probability;
  }

  void probability(double wanted) {
    probability = Math.max(0x1p-56, Math.min(wanted, 1));
    result = SamplingResult.probability(probability);
  }

  /** How much is kept if as many come as came in this slot. */
  double expectedAgain() {
    return arrivals.get() * probability;
  }

  /** How long nothing came, in nanoseconds. */
  long idle(long now) {
    return now - seen;
  }
}
