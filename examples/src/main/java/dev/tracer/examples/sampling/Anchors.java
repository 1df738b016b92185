// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.examples.sampling.Strategy.Head;
import java.util.HashMap;
import java.util.Map;

/**
 * Head samplers of other libraries, by what their sources and documents say of them, in our words
 * and code. One object is one process. Those that leave no weight behind count as 1.
 */
final class Anchors {
  private Anchors() {}

  private static double random(Request request) {
    return (request.traceIdLow() >>> 11) * 0x1p-53;
  }

  /** {@code TraceIdRatioBased} of OpenTelemetry: a share by the trace id. */
  static Head ratio(double ratio) {
    return request -> random(request) < ratio ? 1 : 0;
  }

  /** The rate limit of Jaeger and OpenTelemetry: one bucket of tokens, at most a second's worth. */
  static Head tokenBucket(double perSecond) {
    double capacity = Math.max(1, perSecond);
    double[] state = {capacity, Double.NaN};
    return request -> {
      double now = request.nanos() / 1e9;
      double elapsed = Double.isNaN(state[1]) ? 0 : now - state[1];
      state[0] = Math.min(capacity, state[0] + elapsed * perSecond);
      state[1] = now;
      if (state[0] < 1) {
        return 0;
      }
      state[0]--;
      return 1;
    };
  }

  /** {@code RateLimitingSampler} of Brave: tenths of a second, unused ones rolled over. */
  static Head deciseconds(int perSecond) {
    long[] state = {-1, 0}; // the second, and what was kept in it
    return request -> {
      long tenth = request.nanos() / 100_000_000;
      if (tenth / 10 != state[0]) {
        state[0] = tenth / 10;
        state[1] = 0;
      }
      if (state[1] >= perSecond * (tenth % 10 + 1) / 10) {
        return 0;
      }
      state[1]++;
      return 1;
    };
  }

  /**
   * {@code ConsistentRateLimitingSampler} of OpenTelemetry's contributions: a probability by the
   * exponentially averaged gaps between arrivals.
   */
  static Head averagedGaps(double perSecond, double adaptationSeconds) {
    double[] state = {0, 0, Double.NaN}; // averaged count, averaged time, the last arrival
    return request -> {
      double now = request.nanos() / 1e9;
      double gap = Double.isNaN(state[2]) ? 0 : now - state[2];
      double decay = Math.exp(-gap / adaptationSeconds);
      state[0] = state[0] * decay + 1;
      state[1] = state[1] * decay + gap;
      state[2] = now;
      double probability = Math.min(1, state[1] * perSecond / state[0]);
      return random(request) < probability ? 1 / probability : 0;
    };
  }

  /**
   * Jaeger's adaptive sampling, long after the start, when it has converged: each operation's
   * probability makes its average rate the target, and a lower bound of one a minute comes along.
   */
  static Head jaegerAdaptive(double target, Workload workload) {
    Head[] bounds = new Head[Workload.OPERATIONS];
    double[] probabilities = new double[Workload.OPERATIONS];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = tokenBucket(1.0 / 60 / Workload.GATEWAYS);
      double perSecond = workload.share(i) * Load.RATE;
      probabilities[i] = Math.min(1, Math.max(1e-5, target / perSecond));
    }
    return request -> {
      double probability = probabilities[request.operation()];
      if (random(request) < probability) {
        return 1 / probability;
      }
      // kept besides, and left out of the counts
      return bounds[request.operation()].weight(request) > 0 ? Double.MIN_VALUE : 0;
    };
  }

  /**
   * The moving-average throughput sampler of Honeycomb: every 15 seconds, or sooner in a burst,
   * rates of keys by the logarithms of their averaged counts.
   */
  static Head averagedThroughput(double perSecond) {
    return new AveragedThroughput(perSecond);
  }

  private static final class AveragedThroughput implements Head {
    private static final double INTERVAL = 15;
    private static final double WEIGHT = 0.5;

    private final double perSecond;
    private final Map<Integer, double[]> averages = new HashMap<>();
    private Map<Integer, Long> rates = new HashMap<>();
    private Map<Integer, long[]> counts = new HashMap<>();
    private double sum;
    private double since = Double.NaN;
    private double arrivals;
    private int intervals;

    AveragedThroughput(double perSecond) {
      this.perSecond = perSecond;
    }

    @Override
    public double weight(Request request) {
      double now = request.nanos() / 1e9;
      since = Double.isNaN(since) ? now : since;
      boolean burst = intervals > 3 && arrivals >= 2 * sum;
      if (now - since >= INTERVAL || burst) {
        update();
        since = now;
      }
      arrivals++;
      counts.computeIfAbsent(request.operation(), key -> new long[1])[0]++;
      // before there is data, a rate for all; afterwards new keys are kept whole
      long initial = intervals == 0 ? 10 : 1;
      long rate = rates.getOrDefault(request.operation(), initial);
      return random(request) < 1.0 / rate ? rate : 0;
    }

    private void update() {
      intervals++;
      for (Map.Entry<Integer, long[]> entry : counts.entrySet()) {
        averages.computeIfAbsent(entry.getKey(), key -> new double[1]);
      }
      averages.forEach(
          (key, average) -> {
            long count = counts.getOrDefault(key, new long[1])[0];
            average[0] = WEIGHT * count + (1 - WEIGHT) * average[0];
          });
      averages.values().removeIf(average -> average[0] < WEIGHT);
      sum = WEIGHT * arrivals + (1 - WEIGHT) * sum;
      counts = new HashMap<>();
      arrivals = 0;
      double logarithms = 0;
      for (double[] average : averages.values()) {
        logarithms += Math.log10(Math.max(1, average[0]));
      }
      double goalRatio = perSecond * INTERVAL / logarithms;
      rates = new HashMap<>();
      double extra = 0;
      int left = averages.size();
      for (Integer key : averages.keySet().stream().sorted().toList()) {
        double count = averages.getOrDefault(key, new double[1])[0];
        double goal = Math.max(1, Math.log10(count) * goalRatio) + extra / left;
        extra -= extra / left;
        left--;
        if (count <= goal) {
          rates.put(key, 1L);
          extra += goal - count;
        } else {
          rates.put(key, (long) Math.ceil(count / goal));
        }
      }
    }
  }
}
