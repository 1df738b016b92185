// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Random requests at random times for one sampler, and what became of them. */
final class Traffic {
  static final long RANDOMNESS = SamplingResult.MAX_THRESHOLD - 1;

  final TestClock clock = TestClock.create();
  final SplittableRandom random;

  long requests;
  long kept;

  /** The sum of the weights of what was kept, and the variance it should have. */
  double weights;

  double variance;
  double seconds;
  final Map<String, long[]> keptByName = new HashMap<>();
  final Map<Integer, long[]> keptBySecond = new HashMap<>();

  /** When the last traces were kept. */
  private final ArrayDeque<Double> last = new ArrayDeque<>();

  /** The most in any nine tenths of a second: a limiter tells times to a tenth. */
  int mostInASecond;

  Traffic(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static SamplingResult ask(Sampler sampler, String name, long traceIdLow) {
    return sampler.sample(
        Context.root(), 1, traceIdLow, name, SpanKind.SERVER, Attributes.empty(), List.of());
  }

  static boolean keeps(SamplingResult result, long traceIdLow) {
    return result.hasThreshold()
        ? (traceIdLow & RANDOMNESS) >= result.threshold()
        : result.decision() == SamplingDecision.RECORD_AND_SAMPLE;
  }

  /** Sends requests of a rate per second that changes with the time. */
  Traffic send(Sampler sampler, double duration, DoubleUnaryOperator rate, String... names) {
    double end = seconds + duration;
    while (true) {
      double gap = -Math.log(1 - random.nextDouble()) / rate.applyAsDouble(seconds);
      clock.advance(Duration.ofNanos((long) (gap * 1e9)));
      seconds += gap;
      if (seconds >= end) {
        return this;
      }
      request(sampler, names[random.nextInt(names.length)], random.nextLong());
    }
  }

  /** Sends so many requests at even intervals, then nothing until the time is over. */
  Traffic burst(Sampler sampler, int count, double length, double duration) {
    double end = seconds + duration;
    for (int i = 0; i < count; i++) {
      pass(length / count);
      request(sampler, "a", random.nextLong());
    }
    pass(end - seconds);
    return this;
  }

  private void pass(double time) {
    long before = (long) (seconds * 1e9);
    seconds += time;
    clock.advance(Duration.ofNanos((long) (seconds * 1e9) - before));
  }

  boolean request(Sampler sampler, String name, long id) {
    SamplingResult result = ask(sampler, name, id);
    requests++;
    boolean keeps = keeps(result, id);
    if (result.hasThreshold()) {
      double probability =
          (SamplingResult.MAX_THRESHOLD - result.threshold())
              / (double) SamplingResult.MAX_THRESHOLD;
      variance += 1 / probability - 1;
      if (keeps) {
        weights += 1 / probability;
      }
    }
    if (keeps) {
      kept++;
      keptByName.computeIfAbsent(name, key -> new long[1])[0]++;
      keptBySecond.computeIfAbsent((int) seconds, key -> new long[1])[0]++;
      last.add(seconds);
      while (last.peek() <= seconds - 0.9) {
        last.remove();
      }
      mostInASecond = Math.max(mostInASecond, last.size());
    }
    return keeps;
  }

  long kept(String name) {
    return keptByName.getOrDefault(name, new long[1])[0];
  }

  long worstSecond() {
    return keptBySecond.values().stream().mapToLong(count -> count[0]).max().orElse(0);
  }
}
