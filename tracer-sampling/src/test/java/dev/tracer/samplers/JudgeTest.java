// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailPolicy.and;
import static dev.tracer.samplers.TailPolicy.attribute;
import static dev.tracer.samplers.TailPolicy.drop;
import static dev.tracer.samplers.TailPolicy.error;
import static dev.tracer.samplers.TailPolicy.latency;
import static dev.tracer.samplers.TailPolicy.not;
import static dev.tracer.samplers.TailPolicy.probability;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.samplers.Evidence.Shares;
import dev.tracer.samplers.Judge.Judgement;
import dev.tracer.samplers.Judge.Opinion;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge is a function of the evidence: a table of what goes in and what comes out. */
class JudgeTest {
  private static final long HALF = TailFixture.HALF;
  private static final long QUARTER = HALF / 2;

  private static final TailPolicy A = attribute("a", 1);
  private static final TailPolicy B = attribute("b", 1);
  private static final TailPolicy SLOW = latency(Duration.ofNanos(100));

  private static final boolean RUNS = false;
  private static final boolean OVER = true;

  private static final int NO_FACT = SpanFacts.NONE;
  private static final int FAILED = SpanFacts.ERROR;
  private static final int FIRST = SpanFacts.condition(0);
  private static final int SECOND = SpanFacts.condition(1);

  /** A trace of this randomness, and what limits answer about it. */
  private static Shares shares(long randomness, long... thresholds) {
    return new Shares() {
      @Override
      public long threshold(int share) {
        return thresholds[share];
      }

      @Override
      public boolean reaches(long threshold) {
        return randomness >= threshold;
      }
    };
  }

  private static Arguments row(
      List<TailPolicy> policies, int facts, boolean root, long nanos, String judgement) {
    return arguments(policies, facts, root, nanos, judgement);
  }

  static Stream<Arguments> facts() {
    return Stream.of(
        row(List.of(), FAILED, OVER, 1000, "none"),
        row(List.of(error()), NO_FACT, OVER, 1000, "none"),
        row(List.of(error()), FAILED, RUNS, 0, "error"),
        row(List.of(SLOW), NO_FACT, RUNS, 99, "none"),
        row(List.of(SLOW), NO_FACT, RUNS, 100, "latency"),
        row(List.of(A, B), FIRST, RUNS, 0, "attribute:a"),
        row(List.of(A, B), SECOND, RUNS, 0, "attribute:b"),
        row(List.of(A, B), FIRST | SECOND, RUNS, 0, "attribute:a"),
        row(List.of(and(A, error())), FIRST, OVER, 0, "none"),
        row(List.of(and(A, error())), FAILED, OVER, 0, "none"),
        row(List.of(and(A, error())), FIRST | FAILED, RUNS, 0, "attribute:a+error"),
        // what is not so cannot be known before the root is over
        row(List.of(not(A)), NO_FACT, RUNS, 0, "none"),
        row(List.of(not(A)), NO_FACT, OVER, 0, "not:attribute:a"),
        row(List.of(not(A)), FIRST, OVER, 0, "none"),
        row(List.of(not(not(A))), FIRST, RUNS, 0, "none"),
        row(List.of(not(not(A))), FIRST, OVER, 0, "not:not:attribute:a"),
        row(List.of(not(SLOW)), NO_FACT, OVER, 99, "not:latency"),
        row(List.of(and(error(), not(A))), FAILED, RUNS, 0, "none"),
        row(List.of(and(error(), not(A))), FAILED, OVER, 0, "error+not:attribute:a"),
        row(List.of(and(error(), not(A))), FAILED | FIRST, OVER, 0, "none"),
        // drop wins wherever it stands
        row(List.of(error(), drop(A)), FAILED, OVER, 0, "error"),
        row(List.of(error(), drop(A)), FAILED | FIRST, RUNS, 0, "drop"),
        row(List.of(drop(A), error()), FAILED | FIRST, RUNS, 0, "drop"),
        row(List.of(drop(A)), FIRST, RUNS, 0, "drop"),
        row(List.of(error(), drop(not(A))), FAILED, RUNS, 0, "error"),
        row(List.of(error(), drop(not(A))), FAILED, OVER, 0, "drop"),
        row(List.of(drop(and(A, B)), error()), FAILED | SECOND, OVER, 0, "error"));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void trace_isJudgedByFacts(
      List<TailPolicy> policies, int facts, boolean root, long nanos, String judgement) {
    Judge judge = new Judge(policies);
    Evidence evidence = new Evidence(facts, root, nanos, shares(0));
    Judgement result = judge.judge(evidence);

    assertThat(result.opinion() == Opinion.KEEP ? result.reason() : result.opinion().name())
        .isEqualToIgnoringCase(judgement);
    assertThat(result.threshold()).isEqualTo(result.opinion() == Opinion.KEEP ? 0 : Judge.NEVER);
    assertThat(judge.judge(evidence)).as("the same again").isEqualTo(result);
  }

  @ParameterizedTest
  @MethodSource("facts")
  void trace_thatNobodyMayCareFor_isJudgedWithNothing(
      List<TailPolicy> policies, int facts, boolean root, long nanos, String judgement) {
    Judge judge = new Judge(policies);
    Evidence evidence = new Evidence(facts, root, nanos, shares(0));

    assertThat(judge.mayCare(facts, nanos) || judge.judge(evidence).opinion() == Opinion.NONE)
        .isTrue();
  }

  static Stream<Arguments> limits() {
    TailPolicy first = probability(0.5);
    TailPolicy second = probability(0.75);
    return Stream.of(
        arguments(List.of(first), HALF, HALF, 0, "probability", HALF),
        arguments(List.of(first), HALF - 1, HALF, 0, "none", Judge.NEVER),
        arguments(List.of(first), HALF, Judge.NEVER, 0, "none", Judge.NEVER),
        arguments(List.of(first, second), HALF, HALF, QUARTER, "probability", QUARTER),
        arguments(List.of(first, second), QUARTER, HALF, QUARTER, "probability", QUARTER),
        arguments(List.of(first, error()), HALF, HALF, 0, "error", 0L),
        arguments(List.of(and(first, error())), HALF, HALF, 0, "probability+error", HALF),
        arguments(
            List.of(and(first, second)), HALF, HALF, QUARTER, "probability+probability", HALF),
        arguments(List.of(and(first, second)), QUARTER, HALF, QUARTER, "none", Judge.NEVER),
        arguments(List.of(and(first, A)), HALF, HALF, 0, "none", Judge.NEVER),
        arguments(List.of(first, drop(error())), HALF, HALF, 0, "drop", Judge.NEVER));
  }

  /** A failed trace. */
  @ParameterizedTest
  @MethodSource("limits")
  void trace_isJudgedByLimits(
      List<TailPolicy> policies,
      long randomness,
      long first,
      long second,
      String judgement,
      long threshold) {
    Judgement result =
        new Judge(policies).judge(new Evidence(FAILED, OVER, 0, shares(randomness, first, second)));

    assertThat(result.opinion() == Opinion.KEEP ? result.reason() : result.opinion().name())
        .isEqualToIgnoringCase(judgement);
    assertThat(result.threshold()).isEqualTo(threshold);
  }

  @Test
  void limit_behindAConditionThatIsNotMet_isNotAsked() {
    Judge judge = new Judge(List.of(and(probability(0.5), A)));
    Shares untouched =
        new Shares() {
          @Override
          public long threshold(int share) {
            throw new AssertionError("asked");
          }

          @Override
          public boolean reaches(long threshold) {
            return true;
          }
        };

    assertThat(judge.judge(new Evidence(FAILED, OVER, 0, untouched))).isEqualTo(Judgement.NONE);
  }
}
