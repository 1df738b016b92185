// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailFixture.at;
import static dev.tracer.samplers.TailFixture.child;
import static dev.tracer.samplers.TailFixture.end;
import static dev.tracer.samplers.TailFixture.span;
import static dev.tracer.samplers.TailPolicy.error;
import static dev.tracer.samplers.TailPolicy.latency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is thrown at the tail sampler, what it holds is bounded, and what it gives up counted.
 */
class TailBoundsTest {
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static SpanFixture failed(String name, long from, long to) {
    return span(name, from, to).status(StatusCode.ERROR, null);
  }

  // traces

  @Test
  void tracesWithoutRoom_areLeftToTheHead() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff(), error()).withMaxTraces(8));
    long open =
        Stream.iterate(1L, id -> id + 1)
            .limit(100)
            .map(tail::open)
            .filter(Objects::nonNull)
            .count();

    assertThat(open).isEqualTo(8);
    assertThat(tail.tail.fallbacks()).isEqualTo(92);
    assertThat(log.warnings()).singleElement().asString().contains("withMaxTraces");
  }

  @Test
  void endedTraces_makeRoom() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff(), error()).withMaxTraces(8));
    for (int i = 0; i < 1000; i++) {
      HeldTrace trace = tail.open(i);
      end(trace, i % 2 == 0 ? failed("root", 0, 1) : span("root", 0, 1), true);
    }

    assertThat(tail.tail.fallbacks()).isZero();
    assertThat(tail.passed).hasSize(500);
  }

  @Test
  void rootsThatNeverEnd_loseTheirPlacesAfterAMinute() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff(), error()).withMaxTraces(8));
    List<HeldTrace> stuck = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      stuck.add(tail.open(i));
      child(stuck.get(i), i == 0 ? failed("bad", 0, 1) : span("good", 0, 1));
    }
    assertThat(tail.open(9, 59_999)).isNull();
    assertThat(tail.open(9, 60_000)).isNotNull();

    assertThat(tail.names()).containsExactly("bad");
    assertThat(tail.tail.dropped()).isEqualTo(7);
    end(stuck.get(1), failed("root", 0, 70_000), true);
    assertThat(tail.names()).containsExactly("bad", "root");
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "8, 8", "9, 16", "4096, 4096", "30000, 32768"})
  void maxTraces_isRoundedUp(int given, int used) {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff()).withMaxTraces(given));
    int open = 0;
    for (long id = 0; id < 3L * used; id++) {
      open += tail.open(id) == null ? 0 : 1;
    }

    assertThat(open).isLessThanOrEqualTo(used).isGreaterThan(used / 2);
  }

  @Test
  void maxTraces_mayBeAMillion() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff()).withMaxTraces(1 << 20));

    assertThat(tail.open(1)).isNotNull();
  }

  @Test
  void tracesWithOpenSpans_areNotMoreThanTraces() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff(), error()).withMaxTraces(8));
    for (int i = 0; i < 8; i++) {
      HeldTrace trace = tail.open(i);
      trace.started();
      end(trace, span("root", 0, 1), true);
    }
    assertThat(tail.tail.held()).isEqualTo(8);
    assertThat(tail.open(100)).isNull();
    assertThat(tail.open(100, 501)).isNull(); // the end of a root is what polls
    tail.tail.decideDue(at(501));
    assertThat(tail.open(100, 501)).isNotNull();
  }

  // bytes

  @Test
  void bytes_areBoundedAndGivenBack() {
    TailFixture tail =
        new TailFixture(
            TailSampler.create(Sampler.alwaysOff(), error()).withMaxBufferedBytes(64 << 10));
    String kilobyte = "x".repeat(1024);
    int fallbacks = 0;
    for (int round = 1; round <= 3; round++) {
      HeldTrace trace = tail.open(round);
      for (int i = 0; i < 100; i++) {
        child(trace, span("child", 0, 1).set("text", kilobyte));
        assertThat(tail.tail.held()).isLessThan(64);
      }
      end(trace, span("root", 0, 1), true);
      assertThat(tail.tail.fallbacks()).isEqualTo(round);
      assertThat(tail.tail.held()).isZero();
    }
    assertThat(tail.tail.dropped()).isEqualTo(303);
    assertThat(log.warnings()).singleElement().asString().contains("withMaxBufferedBytes");
  }

  @Test
  void traceWithoutRoom_thatTheHeadSampled_isKept() {
    TailFixture tail =
        new TailFixture(TailSampler.create(Sampler.alwaysOff(), error()).withMaxBufferedBytes(0));
    HeldTrace trace = tail.openSampled("ot=th:8");
    child(trace, span("child", 0, 1));
    end(trace, span("root", 0, 1), true);

    assertThat(tail.names()).containsExactly("child", "root");
    assertThat(tail.reasons()).containsExactly("head");
    assertThat(tail.tail.fallbacks()).isEqualTo(1);
  }

  @Test
  void size_countsAllThatIsLarge() {
    String text = "x".repeat(1000);
    int plain = ByteBudget.bytes(span("plain", 0, 1));

    assertThat(plain).isBetween(100, 300);
    assertThat(ByteBudget.bytes(span("a", 0, 1).set("text", text)))
        .isBetween(plain + 1000, plain + 1200);
    assertThat(ByteBudget.bytes(span("a", 0, 1).set("list", List.of(text, text))))
        .isGreaterThan(2000);
    assertThat(ByteBudget.bytes(span("a", 0, 1).set("map", Map.of("k", text)))).isGreaterThan(1000);
    assertThat(ByteBudget.bytes(span("a", 0, 1).set("bytes", new byte[1000]))).isGreaterThan(1000);
    assertThat(ByteBudget.bytes(span("a", 0, 1).event("e", 0, Attributes.of("text", text))))
        .isGreaterThan(1000);
    assertThat(ByteBudget.bytes(span("a", 0, 1).link(1, 1))).isGreaterThan(plain);
  }

  // spans

  @Test
  void hugeTrace_holdsWhatTellsSomethingAndCountsTheRest() {
    TailFixture tail = TailFixture.of(error(), latency(Duration.ofSeconds(2)));
    HeldTrace trace = tail.open(1);
    for (int i = 0; i < 1500; i++) {
      child(trace, span("short", 1000, 1005)); // half a percent of the time
    }
    assertThat(tail.tail.held()).isEqualTo(1000);
    child(trace, span("long", 1000, 1500));
    assertThat(tail.tail.held()).isEqualTo(1001);
    assertThat(tail.tail.dropped()).isEqualTo(500);
    end(trace, span("root", 0, 2000), true);

    assertThat(tail.passed).hasSize(1002);
    assertThat(tail.passed.get(1001).attributes().get("sampling.dropped_spans")).isEqualTo(500L);
    assertThat(tail.passed.get(1000).attributes().get("sampling.dropped_spans")).isNull();
  }

  @Test
  void hugeTrace_withAReasonIsPassedOn() {
    TailFixture tail = TailFixture.of(error());
    HeldTrace trace = tail.open(1);
    for (int i = 0; i < 1500; i++) {
      child(trace, i == 10 ? failed("bad", 0, 1) : span("good", 0, 1));
    }

    assertThat(tail.passed).hasSize(1500);
    end(trace, span("root", 0, 2000), true);
    assertThat(tail.passed).hasSize(1501);
    assertThat(tail.tail.dropped()).isZero();
  }

  @Test
  void hugeTrace_thatTheHeadSampled_isPassedOn() {
    TailFixture tail = TailFixture.of(error());
    HeldTrace trace = tail.openSampled("ot=th:8");
    for (int i = 0; i < 1500; i++) {
      child(trace, span("good", 0, 1));
    }

    assertThat(tail.passed).hasSize(1500);
    assertThat(trace.traceState()).hasToString("ot=th:8");
  }

  // time

  @ParameterizedTest
  @CsvSource({"59999, 2", "60000, 0"})
  void streamingRoot_doesNotGatherAfterAMinute(long millis, int held) {
    TailFixture tail = TailFixture.of(error());
    HeldTrace trace = tail.open(1);
    child(trace, span("first", 0, 1));
    child(trace, span("second", millis, millis));

    assertThat(tail.tail.held()).isEqualTo(held);
    assertThat(tail.tail.dropped()).isEqualTo(2 - held);
    child(trace, failed("bad", millis, 60_001));
    child(trace, span("after", millis, 60_002));
    assertThat(tail.names())
        .containsExactly(
            held == 0
                ? new String[] {"bad", "after"}
                : new String[] {"first", "second", "bad", "after"});
  }

  @Test
  void streamingRoot_thatTheHeadSampled_isPassedOn() {
    TailFixture tail = TailFixture.of(error());
    HeldTrace trace = tail.tail.open(1, TraceState.empty(), true, at(0));
    child(trace, span("first", 0, 1));
    child(trace, span("second", 60_000, 60_001));

    assertThat(tail.names()).containsExactly("first", "second");
  }

  // memory

  /** A span that not even its size can be told of, as at the end of memory. */
  private static SpanData weightless(SpanData span) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("links")) {
            throw new OutOfMemoryError("as if");
          }
          return method.invoke(span, arguments);
        };
    return (SpanData)
        Proxy.newProxyInstance(
            SpanData.class.getClassLoader(), new Class<?>[] {SpanData.class}, handler);
  }

  @Test
  void spanThatCannotBeHeld_isItsOwnersToCountAndTakesNoOtherWithIt() {
    List<SpanData> passed = new ArrayList<>();
    HeldTraces tail =
        new HeldTraces(
            TailSampler.create(Sampler.alwaysOff(), error()),
            passed::add,
            (part, error) -> {
              throw new OutOfMemoryError("not even for telling it");
            });
    HeldTrace trace = tail.open(1, TraceState.empty(), false, at(0));
    child(trace, span("held", 0, 1));
    trace.started();

    SpanData lost = weightless(span("lost", 0, 1));
    assertThatThrownBy(() -> trace.ended(lost, false, at(1))).isInstanceOf(OutOfMemoryError.class);
    trace.ended(null, false, at(1)); // what the owner of a span does then
    assertThat(tail.held()).isOne();
    assertThat(tail.dropped()).isZero();

    end(trace, failed("root", 0, 1), true);
    assertThat(passed).extracting(SpanData::name).containsExactly("held", "root");
    assertThat(tail.held()).isZero();
  }

  /** A tail sampler that keeps what a policy says, and cannot always ask it. */
  private static TailFixture breaking(AtomicBoolean isBroken, TailPolicy policy) {
    Sampler dropping =
        (parent, high, low, name, kind, attributes, links) -> {
          if (isBroken.get()) {
            throw new StackOverflowError("as if");
          }
          return SamplingResult.of(SamplingDecision.DROP);
        };
    return TailFixture.of(new SharePolicy("broken", dropping), policy);
  }

  /** Ends many children, then a span whose end throws, of which its owner tells once more. */
  private static void breakAtTheEnd(
      HeldTrace trace, AtomicBoolean isBroken, String name, boolean root) {
    trace.started();
    trace.started();
    for (int i = 0; i < HeldTrace.MANY; i++) {
      child(trace, span("child", 0, 1));
    }
    isBroken.set(true);
    assertThatThrownBy(() -> end(trace, span(name, 0, 1), root))
        .isInstanceOf(StackOverflowError.class);
    isBroken.set(false);
    trace.ended(null, root, at(1)); // what the owner of a span does then
  }

  @Test
  void childThatCannotBeHeld_isOverOnce() {
    AtomicBoolean isBroken = new AtomicBoolean();
    TailFixture tail = breaking(isBroken, error());
    HeldTrace trace = tail.open(1);
    breakAtTheEnd(trace, isBroken, "lost", false);
    end(trace, span("root", 0, 1), true);
    end(trace, failed("last", 0, 1), false);

    assertThat(tail.passed).as("decided by the last").hasSize(HeldTrace.MANY + 2);
    assertThat(tail.tail.held()).isZero();
  }

  @Test
  void rootThatCannotBeHeld_isOverAllTheSame() {
    AtomicBoolean isBroken = new AtomicBoolean();
    TailFixture tail = breaking(isBroken, TailPolicy.not(error()));
    HeldTrace trace = tail.open(1);
    breakAtTheEnd(trace, isBroken, "root", true);
    end(trace, span("last but one", 0, 1), false);

    assertThat(tail.passed).as("not(error()) is met").hasSize(HeldTrace.MANY + 1);
  }

  @Test
  void verdictThatCannotBeCarriedOut_isCarriedOutLater() {
    List<SpanData> passed = new ArrayList<>();
    AtomicBoolean atTheEnd = new AtomicBoolean(true);
    HeldTraces tail =
        new HeldTraces(
            TailSampler.create(Sampler.alwaysOff(), error()),
            span -> {
              if (atTheEnd.get()) {
                throw new StackOverflowError("as if");
              }
              passed.add(span);
            },
            (part, error) -> {
              throw new StackOverflowError("not even for telling it");
            });
    HeldTrace trace = tail.open(1, TraceState.empty(), false, at(0));
    child(trace, span("first", 0, 1));
    child(trace, failed("second", 0, 1));
    end(trace, span("root", 0, 1), true); // throws nothing at whoever ends it
    atTheEnd.set(false);
    tail.flush();

    assertThat(passed).extracting(SpanData::name).containsExactly("second", "root");
    assertThat(tail.dropped()).as("the one that was under way").isOne();
    assertThat(tail.held()).isZero();
    assertThat(tail.budget().taken()).isZero();
  }
}
