// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.Clock;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random requests. 200 operations by Zipf's law; errors of which each caller swallows 40 % and one
 * in twenty happens behind the queue; 0.2 % take longer than two seconds. The same seed makes the
 * same requests.
 */
final class Workload implements Clock {
  static final int OPERATIONS = 200;
  static final int GATEWAYS = 10;

  private static final double SKEW = 2.5;
  private static final double ASYNCHRONOUS = 0.05;
  private static final double SWALLOWED = 0.4;

  /** A log-normal latency of median 20 ms and 99th percentile 300 ms, and a Pareto tail. */
  private static final double MEDIAN = 0.020;

  private static final double SIGMA = Math.log(15) / 2.326;
  private static final double TAIL = 0.0231;
  private static final double TAIL_FROM = 0.3;
  private static final double TAIL_EXPONENT = 1.3;
  private static final double SLOW = 2;

  private final SplittableRandom random;
  private final double[] popularity = new double[OPERATIONS];
  private double seconds;

  Workload(long seed) {
    this.random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      sum += Math.pow(i + 1, -SKEW);
      popularity[i] = sum;
    }
    for (int i = 0; i < OPERATIONS; i++) {
      popularity[i] /= sum;
    }
  }

  /** The share of an operation in the requests. */
  double share(int operation) {
    return popularity[operation] - (operation == 0 ? 0 : popularity[operation - 1]);
  }

  /** Plays a load, in which operations keep to their shares. */
  void play(Load load, Consumer<Request> next) {
    seconds = load.from() - load.warmUp();
    double end = load.from() + load.seconds();
    while (true) {
      seconds -= Math.log(1 - random.nextDouble()) / load.rate().applyAsDouble(seconds);
      if (seconds >= end) {
        return;
      }
      boolean appears =
          load.appearing() > 0
              && end - seconds <= load.seconds() / 2.0
              && random.nextDouble() < load.appearing();
      next.accept(request(load.errors(), appears ? OPERATIONS - 1 : operation()));
    }
  }

  private int operation() {
    int at = Arrays.binarySearch(popularity, random.nextDouble());
    return Math.min(OPERATIONS - 1, at < 0 ? -at - 1 : at);
  }

  private Request request(double errors, int operation) {
    long id = random.nextLong();
    int culprit = -1;
    int failed = 0;
    if (random.nextDouble() < errors) {
      culprit =
          random.nextDouble() < ASYNCHRONOUS
              ? Request.NOTIFICATION
              : random.nextInt(Request.NOTIFICATION);
      failed = failed(culprit);
    }
    double latency =
        random.nextDouble() < TAIL
            ? TAIL_FROM * Math.pow(1 - random.nextDouble(), -1 / TAIL_EXPONENT)
            : MEDIAN * Math.exp(SIGMA * random.nextGaussian());
    int slow = latency > SLOW ? Request.path(random.nextInt(Request.NOTIFICATION)) : 0;
    return new Request(id, operation, random.nextInt(GATEWAYS), nanoTime(), culprit, failed, slow);
  }

  /** The services that see an error: nobody waits for the notification, others may cope with it. */
  private int failed(int culprit) {
    int failed = 1 << culprit;
    int caller = culprit == Request.NOTIFICATION ? -1 : Request.caller(culprit);
    while (caller >= 0 && random.nextDouble() >= SWALLOWED) {
      failed |= 1 << caller;
      caller = Request.caller(caller);
    }
    return failed;
  }

  @Override
  public long nanoTime() {
    return (long) (seconds * 1e9);
  }

  @Override
  public long epochNanos() {
    return nanoTime();
  }
}
