// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitingSamplerTest {
  private final Traffic traffic = new Traffic(1);
  private final TestClock clock = traffic.clock;

  @Test
  void steadyTraffic_keepsTheBudget() {
    traffic.send(Sampling.rateLimiting(500, clock), 20, time -> 20_000, "a");

    assertThat(traffic.kept / 20.0).isCloseTo(500, within(10.0));
    assertThat(traffic.worstSecond()).isLessThan(575);
  }

  @Test
  void coldStart_atFullLoad_keepsLittleMore() {
    traffic.send(Sampling.rateLimiting(500, clock), 1, time -> 50_000, "a");

    assertThat(traffic.kept).isBetween(400L, 600L);
  }

  @Test
  void bursts_stayUnderTheCap() {
    traffic.send(
        Sampling.rateLimiting(500, clock), 20, time -> ((long) time) % 2 == 0 ? 500 : 60_000, "a");

    assertThat(traffic.worstSecond()).isLessThan(650);
  }

  @Test
  void budgetThatComesAtOnce_isKeptWhole() {
    Sampler sampler = Sampling.rateLimiting(100, clock);
    for (int second = 0; second < 20; second++) {
      traffic.burst(sampler, 100, 0.01, 1);
    }

    assertThat(traffic.kept).isBetween(1_950L, 2_000L);
    assertThat(traffic.mostInASecond).isLessThan(110);
  }

  @ParameterizedTest
  @CsvSource({"150, 0.01", "1000, 0.01", "1000, 0.5", "20000, 0.05"})
  void burstsThatExceedTheBudget_getTheBudget(int count, double length) {
    Sampler sampler = Sampling.rateLimiting(100, clock);
    for (int second = 0; second < 30; second++) {
      traffic.burst(sampler, count, length, 1);
    }

    assertThat(traffic.kept / 30.0).isCloseTo(100, within(9.0));
    assertThat(traffic.mostInASecond).isLessThan(145);
    assertThat(traffic.weights / traffic.requests).isCloseTo(1, within(0.2));
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "10, 20", "100, 125", "500, 570"})
  void firstBurst_isUnderTheCap(double budget, int most) {
    for (int seed = 0; seed < 20; seed++) {
      Traffic one = new Traffic(seed);
      one.burst(Sampling.rateLimiting(budget, one.clock), 30_000, 0.05, 1);

      assertThat(one.kept).isBetween((long) budget, (long) most);
    }
  }

  @Test
  void budgetOfOne_keepsFewOfAFirstBurst() {
    long kept = 0;
    for (int seed = 0; seed < 50; seed++) {
      Traffic one = new Traffic(seed);
      kept += one.burst(Sampling.rateLimiting(1, one.clock), 300, 0.001, 1).kept;
    }

    assertThat(kept / 50.0).isLessThan(3);
  }

  @Test
  void anySecond_isUnderTheCap_whateverComes() {
    Sampler sampler = Sampling.rateLimiting(100, clock);
    for (int i = 0; i < 300; i++) { // bursts of any size at any time
      int size = (int) Math.pow(10, 4 * traffic.random.nextDouble());
      traffic.burst(
          sampler, size, 0.2 * traffic.random.nextDouble(), 0.2 + traffic.random.nextDouble());
    }

    assertThat(traffic.mostInASecond).isLessThan(145);
    assertThat(traffic.weights - traffic.requests)
        .isBetween(-4 * Math.sqrt(traffic.variance), 4 * Math.sqrt(traffic.variance));
  }

  @Test
  void lessThanTheBudget_isKeptWhole() {
    traffic.send(Sampling.rateLimiting(500, clock), 20, time -> 200, "a");

    assertThat(traffic.kept).isEqualTo(traffic.requests);
    assertThat(traffic.weights).isEqualTo(traffic.requests);
  }

  @ParameterizedTest
  @CsvSource({"10, 400, 200", "1, 50, 1000", "0.0166, 1, 30000"})
  void smallBudgets_areKept(double budget, double rate, double seconds) {
    traffic.send(Sampling.rateLimiting(budget, clock), seconds, time -> rate, "a");

    assertThat(traffic.kept / seconds).isCloseTo(budget, within(budget * 0.1));
  }

  @Test
  void afterSilence_isKeptAgain() {
    Sampler sampler = Sampling.rateLimiting(10, clock);
    traffic.send(sampler, 10, time -> 5_000, "a");
    clock.advance(Duration.ofHours(1));
    Traffic.ask(sampler, "a", 0); // tells that time has gone by

    assertThat(Traffic.ask(sampler, "a", 0).threshold()).isZero();
  }

  /**
   * The sum of weights minus the number of requests is a martingale: whatever the traffic does, its
   * end is distributed about zero with a variance that adds up from the thresholds.
   */
  @Test
  void weights_ofWhatIsKept_countAllRequests() {
    double sumOfSquares = 0;
    double error = 0;
    double variance = 0;
    int seeds = 24;
    for (int seed = 0; seed < seeds; seed++) {
      Traffic one = new Traffic(seed);
      one.send(
          Sampling.rateLimiting(200, one.clock),
          6,
          time -> time < 1 ? 100 : time < 3 ? 20_000 : time < 4 ? 60_000 : 4_000,
          "a");
      double z = (one.weights - one.requests) / Math.sqrt(one.variance);
      sumOfSquares += z * z;
      error += one.weights - one.requests;
      variance += one.variance;
    }

    assertThat(error / Math.sqrt(variance)).isBetween(-3.5, 3.5);
    assertThat(sumOfSquares / seeds).isBetween(0.4, 2.0);
  }

  @Test
  void idsMadeToBeKept_doNotPassTheCap() {
    Sampler sampler = Sampling.rateLimiting(100, clock);
    for (int i = 0; i < 1_000_000; i++) {
      clock.advance(Duration.ofNanos(10_000));
      traffic.request(sampler, "a", -1);
    }

    assertThat(traffic.kept).isLessThan(1_100); // in 10 seconds
  }

  @Test
  void idsThatAreNeverLookedAt_doNotStopTheClock() {
    Sampler sampler = Sampling.rateLimiting(100, clock);
    traffic.send(sampler, 1, time -> 100_000, "a");
    for (int i = 0; i < 100_000; i++) { // low bits that look at no clock, but random high ones
      clock.advance(Duration.ofNanos(100_000));
      traffic.request(sampler, "a", traffic.random.nextLong() | 63);
    }

    assertThat(traffic.kept).isBetween(900L, 1_300L); // in 11 seconds
  }

  @Test
  void randomnessInTheTraceState_isWhatCounts() {
    Sampler sampler = Sampling.rateLimiting(1, clock);
    traffic.send(sampler, 20, time -> 1000, "a");
    TraceState state = TraceState.parse("ot=rv:ffffffffffffff");
    Context parent =
        Context.root().with(Span.of(SpanContext.of(1, 0, 1, (byte) 0, state, true).undecided()));
    int kept = 0;
    for (int i = 0; i < 1000; i++) {
      SamplingResult result =
          sampler.sample(parent, 1, 0, "a", SpanKind.SERVER, Attributes.empty(), List.of());
      kept += result.hasThreshold() ? 1 : 0;
    }

    assertThat(kept).isBetween(1, 7); // each one counts as kept, up to the last bound
  }

  @Test
  void adaptive_skewedOperations_shareMaxMinFairly() {
    Sampler sampler = Sampling.adaptive(100, clock);
    // 990 of "busy", 8 of "medium", 2 of "rare" among 1000
    String[] names = new String[500];
    for (int i = 0; i < names.length; i++) {
      names[i] = i == 0 ? "rare" : i < 5 ? "medium" : "busy";
    }
    traffic.send(sampler, 60, time -> 5_000, names);

    assertThat(traffic.kept / 60.0).isCloseTo(100, within(3.0));
    assertThat(traffic.kept("rare") / 60.0).isCloseTo(10, within(1.5));
    assertThat(traffic.kept("medium") / 60.0).isBetween(33.0, 47.0);
    assertThat(traffic.weights / traffic.requests).isCloseTo(1, within(0.05));
  }

  @Test
  void adaptive_rareOperation_isKeptWhole() {
    Sampler sampler = Sampling.adaptive(100, clock);
    traffic.send(sampler, 2, time -> 5_000, "busy");
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofSeconds(1));
      assertThat(Traffic.ask(sampler, "rare", 0).threshold()).isZero();
      traffic.send(sampler, 1, time -> 5_000, "busy");
    }
  }

  @Test
  void adaptive_burstOfOneOperation_leavesTheOthersAlone() {
    Sampler sampler = Sampling.adaptive(100, clock);
    String[] calm = {"a", "b", "c", "d"};
    traffic.send(sampler, 5, time -> 40, calm);
    long before = traffic.kept;
    traffic.send(sampler, 1, time -> 40_000, "burst");

    assertThat(traffic.kept - before).isLessThan(130);
    assertThat(Traffic.ask(sampler, "a", 0).threshold()).isZero();
  }

  @Test
  void adaptive_unboundedNames_shareOnePlace() {
    Sampler sampler = Sampling.adaptive(100, clock);
    for (int i = 0; i < 200_000; i++) {
      clock.advance(Duration.ofNanos(100_000));
      traffic.request(sampler, "name " + i, traffic.random.nextLong());
    }

    assertThat(traffic.kept).isLessThan(2_300); // in 20 seconds
  }

  @Test
  void adaptive_operationsLongGone_makeRoom() {
    Sampler sampler = Sampling.adaptive(100, clock);
    for (int i = 0; i < 300; i++) {
      Traffic.ask(sampler, "old " + i, 0);
    }
    traffic.send(sampler, 70, time -> 2000, "unknown");
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(1));
      Traffic.ask(sampler, "new", 0);
      traffic.send(sampler, 1, time -> 2000, "unknown");
    }

    assertThat(Traffic.ask(sampler, "new", 0).threshold()).isZero();
  }

  /** The stack of the application may overflow anywhere in here; then the sampler goes on. */
  @Test
  void stackOverflow_duringTheTurnOfASlot_isSurvived() throws Exception {
    Sampler sampler = Sampling.adaptive(100, clock);
    traffic.send(sampler, 2, time -> 1_000, "a", "b", "c");
    Thread deep = new Thread(null, () -> overflow(sampler, clock), "deep", 256 << 10);
    deep.start();
    deep.join();
    traffic.send(sampler, 2, time -> 1_000, "a", "b", "c");
    long before = traffic.kept;
    traffic.send(sampler, 10, time -> 1_000, "a", "b", "c");

    assertThat((traffic.kept - before) / 10.0).isCloseTo(100, within(10.0));
  }

  /** Asks with less and less stack to spare, and a slot to turn each time. */
  private static void overflow(Sampler sampler, TestClock clock) {
    try {
      overflow(sampler, clock);
    } catch (StackOverflowError e) {
      // so deep, there was no room; here is a little more
    }
    try {
      clock.advance(Duration.ofMillis(200));
      Traffic.ask(sampler, "a", -1);
    } catch (StackOverflowError e) {
      // as it should be, many times
    }
  }

  /** Four threads ask at once, and meet every 10 ms of their time: a slow one stops its clock. */
  @Test
  void concurrentUse_keepsTheCap() throws Exception {
    int threads = 4;
    AtomicLong time = new AtomicLong();
    dev.tracer.Clock shared =
        new dev.tracer.Clock() {
          @Override
          public long epochNanos() {
            return nanoTime();
          }

          @Override
          public long nanoTime() {
            return time.get();
          }
        };
    Sampler sampler = Sampling.adaptive(1000, shared);
    CyclicBarrier meeting = new CyclicBarrier(threads, () -> time.addAndGet(10_000_000));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> kept = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Traffic own = new Traffic(t);
        kept.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < 1_000; round++) { // 10 seconds, a million requests
                    meeting.await();
                    for (int i = 0; i < 250; i++) {
                      own.request(sampler, "op " + (i & 7), own.random.nextLong());
                    }
                  }
                  return own.kept;
                }));
      }
      long all = 0;
      for (Future<Long> one : kept) {
        all += one.get();
      }

      assertThat(all).isBetween(8_000L, 11_000L);
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void budget_outOfRange_isRefusedByName(double budget) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.rateLimiting(budget))
        .withMessageContaining("tracesPerSecond");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.adaptive(budget))
        .withMessageContaining("tracesPerSecond");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.reservoir(budget, 0.05))
        .withMessageContaining("tracesPerSecond");
  }

  @Test
  void budget_enormous_keepsAll() {
    traffic.send(Sampling.rateLimiting(Double.MAX_VALUE, clock), 1, time -> 5_000, "a");

    assertThat(traffic.kept).isEqualTo(traffic.requests);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 1e-300, 1e-9})
  void budget_tiny_keepsNextToNothing(double budget) {
    traffic.send(Sampling.rateLimiting(budget, clock), 100, time -> 1_000, "a");
    traffic.send(Sampling.adaptive(budget, clock), 10, time -> 1_000, "a", "b");

    assertThat(traffic.kept).isLessThan(10);
  }

  @Test
  void clock_null_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> Sampling.rateLimiting(1, null))
        .withMessage("clock");
  }

  @Test
  void reservoir_keepsTheRateAboveIt() {
    Sampler sampler = Sampling.anyOf(Sampling.rateLimiting(1, clock), Sampler.probability(0.05));
    traffic.send(sampler, 100, time -> 1_000, "a");

    assertThat(traffic.kept / 100.0).isCloseTo(50, within(3.0));
    Traffic quiet = new Traffic(2);
    quiet.send(
        Sampling.anyOf(Sampling.rateLimiting(1, quiet.clock), Sampler.probability(0.05)),
        1000,
        time -> 2,
        "a");
    assertThat(quiet.kept / 1000.0).isCloseTo(1, within(0.15));
  }

  @Test
  void operation_thatTwoThreadsMeetAtOnce_isOneAndNoneTooMany() {
    Map<String, Meter> operations = new ConcurrentHashMap<>();
    Meter others = new Meter();
    operations.put("", others);
    BudgetPlan plan = new BudgetPlan(100, 2, operations, others, 0);

    Meter first = plan.add("a");
    assertThat(plan.add("a")).isSameAs(first).isNotSameAs(others);
    assertThat(plan.add("b")).isSameAs(others);
    assertThat(operations).hasSize(2);
  }

  @Test
  void descriptions_tellTheBudget() {
    assertThat(Sampling.rateLimiting(2.5)).hasToString("RateLimitingSampler{2.5}");
    assertThat(Sampling.adaptive(100).description()).isEqualTo("AdaptiveSampler{100.0}");
  }
}
