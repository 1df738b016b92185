// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailFixture.HALF;
import static dev.tracer.samplers.TailFixture.at;
import static dev.tracer.samplers.TailFixture.child;
import static dev.tracer.samplers.TailFixture.end;
import static dev.tracer.samplers.TailFixture.span;
import static dev.tracer.samplers.TailPolicy.and;
import static dev.tracer.samplers.TailPolicy.attribute;
import static dev.tracer.samplers.TailPolicy.drop;
import static dev.tracer.samplers.TailPolicy.error;
import static dev.tracer.samplers.TailPolicy.latency;
import static dev.tracer.samplers.TailPolicy.not;
import static dev.tracer.samplers.TailPolicy.probability;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.SpanFixture;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a local trace: when it is decided, and what becomes of each of its spans. */
class HeldTraceTest {
  private final TailFixture tail = TailFixture.of(error(), latency(Duration.ofSeconds(2)));

  private static SpanFixture failed(String name, long from, long to) {
    return span(name, from, to).status(StatusCode.ERROR, null);
  }

  @Test
  void spans_waitForTheRoot() {
    HeldTrace trace = tail.open(1);
    child(trace, failed("child", 1, 2));

    assertThat(tail.passed).isEmpty();
    assertThat(tail.tail.held()).isEqualTo(1);

    end(trace, span("root", 0, 3), true);
    assertThat(tail.names()).containsExactly("child", "root");
    assertThat(tail.tail.held()).isZero();
  }

  @Test
  void quietTrace_isDropped() {
    HeldTrace trace = tail.open(1);
    child(trace, span("child", 1, 2));
    end(trace, span("root", 0, 3), true);

    assertThat(tail.passed).isEmpty();
    assertThat(tail.tail.dropped()).isEqualTo(2);
  }

  // while it runs

  @Test
  void failedSpan_keepsTheTraceWhenSomethingIsSent() {
    HeldTrace trace = tail.open(1);
    child(trace, span("before", 1, 2));
    trace.announce(at(3));
    assertThat(trace.isKept()).isFalse();

    trace.failed();
    assertThat(trace.isKept()).isFalse(); // nobody needs to know yet
    trace.announce(at(4));

    assertThat(trace.isKept()).isTrue();
    assertThat(trace.traceState()).hasToString("ot=th:0");
    assertThat(tail.names()).containsExactly("before");
    end(trace, span("root", 0, 5), true);
    assertThat(tail.names()).containsExactly("before", "root");
    assertThat(tail.reasons()).containsExactly("error");
  }

  @ParameterizedTest
  @CsvSource({"1999, false", "2000, true"})
  void slowRoot_isKeptWhenSomethingIsSent(long millis, boolean kept) {
    HeldTrace trace = tail.open(1);
    trace.announce(at(millis));

    assertThat(trace.isKept()).isEqualTo(kept);
  }

  @Test
  void recoveredError_stillCounts() {
    HeldTrace trace = tail.open(1);
    trace.failed();
    end(trace, span("root", 0, 3).status(StatusCode.OK, null), true);

    assertThat(tail.names()).containsExactly("root");
  }

  @Test
  void keep_keepsAtOnceAndSaysWhy() {
    HeldTrace trace = tail.open(1);
    child(trace, span("child", 1, 2));
    trace.keep("customer");
    trace.keep("again");
    end(trace, failed("root", 0, 3), true);

    assertThat(tail.names()).containsExactly("child", "root");
    assertThat(tail.reasons()).containsExactly("customer");
  }

  @Test
  void announcedTrace_isNotDroppedByWhatTurnsUpLater() {
    TailFixture health = TailFixture.of(error(), drop(attribute("url.path", "/health")));
    HeldTrace trace = health.open(1);
    trace.failed();
    trace.announce(at(1));
    end(trace, span("root", 0, 3).set("url.path", "/health"), true);

    assertThat(health.names()).containsExactly("root");
  }

  @Test
  void announce_doesNotKeepWhatIsToBeDropped() {
    TailFixture health = TailFixture.of(error(), drop(attribute("url.path", "/health")));
    HeldTrace trace = health.open(1);
    child(trace, failed("child", 0, 1).set("url.path", "/health"));
    trace.announce(at(1));

    assertThat(trace.isKept()).isFalse();
    end(trace, span("root", 0, 3), true);
    assertThat(health.tail.dropped()).isEqualTo(2);
  }

  // open spans at the end of the root

  @Test
  void openSpan_isWaitedFor() {
    HeldTrace trace = tail.open(1);
    trace.started();
    end(trace, span("root", 0, 3), true);
    assertThat(tail.tail.held()).isEqualTo(1);

    end(trace, failed("async", 1, 400), false);
    assertThat(tail.names()).containsExactly("root", "async");
  }

  @ParameterizedTest
  @CsvSource({"502, 1", "503, 0"})
  void wait_isOverWithTheNextRequest(long millis, int held) {
    HeldTrace trace = tail.open(1);
    trace.started();
    end(trace, span("root", 0, 3), true);
    end(tail.open(2, millis), span("other", millis, millis), true);

    assertThat(tail.tail.held()).isEqualTo(held);
    assertThat(tail.tail.dropped()).isEqualTo(2 - held);
  }

  @Test
  void flush_doesNotWait() {
    HeldTrace running = tail.open(2);
    child(running, span("running", 1, 2));
    HeldTrace trace = tail.open(1);
    trace.started();
    end(trace, failed("root", 0, 3), true);
    tail.tail.flush();

    assertThat(tail.names()).containsExactly("root");
    assertThat(tail.tail.held()).isEqualTo(1);
  }

  @Test
  void close_decidesByWhatIsKnown() {
    HeldTrace bad = tail.open(1);
    child(bad, failed("bad", 1, 2));
    HeldTrace good = tail.open(2);
    child(good, span("good", 1, 2));
    HeldTrace sampled = tail.openSampled("ot=th:8");
    child(sampled, span("sampled", 1, 2));
    tail.tail.close(at(3));

    assertThat(tail.names()).containsExactlyInAnyOrder("bad", "sampled");
    assertThat(tail.tail.held()).isZero();
    assertThat(tail.open(3)).isNull();
    end(bad, span("root", 0, 9), true);
    end(good, span("root", 0, 9), true);
    assertThat(tail.names()).hasSize(3);
    assertThat(tail.tail.dropped()).isEqualTo(2);
  }

  // late spans

  @Test
  void lateSpan_followsTheVerdict() {
    HeldTrace kept = tail.open(1);
    end(kept, failed("root", 0, 3), true);
    child(kept, span("late", 4, 5));
    HeldTrace dropped = tail.open(2);
    end(dropped, span("other", 0, 3), true);
    child(dropped, span("lost", 4, 5));

    assertThat(tail.names()).containsExactly("root", "late");
    assertThat(tail.tail.dropped()).isEqualTo(2);
  }

  @Test
  void lateFailure_isKeptAndWhatFollows() {
    HeldTrace trace = tail.open(1);
    end(trace, span("root", 0, 3), true);
    child(trace, span("quiet", 4, 5));
    child(trace, failed("late", 5, 6));
    child(trace, span("after", 6, 7));

    assertThat(tail.names()).containsExactly("late", "after");
    assertThat(tail.tail.dropped()).isEqualTo(2);
    assertThat(trace.isKept()).isTrue();
  }

  @Test
  void keepAfterTheDrop_keepsWhatFollows() {
    HeldTrace trace = tail.open(1);
    trace.started();
    end(trace, span("root", 0, 3), true);
    tail.tail.flush();
    trace.keep("manual");
    end(trace, span("late", 1, 5), false);

    assertThat(tail.names()).containsExactly("late");
  }

  @Test
  void filteredSpan_stillEndsTheTrace() {
    HeldTrace trace = tail.open(1);
    child(trace, failed("child", 1, 2));
    trace.ended(null, true, at(3));

    assertThat(tail.names()).containsExactly("child");
    assertThat(tail.tail.held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1999, 0", "2000, 1"})
  void filteredRoot_isSlowByTheClock(long millis, int kept) {
    HeldTrace trace = tail.open(1);
    child(trace, span("child", 1, 2));
    trace.ended(null, true, at(millis));

    assertThat(tail.names()).hasSize(kept);
  }

  @Test
  void lateFailure_ofATraceThatIsToBeDropped_isDropped() {
    TailFixture health = TailFixture.of(error(), drop(attribute("url.path", "/health")));
    HeldTrace trace = health.open(1);
    trace.started();
    end(trace, span("root", 0, 3).set("url.path", "/health"), true);
    health.tail.flush();
    end(trace, failed("late", 1, 2000), false);

    assertThat(health.passed).isEmpty();
    assertThat(health.tail.dropped()).isEqualTo(2);
  }

  @Test
  void lateFailure_isJudgedByAllThatIsKnownOfTheTrace() {
    TailFixture paying = TailFixture.of(and(error(), not(attribute("tier", "free"))));
    HeldTrace free = paying.open(1);
    free.started();
    end(free, span("free", 0, 3).set("tier", "free"), true);
    HeldTrace gold = paying.open(2);
    gold.started();
    end(gold, span("gold", 0, 3).set("tier", "gold"), true);
    paying.tail.flush();
    end(free, failed("late free", 1, 2000), false);
    end(gold, failed("late gold", 1, 2000), false);

    assertThat(paying.names()).containsExactly("late gold");
  }

  @Test
  void lateFailure_withAConditionMetBefore_isKept() {
    TailFixture gold = TailFixture.of(and(error(), attribute("tier", "gold")));
    HeldTrace trace = gold.open(1);
    trace.started();
    end(trace, span("root", 0, 3).set("tier", "gold"), true);
    gold.tail.flush();
    end(trace, failed("late", 1, 2000), false);

    assertThat(gold.names()).containsExactly("late");
  }

  @Test
  void slowStreamingRoot_isKeptThoughItsSpansAreGone() {
    TailFixture slow = TailFixture.of(latency(Duration.ofSeconds(90)));
    HeldTrace trace = slow.open(1);
    child(trace, span("first", 0, 61_000));
    assertThat(slow.tail.dropped()).isEqualTo(1);
    trace.announce(at(80_000));
    assertThat(trace.isKept()).isFalse();
    trace.announce(at(90_000));
    assertThat(trace.isKept()).isTrue();
    end(trace, span("root", 0, 91_000), true);

    assertThat(slow.names()).containsExactly("root");
  }

  // negative conditions

  @Test
  void negation_isNotMetBeforeTheRootHasEnded() {
    TailFixture paying = TailFixture.of(and(error(), not(attribute("tier", "free"))));
    HeldTrace trace = paying.open(1);
    child(trace, failed("child", 0, 1));
    trace.announce(at(1)); // the root has its tier already, but nobody looks before it ends
    assertThat(trace.isKept()).isFalse();
    end(trace, span("root", 0, 3).set("tier", "free"), true);

    assertThat(paying.passed).isEmpty();
  }

  @Test
  void negation_holdsOnceTheRootHasEnded() {
    TailFixture paying = TailFixture.of(and(error(), not(attribute("tier", "free"))));
    HeldTrace trace = paying.open(1);
    trace.started();
    end(trace, failed("root", 0, 3).set("tier", "gold"), true);
    trace.announce(at(4));

    assertThat(trace.isKept()).isTrue();
    assertThat(paying.reasons()).containsExactly("error+not:attribute:tier");
  }

  @Test
  void share_isAskedWhenSomethingIsSent() {
    HeldTrace trace = TailFixture.of(probability(0.5)).open(HALF);
    trace.announce(at(1));

    assertThat(trace.isKept()).isTrue();
  }

  // with the head sampler

  @ParameterizedTest
  @CsvSource({
    "ot=th:8, false, ot=th:8, head",
    "ot=th:8, true, ot=th:0, error",
    "a=b, false, a=b, head",
    "a=b, true, 'ot=th:0,a=b', error"
  })
  void headSampledTrace_hasTheThresholdOfAllOfItsKind(
      String given, boolean fails, String traceState, String reason) {
    HeldTrace trace = tail.openSampled(given);
    SpanFixture root = span("root", 0, 3);
    end(trace, fails ? root.status(StatusCode.ERROR, null) : root, true);

    assertThat(trace.traceState()).hasToString(traceState);
    assertThat(tail.reasons()).containsExactly(reason);
  }

  @ParameterizedTest
  @CsvSource({"ot=th:4, ot=th:4", "ot=th:7, ot=th:6", "x=y, x=y"})
  void unitedThreshold_isTheLowerOne(String given, String traceState) {
    TailFixture shares = TailFixture.of(TailPolicy.and(error(), probability(0.625)));
    HeldTrace trace = shares.openSampled(given);
    end(trace, failed("root", 0, 3), true);

    assertThat(trace.traceState()).hasToString(traceState);
  }

  @Test
  void undecidedTrace_keepsItsRandomness() {
    TailFixture half = TailFixture.of(probability(0.5));
    TraceState low = TraceState.parse("ot=rv:10000000000000");
    HeldTrace trace = half.tail.open(HALF, low, false, at(0));
    assertThat(trace.traceState()).isEqualTo(low);
    end(trace, span("root", 0, 1), true);

    assertThat(trace.isKept()).isFalse(); // by rv, not by the id
  }

  // two local roots of one trace, and ids used again

  @Test
  void secondLocalRoot_isKeptWithTheFirst() {
    HeldTrace before = tail.open(7);
    end(tail.open(7), failed("first", 0, 3), true);
    HeldTrace after = tail.open(7, 5);

    assertThat(after.isKept()).isTrue();
    assertThat(after.traceState()).hasToString("ot=th:0");
    end(before, span("before", 0, 9), true);
    end(after, span("after", 5, 9), true);
    assertThat(tail.names()).containsExactly("first", "before", "after");
    assertThat(tail.reasons()).containsExactly("error");
  }

  @Test
  void manyLocalRootsOfOneId_areAllKept() {
    for (int i = 0; i < 20; i++) {
      end(tail.open(7, i * 10), failed("root", i * 10, i * 10 + 1), true);
    }

    assertThat(tail.passed).hasSize(20);
    assertThat(tail.tail.fallbacks()).isZero();
  }

  @Test
  void manyLocalRootsOfOneId_atOnce_areAllHeld() {
    List<HeldTrace> traces = Stream.generate(() -> tail.open(7)).limit(100).toList();
    assertThat(traces).doesNotContainNull();
    traces.forEach(trace -> end(trace, span("quiet", 0, 3), true));
    assertThat(tail.passed).isEmpty();

    List<HeldTrace> more = Stream.generate(() -> tail.open(7)).limit(100).toList();
    more.forEach(trace -> end(trace, failed("bad", 0, 3), true));
    assertThat(tail.passed).hasSize(100);
    assertThat(tail.tail.fallbacks()).isZero();
  }

  @Test
  void secondLocalRoot_ofADroppedTrace_hasItsOwnVerdict() {
    end(tail.open(7), span("first", 0, 3), true);
    end(tail.open(7, 4), failed("second", 4, 5), true);

    assertThat(tail.names()).containsExactly("second");
  }

  @Test
  void verdict_isForgottenAfterAMinute() {
    end(tail.open(7), failed("first", 0, 3), true);

    assertThat(tail.open(7, 60_000).isKept()).isFalse();
  }
}
