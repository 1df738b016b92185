// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.TestClock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random traces through services that sample in different ways, with participants of other makes
 * between them that lose, forge and forget. {@code build-tools/mixed-fleet} runs 10^8 decisions.
 */
class MixedFleetTest {
  private static final long DECISIONS = Long.getLong("fleet.decisions", 1_000_000);
  private static final long MASK = (1L << 56) - 1;
  private static final double[] RATIOS = {0.5, 0.05, 0.001};

  private final SplittableRandom random = new SplittableRandom(11);
  private final TestClock clock = TestClock.create();

  private static Tracer service(Sampler sampler) {
    return Tracer.builder("service").sampler(sampler).build();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void decisions_ofAMixedFleet_neverContradictThemselves() {
    Sampler limit = Sampling.rateLimiting(1_000, clock);
    Sampler rules =
        Sampling.ruleBased(
            SamplingRule.of(
                    Sampling.anyOf(Sampling.adaptive(100, clock), Sampler.probability(0.01)))
                .withName("even"),
            SamplingRule.of(Sampler.alwaysOn()));
    Tracer[] ignoring = new Tracer[RATIOS.length];
    for (int i = 0; i < RATIOS.length; i++) {
      ignoring[i] = service(Sampler.probability(RATIOS[i]));
    }
    Tracer[] following = {
      service(Sampler.parentBased(limit)),
      service(Sampler.parentBased(rules)),
      service(Sampler.parentBased(Sampler.probability(0.1))),
      service(Sampler.parentBased(Sampler.alwaysOff())),
    };
    for (long decisions = 0; decisions < DECISIONS; ) {
      clock.advance(Duration.ofNanos(10_000));
      SpanContext parent = SpanContext.invalid();
      for (int hop = random.nextInt(6); hop >= 0; hop--, decisions++) {
        boolean follows = random.nextBoolean();
        int which = random.nextInt(follows ? following.length : ignoring.length);
        Span span =
            (follows ? following : ignoring)
                [which].spanBuilder(random.nextBoolean() ? "even" : "odd")
                .parent(Context.root().with(Span.of(parent)))
                .start();
        SpanContext id = span.context();
        span.end();
        check(parent, id, follows ? 0 : RATIOS[which]);
        parent = underway(id);
      }
    }
  }

  /**
   * Checks one decision.
   *
   * @param ratio of a service that goes by the randomness alone; 0 if it follows its parent
   */
  private static void check(SpanContext parent, SpanContext id, double ratio) {
    String ot = id.traceState().get("ot");
    long randomness = randomness(ot, id.traceIdLow());
    String th = subKey(ot, "th:");
    boolean fine = true;
    if (th != null) { // what is exported with a weight was kept because of it
      long threshold = Long.parseLong((th + "00000000000000").substring(0, 14), 16);
      fine = id.isSampled() && randomness >= threshold;
    }
    if (ratio > 0) { // all who go by the randomness agree, smaller shares being parts of larger
      fine &= id.isSampled() == (randomness >= (1 - ratio) * (MASK + 1.0) * (1 - 1e-4));
      fine |= Math.abs(randomness - (1 - ratio) * (MASK + 1.0)) < 1e-3 * MASK;
    } else if (parent.isValid() && !parent.isUndecided()) {
      fine &= id.isSampled() == parent.isSampled();
    }
    String theirs = subKey(parent.traceState().get("ot"), "rv:");
    if (theirs != null && theirs.matches("[0-9a-f]{14}")) {
      fine &= theirs.equals(subKey(ot, "rv:"));
    }
    if (!fine) {
      throw new AssertionError("from " + parent + "\n  to " + id);
    }
  }

  private static String subKey(String ot, String key) {
    if (ot != null) {
      for (String part : ot.split(";", -1)) {
        if (part.startsWith(key)) {
          return part.substring(key.length());
        }
      }
    }
    return null;
  }

  private static long randomness(String ot, long traceIdLow) {
    String rv = subKey(ot, "rv:");
    return rv == null ? traceIdLow & MASK : Long.parseLong(rv, 16);
  }

  /** What participants of other makes do to a context. */
  private SpanContext underway(SpanContext id) {
    byte flags = id.traceFlags();
    TraceState state = id.traceState();
    switch (random.nextInt(12)) {
      case 0 -> state = TraceState.empty(); // lost
      case 1 -> flags ^= SpanContext.SAMPLED; // another decision, and th left as it was
      case 2 -> state = TraceState.parse("ot=th:" + Long.toHexString(random.nextLong() >>> 60));
      case 3 -> state = TraceState.parse("ot=th:xyz;rv:1");
      case 4 -> state = TraceState.parse("ot=th:000000000000000;th:8;a:b");
      case 5 ->
          state =
              TraceState.parse(String.format("ot=rv:%014x;th:%x,x=y", random.nextLong() & MASK, 8));
      default -> {}
    }
    SpanContext sent =
        SpanContext.of(id.traceIdHigh(), id.traceIdLow(), id.spanIdAsLong(), flags, state, true);
    return random.nextInt(12) == 0 ? sent.undecided() : sent;
  }

  @ParameterizedTest
  @CsvSource({"ot=th:8, 1", "ot=th:0, 0", "ot=th:zz, 1"})
  void check_findsContradictions(String state, int flags) {
    SpanContext bad = SpanContext.of(1, 2, 3, (byte) flags, TraceState.parse(state), false);
    AssertionError found = null;
    try {
      check(SpanContext.invalid(), bad, 0);
    } catch (AssertionError | NumberFormatException e) {
      found = new AssertionError(e);
    }

    assertThat(found).isNotNull();
  }
}
