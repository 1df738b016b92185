// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.SpanLimits;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.MeasuringProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestTracerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestTracer test = TestTracer.create();
  private final Tracer tracer = test.tracer();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void example_ofAnInstrumentedCheckout() {
    tracer.run(
        "checkout",
        checkout -> {
          tracer.run("load-cart", span -> test.clock().advance(Duration.ofMillis(3)));
          Span charge = tracer.spanBuilder("charge-card").kind(SpanKind.CLIENT).start();
          test.clock().advance(Duration.ofMillis(5));
          charge.fail(new IllegalStateException("declined"));
          charge.end();
        });

    test.assertTree(
        """
        checkout 8ms
          load-cart 3ms
          charge-card [CLIENT] 5ms ERROR
        """);
    test.assertNoOpenScopes();
    test.assertNoOpenSpans();
  }

  @Test
  void ids_countUp() {
    tracer.run("a", a -> tracer.run("b", b -> {}));
    tracer.run("c", c -> {});

    assertThat(test.spans())
        .extracting(SpanData::name, SpanData::traceIdLow, SpanData::spanIdAsLong)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", 1L, 2L),
            org.assertj.core.groups.Tuple.tuple("a", 1L, 1L),
            org.assertj.core.groups.Tuple.tuple("c", 2L, 3L));
    assertThat(test.spans().get(0).traceId()).isEqualTo("00000000000000000000000000000001");
  }

  @Test
  void childrenAtTheSameTime_comeInTheOrderOfTheirStarts() {
    Span a = tracer.startSpan("a");
    try (Scope scope = a.makeCurrent()) {
      Span first = tracer.startSpan("first");
      Span second = tracer.startSpan("second");
      second.end();
      first.end();
    }
    a.end();

    test.assertTree("a\n  first\n  second");
  }

  @Test
  void assertTree_spanStillOpen_saysSo() {
    Span open = tracer.startSpan("forgotten");

    assertThatThrownBy(() -> test.assertTree("forgotten"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            The spans are not as expected (- expected, + actual):
            - forgotten
            Not in the tree, because they have not ended: [forgotten]""");
    assertThatThrownBy(test::assertNoOpenSpans)
        .isInstanceOf(AssertionError.class)
        .hasMessage("These spans have not ended: [forgotten]");
    open.end();
    test.assertNoOpenSpans();
  }

  @Test
  void assertTree_afterTheClose_saysThatNothingIsRecorded() {
    Tracer other = test.tracer("other");
    other.close(); // as an application does that was given it
    other.run("too late", span -> {});

    assertThatThrownBy(() -> test.assertTree("too late"))
        .hasMessage(
            """
            The spans are not as expected (- expected, + actual):
            - too late
            A tracer of this test is closed, and records nothing any more.""");
  }

  @Test
  void awaitNoOpenSpans_waitsForTheEnd() throws Exception {
    Span span = tracer.startSpan("answered before");
    Thread server = onceThisThreadWaits(span::end);

    test.awaitNoOpenSpans(LONG);

    test.assertTree("answered before");
    server.join();
  }

  /** Between the two it is neither open nor in the tree. */
  @Test
  void awaitNoOpenSpans_waitsForASpanOnItsWayFromTheEndToTheTree() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    SpanFilter slow =
        span -> {
          ended.countDown();
          await(waits);
          return span;
        };
    try (TestTracer filtering = TestTracer.create(builder -> builder.filter(slow))) {
      Thread server = new Thread(() -> filtering.tracer().run("filtered", span -> {}));
      server.start();
      await(ended);
      filtering.assertNoOpenSpans();
      Thread gate = onceThisThreadWaits(waits::countDown);

      filtering.awaitNoOpenSpans(LONG);

      filtering.assertTree("filtered");
      server.join();
      gate.join();
    }
  }

  @Test
  void awaitNoOpenSpans_waitsForEachService() throws Exception {
    Span span = test.tracer("payment").startSpan("charge");
    Thread server = onceThisThreadWaits(span::end);

    test.awaitNoOpenSpans(LONG);

    test.assertTree("charge");
    server.join();
  }

  @Test
  void awaitNoOpenSpans_inVain_namesTheSpans() {
    Span open = tracer.startSpan("forgotten");

    assertThatThrownBy(() -> test.awaitNoOpenSpans(Duration.ofMillis(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("These spans have not ended within PT0.002S: [forgotten]");
    open.end();
  }

  @Test
  void awaitNoOpenSpans_interrupted_throwsAndStaysInterrupted() {
    Span open = tracer.startSpan("forgotten");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> test.awaitNoOpenSpans(LONG))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Interrupted while waiting for spans");
    assertThat(Thread.interrupted()).isTrue();
    open.end();
  }

  /** The ways of a span that end elsewhere than in the tree. */
  @Test
  void awaitNoOpenSpans_doesNotWaitForSpansThatNeverCome() throws Exception {
    List<Consumer<TracerBuilder>> settings =
        List.of(
            builder -> builder.filter(span -> null),
            builder -> builder.sampler(Sampler.alwaysOff()),
            builder -> builder.sampler(Sampler.alwaysOff()).processor(new Meter()),
            builder -> builder.disabled(true));
    for (Consumer<TracerBuilder> setting : settings) {
      try (TestTracer other = TestTracer.create(setting)) {
        other.tracer().run("a", span -> {});
        other.awaitNoOpenSpans(Duration.ZERO);
        other.assertTree("");
        other.close();
        other.tracer().run("late", span -> {});
        other.awaitNoOpenSpans(Duration.ZERO);
      }
    }
    tracer.run("a", span -> {});
    test.reset();
    test.awaitNoOpenSpans(Duration.ZERO);
  }

  /** Makes a tracer record spans that are not sampled. */
  private static final class Meter implements MeasuringProcessor {
    @Override
    public void measure(SpanData span) {}
  }

  /** Starts a thread that does something as soon as this one waits for a time. */
  private static Thread onceThisThreadWaits(Runnable action) {
    Thread waiting = Thread.currentThread();
    Thread thread =
        new Thread(
            () -> {
              while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              action.run();
            });
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void spanDroppedByAFilter_isNotTakenForOpen() {
    try (TestTracer filtering = TestTracer.create(builder -> builder.filter(span -> null))) {
      filtering.tracer().run("dropped", span -> {});

      assertThat(filtering.spans()).isEmpty();
      filtering.assertNoOpenSpans();
    }
  }

  @Test
  void assertNoOpenScopes_onThisThread_namesTheSpan() {
    Span span = tracer.startSpan("work");
    Scope scope = span.makeCurrent();

    assertThatThrownBy(test::assertNoOpenScopes)
        .isInstanceOf(AssertionError.class)
        .hasMessage("Scopes of these spans are still open: ['work' on this thread]");
    scope.close();
    span.end();
    test.assertNoOpenScopes();
  }

  @Test
  void assertNoOpenScopes_onAnotherThread_namesSpanAndThread() throws Exception {
    Span span = tracer.startSpan("work");
    CompletableFuture<Void> opened = new CompletableFuture<>();
    CompletableFuture<Void> go = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try (Scope scope = span.makeCurrent()) {
                opened.complete(null);
                go.join();
              }
            },
            "worker-7");
    worker.start();
    opened.get(5, TimeUnit.MINUTES);

    assertThatThrownBy(test::assertNoOpenScopes)
        .hasMessage("Scopes of these spans are still open: ['work' on worker-7]");
    go.complete(null);
    worker.join();
    test.assertNoOpenScopes();
    span.end();
  }

  @Test
  void assertNoOpenScopes_withAListenerOfItsOwn_stillSeesThisThread() {
    try (TestTracer other = TestTracer.create(builder -> builder.scopeListener(now -> {}))) {
      Span span = other.tracer().startSpan("work");
      try (Scope scope = span.makeCurrent()) {
        assertThatThrownBy(other::assertNoOpenScopes)
            .hasMessage("Scopes of these spans are still open: ['work' on this thread]");
      }
      span.end();
      other.assertNoOpenScopes();
    }
  }

  @Test
  void services_shareClockIdsAndSpans() {
    Tracer payment = test.tracer("payment");
    tracer.run(
        "call",
        span -> {
          Span server =
              payment
                  .spanBuilder("serve")
                  .parent(Context.root().with(Span.of(span.context())))
                  .kind(SpanKind.SERVER)
                  .start();
          test.clock().advance(Duration.ofMillis(1));
          server.end();
        });

    test.tree()
        .withServices()
        .assertIs(
            """
            call @test 1ms
              serve [SERVER] @payment 1ms
            """);
    assertThat(test.tracer("payment")).isSameAs(payment);
    assertThat(test.tracer("test")).isSameAs(tracer);
  }

  @Test
  void settings_reachTheTracer() {
    SpanLimits limits = SpanLimits.DEFAULT.withAttributes(1);
    try (TestTracer limited = TestTracer.create(builder -> builder.limits(limits))) {
      limited.tracer().run("a", span -> span.set("x", 1).set("y", 2));

      limited.tree().withAttributes().assertIs("a x=1");
    }
  }

  @Test
  void unsampledSpans_areNotCollected() {
    try (TestTracer off = TestTracer.create(builder -> builder.sampler(Sampler.alwaysOff()))) {
      off.tracer().run("a", span -> {});

      off.assertTree("");
      off.assertNoOpenScopes();
    }
  }

  @Test
  void reset_forgetsSpansAndCountsOn() {
    tracer.run("a", span -> {});
    test.reset();
    tracer.run("b", span -> {});

    assertThat(test.spans()).extracting(SpanData::spanIdAsLong).containsExactly(2L);
  }

  @Test
  void events_keepTheirTimes() {
    Span span = tracer.startSpan("a");
    test.clock().advance(Duration.ofMillis(2));
    span.event("hit", Attributes.of("key", "k"));
    span.end();

    test.tree().withEvents().withAttributes().assertIs("a 2ms\n  * hit +2ms key=k");
  }

  @Test
  void close_keepsSpansReadableAndStopsRecording() {
    tracer.run("a", span -> {});
    test.close();
    tracer.run("b", span -> {});

    test.assertTree("a");
  }

  @Test
  void stats_closeTheAccount() {
    tracer.run("a", a -> tracer.run("b", b -> {}));

    assertThat(tracer.stats().ended()).isEqualTo(2);
    assertThat(tracer.stats().exported()).isEqualTo(2);
  }

  @Test
  void manyThreads_loseNoSpans() {
    CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  tracer.run("a", span -> {});
                }
              });
    }
    CompletableFuture.allOf(threads).join();

    assertThat(test.spans()).hasSize(4000);
    assertThat(test.spans()).extracting(SpanData::spanIdAsLong).doesNotHaveDuplicates();
    test.assertNoOpenScopes();
  }

  @Test
  void stats_ofEachService_areItsOwn() {
    tracer.run("a", span -> {});
    test.tracer("payment").run("b", span -> {});
    test.reset();

    assertThat(tracer.stats().exported()).isEqualTo(1);
    assertThat(test.tracer("payment").stats().exported()).isEqualTo(1);
  }

  @Test
  void badArguments_throw() {
    assertThatNullPointerException()
        .isThrownBy(() -> TestTracer.create(null))
        .withMessage("settings");
    assertThatNullPointerException().isThrownBy(() -> test.tracer(null)).withMessage("serviceName");
    assertThatNullPointerException()
        .isThrownBy(() -> test.assertTree(null))
        .withMessage("expected");
    assertThatIllegalArgumentException().isThrownBy(() -> test.tracer(" "));
    assertThatNullPointerException()
        .isThrownBy(() -> test.awaitNoOpenSpans(null))
        .withMessage("timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.awaitNoOpenSpans(Duration.ofNanos(-1)))
        .withMessageContaining("timeout");
  }
}
