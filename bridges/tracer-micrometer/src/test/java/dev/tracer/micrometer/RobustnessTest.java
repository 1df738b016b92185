// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens twice, late, on the wrong thread, with somebody else's object, with an Error. */
class RobustnessTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  /** A trace context of an implementation that nobody here knows. */
  private record Foreign(String traceId, String spanId, String parentId, Boolean sampled)
      implements TraceContext {}

  private static final TraceContext FOREIGN = new Foreign(TRACE_ID, SPAN_ID, null, true);

  private final TestTracer test = TestTracer.create();
  private final MicrometerTracing tracing = MicrometerTracing.of(test.tracer());
  private final Tracer tracer = tracing.tracer();

  @AfterEach
  void close() {
    assertThat(Context.current()).isSameAs(Context.root());
    test.close();
  }

  /** A span of an implementation that nobody here knows. */
  private static Span foreignSpan() {
    return (Span)
        java.lang.reflect.Proxy.newProxyInstance(
            Span.class.getClassLoader(),
            new Class<?>[] {Span.class},
            (proxy, method, arguments) -> method.getName().equals("context") ? FOREIGN : proxy);
  }

  @Test
  void foreignSpan_isParentLinkAndCurrent_byItsIds() {
    tracer.nextSpan(foreignSpan()).name("child").end();
    try (Tracer.SpanInScope scope = tracer.withSpan(foreignSpan())) {
      assertThat(tracer.currentSpan().context().spanId()).isEqualTo(SPAN_ID);
      tracer.nextSpan().name("of current").end();
    }
    tracer
        .spanBuilder()
        .name("linked")
        .setNoParent()
        .addLink(new Link(foreignSpan()))
        .start()
        .end();

    assertThat(test.spans().get(0).parentSpanId()).isEqualTo(SPAN_ID);
    assertThat(test.spans().get(1).parentSpanId()).isEqualTo(SPAN_ID);
    assertThat(test.spans().get(2).links().get(0).context().traceId()).isEqualTo(TRACE_ID);
    assertThat(MicrometerTracing.unwrap(foreignSpan()).traceId()).isEqualTo(TRACE_ID);
  }

  @Test
  void foreignTraceContext_worksEverywhere_byItsIds() {
    tracer.spanBuilder().setParent(FOREIGN).start().end();
    try (CurrentTraceContext.Scope scope = tracer.currentTraceContext().maybeScope(FOREIGN)) {
      assertThat(tracer.currentTraceContext().context().traceId()).isEqualTo(TRACE_ID);
    }
    try (BaggageInScope baggage = tracer.createBaggageInScope(FOREIGN, "a", "1")) {
      assertThat(tracer.getBaggage("a").get()).isEqualTo("1");
      assertThat(baggage.get(FOREIGN)).isEqualTo("1");
      assertThat(tracer.getAllBaggage(FOREIGN)).containsEntry("a", "1");
    }
    assertThat(tracer.getBaggage(FOREIGN, "a")).isNull();
    Map<String, String> carrier = new HashMap<>();
    tracing.propagator().inject(FOREIGN, carrier, Map::put);

    assertThat(test.spans().get(0).traceId()).isEqualTo(TRACE_ID);
    assertThat(carrier).containsEntry("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01");
  }

  @Test
  void foreignIdsThatAreNone_areNoSpan() {
    for (TraceContext bad :
        new TraceContext[] {
          TraceContext.NOOP,
          new Foreign(null, null, null, null),
          new Foreign("0".repeat(32), "0".repeat(16), null, true),
          new Foreign("x".repeat(32), SPAN_ID, "p", true),
          new Foreign(TRACE_ID, SPAN_ID + "0", null, true)
        }) {
      try (CurrentTraceContext.Scope scope = tracer.currentTraceContext().newScope(bad)) {
        assertThat(tracer.currentSpan()).isNull();
        assertThat(tracer.currentTraceContext().context()).isNull();
      }
      tracer.spanBuilder().setParent(bad).addLink(new Link(bad)).start().end();
    }
    tracer.nextSpan(Span.NOOP).end();
    try (Tracer.SpanInScope scope = tracer.withSpan(Span.NOOP)) {
      assertThat(tracer.currentSpan()).isNull();
    }

    assertThat(test.spans())
        .hasSize(6)
        .allMatch(SpanData::isRoot)
        .allMatch(s -> s.links().isEmpty());
  }

  @Test
  void nulls_areIgnored() {
    Span span = tracer.nextSpan(null);
    span.name(null).event(null).event("e", 1, null).tag("k", (String) null).tag(null, "v");
    span.tagOfStrings("k", null).error(null).remoteServiceName(null).remoteIpAndPort(null, 1);
    span.end(1, null);
    tracer
        .spanBuilder()
        .name(null)
        .setParent(null)
        .event(null)
        .tag("k", (String) null)
        .tag(null, 1L)
        .error(null)
        .kind(null)
        .remoteServiceName(null)
        .startTimestamp(1, null)
        .addLink(null)
        .start()
        .end();
    ScopedSpan scoped = tracer.startScopedSpan(null);
    scoped.name(null).tag(null, null).event(null).error(null);
    tracer.currentSpanCustomizer().name(null).tag("k", (String) null).event(null);
    scoped.end();

    assertThat(test.spans()).hasSize(3).allMatch(ended -> ended.events().isEmpty());
    assertThat(test.tracer().stats().faults()).isZero();
    assertThat(MicrometerTracing.unwrap(null).isValid()).isFalse();
  }

  @Test
  void end_twice_isOnce_andWhatComesLaterIsIgnored() {
    Span span = tracer.nextSpan().name("n");
    span.end();
    span.name("late").tag("late", true).event("late").error(new IllegalStateException()).end();

    assertThat(test.spans()).hasSize(1);
    assertThat(test.spans().get(0).name()).isEqualTo("n");
    assertThat(test.spans().get(0).events()).isEmpty();
  }

  @Test
  void end_onAnotherThread_keepsWhatThisOneTold() {
    Span span = tracer.nextSpan().name("n").tag("here", 1L);
    CompletableFuture.runAsync(() -> span.tag("there", 2L).end()).join();

    assertThat(test.spans().get(0).attributes().get("here")).isEqualTo(1L);
    assertThat(test.spans().get(0).attributes().get("there")).isEqualTo(2L);
  }

  @Test
  void scope_closedTwice_leavesTheOuterOneAlone() {
    Span outer = tracer.nextSpan();
    Span inner = tracer.nextSpan();
    try (Tracer.SpanInScope one = tracer.withSpan(outer)) {
      Tracer.SpanInScope two = tracer.withSpan(inner);
      two.close();
      two.close();
      assertThat(tracer.currentSpan()).isEqualTo(outer);
    }
    outer.end();
    inner.end();
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
  }

  @Test
  void scope_closedOutOfOrder_closesThoseInside() {
    Span outer = tracer.nextSpan();
    Span inner = tracer.nextSpan();
    try (LogCapture log = new LogCapture()) {
      Tracer.SpanInScope one = tracer.withSpan(outer);
      Tracer.SpanInScope two = tracer.withSpan(inner);
      one.close();
      assertThat(tracer.currentSpan()).isNull();
      two.close();
      assertThat(tracer.currentSpan()).isNull();
      assertThat(log.messages()).hasSize(1);
    }
    outer.end();
    inner.end();
  }

  @Test
  void scope_closedOnAnotherThread_leavesThatThreadAlone() {
    Span span = tracer.nextSpan();
    Span other = tracer.nextSpan();
    try (LogCapture log = new LogCapture()) {
      Tracer.SpanInScope scope = tracer.withSpan(span);
      CompletableFuture.runAsync(
              () -> {
                try (Tracer.SpanInScope theirs = tracer.withSpan(other)) {
                  scope.close();
                  assertThat(tracer.currentSpan()).isEqualTo(other);
                }
              })
          .join();
      assertThat(tracer.currentSpan()).isNull();
      assertThat(log.messages()).hasSize(1);
    }
    span.end();
    other.end();
  }

  @Test
  @SuppressWarnings("deprecation")
  void baggage_ofOneTraceContextOnTwoThreadsAtOnce_isRemovedByItsOwners() throws Exception {
    Span span = tracer.nextSpan();
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Void> there =
        CompletableFuture.runAsync(
            () -> {
              try (BaggageInScope b = tracer.createBaggageInScope(span.context(), "b", "2")) {
                opened.countDown();
                await(closed);
                assertThat(tracer.createBaggage("a").get(span.context())).isNull();
                assertThat(b.get(span.context())).isEqualTo("2");
              }
            });
    try (BaggageInScope a = tracer.createBaggageInScope(span.context(), "a", "1")) {
      await(opened);
      assertThat(tracer.getAllBaggage(span.context())).isEqualTo(Map.of("a", "1", "b", "2"));
    }
    closed.countDown();
    there.get(5, TimeUnit.MINUTES);
    assertThat(tracer.getAllBaggage(span.context())).isEmpty();
    span.end();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void afterTheClose_spansGoNowhereAndCodeRuns() {
    Span before = tracer.nextSpan();
    try (LogCapture log = new LogCapture()) {
      test.tracer().close();
      assertThat(log.messages()).hasSize(1); // that one is open
    }
    Span span = tracer.nextSpan();

    assertThat(span.isNoop()).isTrue();
    try (Tracer.SpanInScope scope = tracer.withSpan(span);
        BaggageInScope baggage = tracer.createBaggageInScope("a", "1")) {
      assertThat(tracer.getBaggage("a").get()).isEqualTo("1");
      tracer.startScopedSpan("s").end();
    }
    span.end();
    before.end();
    var registry = Observed.by(tracing);
    assertThat(Observation.createNotStarted("o", registry).observe(() -> 1)).isEqualTo(1);
  }

  @Test
  void errorsOfProcessors_reachNoObservation() {
    SpanProcessor broken =
        new SpanProcessor() {
          @Override
          public void onStart(dev.tracer.Span span, Context parent) {
            throw new NoClassDefFoundError("gone");
          }

          @Override
          public void onEnd(SpanData span) {
            throw new StackOverflowError();
          }
        };
    try (LogCapture log = new LogCapture();
        TestTracer faulty = TestTracer.create(builder -> builder.processor(broken))) {
      var registry = Observed.by(MicrometerTracing.of(faulty.tracer()));
      assertThat(Observation.createNotStarted("o", registry).observe(() -> 1)).isEqualTo(1);
      assertThat(faulty.tracer().stats().faults()).isEqualTo(2);
      assertThat(log.messages()).isNotEmpty();
    }
  }

  @Test
  void twoTracers_passTheirSpansToEachOther() {
    try (TestTracer second = TestTracer.create()) {
      Tracer other = MicrometerTracing.of(second.tracer()).tracer();
      Span span = tracer.nextSpan();
      try (Tracer.SpanInScope scope = other.withSpan(span)) {
        assertThat(tracer.currentSpan()).isEqualTo(span);
        Span child = other.nextSpan();
        assertThat(child.context().traceId()).isEqualTo(span.context().traceId());
        child.end();
      }
      span.end();
      assertThat(second.spans()).hasSize(1);
    }
  }
}
