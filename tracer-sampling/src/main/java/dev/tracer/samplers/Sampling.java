// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Clock;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.Map;

/**
 * Samplers for {@code TracerBuilder.sampler}, besides those that {@link Sampler} makes itself.
 *
 * @since 0.1
 */
public final class Sampling {
  private static final double RATIO = 0.01;
  private static final double MOST_A_SECOND = 100;

  private Sampling() {}

  /**
   * What suits most services: one trace in a hundred, up to 100 a second and process, and besides
   * all local traces that fail or take two seconds. Decisions of callers are followed.
   */
  public static TailSampler productionDefaults() {
    return TailSampler.create(
        Sampler.parentBased(new CappedSampler(RATIO, MOST_A_SECOND, Clock.system())),
        TailPolicy.error(),
        TailPolicy.latency(Duration.ofSeconds(2)));
  }

  /**
   * Keeps about {@code tracesPerSecond} in any second, whatever comes: a threshold that follows the
   * traffic, set anew ten times a second (if less than one trace a second is kept, ten times in the
   * time for one). What comes at once, and is no more than the budget, is kept whole. Chance, and
   * bursts that nobody could foresee, add a few: the square root of the budget twice, as a rule of
   * thumb.
   *
   * <p>The threshold depends on past requests alone and travels on in the trace state, so that the
   * sum of the kept traces' weights is an unbiased count of all of them.
   *
   * @param tracesPerSecond more than 0; above a billion it counts as a billion
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  public static Sampler rateLimiting(double tracesPerSecond) {
    return rateLimiting(tracesPerSecond, Clock.system());
  }

  /** {@link #rateLimiting(double)} by another clock's {@code nanoTime}. */
  public static Sampler rateLimiting(double tracesPerSecond, Clock clock) {
    return new RateLimitingSampler(tracesPerSecond, 1, clock);
  }

  /**
   * Like {@link #rateLimiting(double)}, with one budget that the operations (span names) share
   * max-min fairly: rare ones are kept whole, frequent ones share evenly what is left. Up to 255
   * operations are told apart, the others share one place; where there is no more room, those not
   * seen for a minute make some.
   *
   * @param tracesPerSecond for all operations together
   * @throws IllegalArgumentException if {@code tracesPerSecond} is not a positive number
   */
  public static Sampler adaptive(double tracesPerSecond) {
    return adaptive(tracesPerSecond, Clock.system());
  }

  /** {@link #adaptive(double)} by another clock's {@code nanoTime}. */
  public static Sampler adaptive(double tracesPerSecond, Clock clock) {
    return new RateLimitingSampler(tracesPerSecond, 256, clock);
  }

  /**
   * Asks the first rule that matches, and drops what none matches. The rules may be replaced while
   * it runs.
   *
   * @throws NullPointerException if {@code rules} or one of them is null
   */
  public static RuleBasedSampler ruleBased(SamplingRule... rules) {
    return new RuleBasedSampler(false, rules);
  }

  /**
   * Keeps what any of several samplers keeps: the lowest of their thresholds counts. All of them
   * are asked about every span.
   *
   * @throws NullPointerException if {@code samplers} or one of them is null
   */
  public static Sampler anyOf(Sampler... samplers) {
    SamplingRule[] rules = new SamplingRule[samplers.length];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = SamplingRule.of(samplers[i]);
    }
    return new RuleBasedSampler(true, rules);
  }

  /**
   * The reservoir of X-Ray's rules, to be used in a {@link SamplingRule}: so many traces a second,
   * and the given share where that is more. Unlike the first come of each second, those kept have
   * weights that add up.
   *
   * @param tracesPerSecond more than 0
   * @param ratio in [0, 1]
   * @throws IllegalArgumentException naming the argument that is out of range
   */
  public static Sampler reservoir(double tracesPerSecond, double ratio) {
    return anyOf(rateLimiting(tracesPerSecond), Sampler.probability(ratio));
  }

  /**
   * The sampler that {@code OTEL_TRACES_SAMPLER} and {@code OTEL_TRACES_SAMPLER_ARG} describe
   * (OpenTelemetry, "Environment Variable Specification"): {@code always_on}, {@code always_off},
   * {@code traceidratio} ({@link Sampler#probability}, argument 1 by default), {@code
   * jaeger_remote} (arguments {@code endpoint}, which must speak HTTP, {@code pollingIntervalMs},
   * {@code initialSamplingRate}), {@code rate_limiting} and {@code adaptive} (argument: traces a
   * second, 100 by default), {@code production}, each also behind {@code parentbased_}, and {@code
   * xray}: X-Ray's default rule, one trace a second and 5 percent. If there is nothing, or a name
   * that is not known, it is {@code parentbased_always_on}. A bad argument counts as not set. Both
   * are logged.
   *
   * @param environment for example {@code System.getenv()}
   * @throws NullPointerException if {@code environment} is null
   */
  public static Sampler fromEnvironment(Map<String, String> environment) {
    return EnvironmentSampler.read(environment);
  }
}
