// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailFixture.HALF;
import static dev.tracer.samplers.TailFixture.child;
import static dev.tracer.samplers.TailFixture.end;
import static dev.tracer.samplers.TailFixture.span;
import static dev.tracer.samplers.TailPolicy.and;
import static dev.tracer.samplers.TailPolicy.attribute;
import static dev.tracer.samplers.TailPolicy.drop;
import static dev.tracer.samplers.TailPolicy.error;
import static dev.tracer.samplers.TailPolicy.hasAttribute;
import static dev.tracer.samplers.TailPolicy.latency;
import static dev.tracer.samplers.TailPolicy.not;
import static dev.tracer.samplers.TailPolicy.numericAttribute;
import static dev.tracer.samplers.TailPolicy.probability;
import static dev.tracer.samplers.TailPolicy.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.StatusCode;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.TestClock;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TailPolicyTest {
  /** A request of 20 ms with a failed child of 5 ms, to /pay, of a gold customer, randomness ½. */
  private static TailFixture play(TailPolicy... policies) {
    TailFixture tail = TailFixture.of(policies);
    HeldTrace trace = tail.open(HALF);
    child(trace, span("charge", 5, 10).set("tier", "gold").status(StatusCode.ERROR, "no"));
    end(trace, span("pay", 0, 20).set("url.path", "/pay").set("items", 3), true);
    return tail;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static final double MANY = Double.POSITIVE_INFINITY;

  static Stream<Arguments> kept() {
    TailPolicy gold = attribute("tier", "gold");
    TailPolicy silver = attribute("tier", "silver");
    TailPolicy never = probability(0.25);
    return Stream.of(
        arguments(error(), "error", "ot=th:0"),
        arguments(latency(millis(20)), "latency", "ot=th:0"),
        arguments(attribute("url.path", "/pay"), "attribute:url.path", "ot=th:0"),
        arguments(attribute("items", 3), "attribute:items", "ot=th:0"),
        arguments(rule("short", s -> s.durationNanos() < 6_000_000), "short", "ot=th:0"),
        arguments(hasAttribute("tier"), "attribute:tier", "ot=th:0"),
        arguments(numericAttribute("items", 3, 3), "attribute:items", "ot=th:0"),
        arguments(numericAttribute("items", 2.5, MANY), "attribute:items", "ot=th:0"),
        arguments(not(hasAttribute("none")), "not:attribute:none", "ot=th:0"),
        arguments(probability(0.5), "probability", "ot=th:8"),
        arguments(probability(1), "probability", "ot=th:0"),
        arguments(not(silver), "not:attribute:tier", "ot=th:0"),
        arguments(not(not(gold)), "not:not:attribute:tier", "ot=th:0"),
        arguments(and(error(), gold), "error+attribute:tier", "ot=th:0"),
        arguments(and(gold, probability(0.75)), "attribute:tier+probability", "ot=th:4"),
        arguments(and(probability(0.75), probability(0.5)), "probability+probability", "ot=th:8"),
        arguments(hasAttribute("none"), null, null),
        arguments(numericAttribute("items", 3.5, MANY), null, null),
        arguments(numericAttribute("items", -MANY, 2), null, null),
        arguments(numericAttribute("tier", -MANY, MANY), null, null),
        arguments(silver, null, null),
        arguments(latency(millis(21)), null, null),
        arguments(never, null, null),
        arguments(probability(0), null, null),
        arguments(not(error()), null, null),
        arguments(and(error(), silver), null, null),
        arguments(and(error(), never), null, null),
        arguments(and(probability(1), never), null, null));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void trace_isKeptWithReasonAndThreshold(TailPolicy policy, String reason, String traceState) {
    TailFixture tail = TailFixture.of(policy);
    HeldTrace trace = tail.open(HALF);
    child(trace, span("charge", 5, 10).set("tier", "gold").status(StatusCode.ERROR, "no"));
    end(trace, span("pay", 0, 20).set("url.path", "/pay").set("items", 3), true);

    assertThat(trace.isKept()).isEqualTo(reason != null);
    assertThat(tail.passed).hasSize(reason == null ? 0 : 2);
    assertThat(tail.tail.dropped()).isEqualTo(reason == null ? 2 : 0);
    if (reason != null) {
      assertThat(tail.names()).containsExactly("charge", "pay");
      assertThat(tail.reasons()).containsExactly(reason);
      assertThat(trace.traceState()).hasToString(traceState);
    }
  }

  @Test
  void lowestThreshold_wins() {
    assertThat(play(probability(0.75), error(), probability(0.5)).reasons())
        .containsExactly("error");
    assertThat(play(probability(0.5), probability(0.75)).reasons()).containsExactly("probability");
  }

  @Test
  void drop_winsWhereverItStands() {
    TailPolicy payments = drop(attribute("url.path", "/pay"));

    assertThat(play(error(), payments).passed).isEmpty();
    assertThat(play(payments, error()).passed).isEmpty();
    assertThat(play(error(), drop(attribute("url.path", "/health"))).passed).hasSize(2);
    assertThat(play(error(), drop(and(error(), not(latency(millis(10)))))).passed).hasSize(2);
  }

  @Test
  void rateLimitedErrors_areCappedAndTheirWeightsAddUp() {
    TestClock clock = TestClock.create();
    TailFixture tail = TailFixture.of(and(error(), TailPolicy.rateLimiting(100, clock)));
    Random random = new Random(7);
    int errors = 200_000;
    double weights = 0;
    for (int i = 0; i < errors; i++) { // ten thousand a second
      clock.advance(Duration.ofNanos(100_000));
      HeldTrace trace = tail.open(random.nextLong(), 0);
      end(trace, span("bad", 0, 1).status(StatusCode.ERROR, null), true);
      weights += weight(trace);
    }

    assertThat(tail.passed).hasSizeBetween(1800, 2300);
    assertThat(weights).isBetween(0.9 * errors, 1.1 * errors);
  }

  private static double weight(HeldTrace trace) {
    if (!trace.isKept()) {
      return 0;
    }
    String digits = trace.traceState().get("ot").substring("th:".length());
    double threshold = Long.parseLong(digits, 16) * Math.pow(16, -digits.length());
    return 1 / (1 - threshold);
  }

  @Test
  void noPolicy_keepsNothing() {
    assertThat(play().passed).isEmpty();
  }

  @Test
  void share_isAskedOnceATrace() {
    int[] asked = {0};
    Sampler counting =
        new Sampler() {
          @Override
          public SamplingResult sample(
              dev.tracer.Context parent,
              long traceIdHigh,
              long traceIdLow,
              String name,
              dev.tracer.SpanKind kind,
              dev.tracer.Attributes attributes,
              java.util.List<dev.tracer.export.LinkData> links) {
            asked[0]++;
            return SamplingResult.threshold(HALF + 1);
          }

          @Override
          public String description() {
            return "counting";
          }
        };
    TailFixture tail = TailFixture.of(and(new SharePolicy("limit", counting), error()));
    HeldTrace trace = tail.open(HALF);
    trace.announce(TailFixture.at(1));
    assertThat(asked[0]).isZero();
    trace.failed();
    trace.announce(TailFixture.at(1));
    trace.announce(TailFixture.at(2));
    end(trace, span("root", 0, 5), true);

    assertThat(asked[0]).isEqualTo(1);
    assertThat(tail.passed).isEmpty();
  }

  @Test
  void conditionThatThrows_isNotMetAndCounted() {
    TailFixture tail =
        TailFixture.of(
            rule(
                "broken",
                s -> {
                  throw new IllegalStateException("bug");
                }),
            error());
    HeldTrace trace = tail.open(HALF);
    child(trace, span("child", 0, 1));
    end(trace, span("root", 0, 5), true);

    assertThat(tail.faults).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    assertThat(tail.tail.dropped()).isEqualTo(2);
  }

  static Stream<Throwable> bugs() {
    return Stream.of(
        new IllegalStateException("bug"), new StackOverflowError(), new InternalError());
  }

  /** Whatever a condition throws, those beside it work, and nothing reaches the application. */
  @ParameterizedTest
  @MethodSource("bugs")
  void conditionThatThrows_leavesTheOthersAlone(Throwable bug) {
    TailPolicy broken = rule("broken", s -> sneak(bug));
    TailPolicy[] policies = {broken, attribute("tier", "gold"), drop(attribute("path", "/health"))};
    TailFixture tail = TailFixture.of(policies);
    end(tail.open(1), span("gold", 0, 5).set("tier", "gold"), true);
    end(tail.open(2), span("health", 0, 5).set("tier", "gold").set("path", "/health"), true);
    end(tail.open(3), span("plain", 0, 5), true);

    assertThat(tail.names()).containsExactly("gold");
    assertThat(tail.faults).hasSize(3).allMatch(fault -> fault == bug);
    assertThat(tail.tail.dropped()).isEqualTo(2);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> boolean sneak(Throwable bug) throws T {
    throw (T) bug;
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(() -> latency(Duration.ZERO), "limit"),
        mistake(() -> latency(null), "limit"),
        mistake(() -> attribute(null, 1), "key"),
        mistake(() -> hasAttribute(null), "key"),
        mistake(() -> numericAttribute(null, 1, 2), "key"),
        mistake(() -> numericAttribute("a", 2, 1), "least"),
        mistake(() -> numericAttribute("a", Double.NaN, 1), "least"),
        mistake(() -> attribute("a", null), "value"),
        mistake(() -> rule("a", null), "condition"),
        mistake(() -> rule(null, s -> true), "reason"),
        mistake(() -> probability(1.5), "ratio"),
        mistake(() -> and(), "policies"),
        mistake(() -> and(error(), null), "policy"),
        mistake(() -> and(drop(error())), "drop"),
        mistake(() -> not(drop(error())), "drop"),
        mistake(() -> drop(drop(error())), "drop"),
        mistake(() -> not(and(error(), probability(0.5))), "condition"),
        mistake(() -> drop(probability(0.5)), "condition"),
        mistake(() -> TailSampler.create(Sampler.alwaysOff()).withMaxTraces(0), "maxTraces"),
        mistake(
            () -> TailSampler.create(Sampler.alwaysOff()).withMaxTraces(2_000_000), "maxTraces"),
        mistake(
            () -> TailSampler.create(Sampler.alwaysOff()).withMaxBufferedBytes(-1),
            "maxBufferedBytes"),
        mistake(
            () -> TailSampler.create(Sampler.alwaysOff()).withDecisionWait(Duration.ofMillis(-1)),
            "decisionWait"),
        mistake(
            () ->
                TailSampler.create(
                    Sampler.alwaysOff(),
                    Stream.generate(() -> attribute("a", 1)).limit(31).toArray(TailPolicy[]::new)),
            "policies"));
  }

  private static Arguments mistake(ThrowingCallable call, String named) {
    return arguments(named, call);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistake_namesTheArgument(String named, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
        .hasMessageContaining(named);
  }
}
