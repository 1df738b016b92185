// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailFixture.HALF;
import static dev.tracer.samplers.TailFixture.at;
import static dev.tracer.samplers.TailFixture.child;
import static dev.tracer.samplers.TailFixture.end;
import static dev.tracer.samplers.TailFixture.span;
import static dev.tracer.samplers.TailPolicy.attribute;
import static dev.tracer.samplers.TailPolicy.drop;
import static dev.tracer.samplers.TailPolicy.error;
import static dev.tracer.samplers.TailPolicy.latency;
import static dev.tracer.samplers.TailPolicy.probability;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.SpanFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a local trace: when it is decided, and what becomes of each of its spans. */
class LocalTraceTest {
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
