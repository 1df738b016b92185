// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.ContextKey;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The current span, baggage and values are one thing, whichever API makes or reads them. */
class OneContextTest {
  private static final int THREADS = 8;
  private static final int SWITCHES_PER_THREAD = 125_000;

  private static final ContextKey<Integer> THEIR_KEY = ContextKey.named("theirs");
  private static final dev.tracer.ContextKey<Integer> OUR_KEY = dev.tracer.ContextKey.named("ours");

  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private final io.opentelemetry.api.trace.Tracer theirTracer = bridge.getTracer("test");

  @AfterEach
  void close() {
    test.close();
  }

  /** What both sides have to see. Null and 0 stand for nothing. */
  private record State(
      String spanId, io.opentelemetry.api.trace.Span span, int baggage, int theirs, int ours) {
    static final State NONE = new State("0000000000000000", null, 0, 0, 0);

    State span(String id) {
      return new State(id, null, baggage, theirs, ours);
    }

    State span(io.opentelemetry.api.trace.Span given) {
      return new State(given.getSpanContext().getSpanId(), given, baggage, theirs, ours);
    }

    State baggage(int value) {
      return new State(spanId, span, value, theirs, ours);
    }

    State theirs(int value) {
      return new State(spanId, span, baggage, value, ours);
    }

    State ours(int value) {
      return new State(spanId, span, baggage, theirs, value);
    }

    void check() {
      same(Span.current().spanId(), spanId);
      io.opentelemetry.api.trace.Span current = io.opentelemetry.api.trace.Span.current();
      same(current.getSpanContext().getSpanId(), spanId);
      if (span != null && current != span) {
        throw new AssertionError("another object than was made current: " + current);
      }
      String text = baggage == 0 ? null : "" + baggage;
      same(Baggage.current().get("k"), text);
      same(io.opentelemetry.api.baggage.Baggage.current().getEntryValue("k"), text);
      Integer their = io.opentelemetry.context.Context.current().get(THEIR_KEY);
      same(their == null ? 0 : their, theirs);
      Integer our = Context.current().get(OUR_KEY);
      same(our == null ? 0 : our, ours);
    }

    /** Ten million times: cheaper than an assertion with a description. */
    private static void same(Object actual, Object expected) {
      if (!Objects.equals(actual, expected)) {
        throw new AssertionError(actual + " instead of " + expected);
      }
    }
  }

  /** An open scope of either API and what was seen before it. */
  private record Open(AutoCloseable scope, State before) {}

  /** Goes from context to context by random steps of both APIs. Confined to one thread. */
  private final class Walk {
    private final Random random;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Span> ourSpans = new ArrayList<>();
    private final List<io.opentelemetry.api.trace.Span> theirSpans = new ArrayList<>();
    private State state = State.NONE;

    Walk(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 16; i++) {
        ourSpans.add(test.tracer().startSpan("ours"));
        theirSpans.add(theirTracer.spanBuilder("theirs").startSpan());
        theirSpans.add(
            io.opentelemetry.api.trace.Span.wrap(
                SpanContext.create(
                    "%032x".formatted(random.nextInt(1_000_000) + 1),
                    "%016x".formatted(random.nextInt(1_000_000) + 1_000_000_000L),
                    TraceFlags.getSampled(),
                    TraceState.getDefault())));
      }
    }

    void run(int switches) throws Exception {
      state.check();
      for (int i = 0; i < switches; i++) {
        if (open.size() == 20 || (!open.isEmpty() && random.nextInt(3) == 0)) {
          Open last = open.pop();
          last.scope.close();
          state = last.before;
        } else {
          step();
        }
        state.check();
      }
      while (!open.isEmpty()) {
        open.pop().scope.close();
      }
      State.NONE.check();
      ourSpans.forEach(Span::end);
      theirSpans.forEach(io.opentelemetry.api.trace.Span::end);
    }

    private void step() {
      int value = random.nextInt(1000) + 1;
      switch (random.nextInt(8)) {
        case 0 -> {
          Span span = ourSpans.get(value % ourSpans.size());
          enter(span.makeCurrent(), state.span(span.spanId()));
        }
        case 1 -> {
          io.opentelemetry.api.trace.Span span = theirSpans.get(value % theirSpans.size());
          enter(span.makeCurrent(), state.span(span));
        }
        case 2 ->
            enter(
                Context.current().with(Baggage.of("k", "" + value)).makeCurrent(),
                state.baggage(value));
        case 3 ->
            enter(
                io.opentelemetry.api.baggage.Baggage.builder()
                    .put("k", "" + value)
                    .build()
                    .makeCurrent(),
                state.baggage(value));
        case 4 ->
            enter(
                io.opentelemetry.context.Context.current().with(THEIR_KEY, value).makeCurrent(),
                state.theirs(value));
        case 5 -> enter(Context.current().with(OUR_KEY, value).makeCurrent(), state.ours(value));
        case 6 -> {
          // Both ways of handing a context on, from inside an empty one.
          State expected = state;
          Runnable theirs = io.opentelemetry.context.Context.current().wrap(expected::check);
          Runnable ours = Context.current().wrap(expected::check);
          try (Scope root = Context.root().makeCurrent()) {
            State.NONE.check();
            theirs.run();
            ours.run();
            State.NONE.check();
          }
        }
        default -> enter(io.opentelemetry.context.Context.root().makeCurrent(), State.NONE);
      }
    }

    private void enter(AutoCloseable scope, State next) {
      open.push(new Open(scope, state));
      state = next;
    }
  }

  /** Virtual threads where the JDK has them. */
  private static ExecutorService executor() throws ReflectiveOperationException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | InvocationTargetException e) {
      return Executors.newFixedThreadPool(THREADS);
    }
  }

  @Test
  void millionRandomSwitches_bothSidesSeeTheSame() throws Exception {
    ExecutorService executor = executor();
    List<Future<?>> walks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      long seed = 42 + t;
      walks.add(
          executor.submit(
              () -> {
                new Walk(seed).run(SWITCHES_PER_THREAD);
                return null;
              }));
    }
    for (Future<?> walk : walks) {
      walk.get();
    }
    executor.shutdown();
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
  }

  @Test
  void taskWrapping_ofBothApis_handsBothSidesOn() throws Exception {
    ExecutorService pool = executor();
    ExecutorService theirs = io.opentelemetry.context.Context.taskWrapping(pool);
    ExecutorService ours = Context.taskWrapping(pool);
    Span span = test.tracer().startSpan("order");
    State expected = State.NONE.span(span.spanId()).baggage(7).theirs(8).ours(9);
    try (Scope first =
            Context.current().with(span).with(Baggage.of("k", "7")).with(OUR_KEY, 9).makeCurrent();
        io.opentelemetry.context.Scope second =
            io.opentelemetry.context.Context.current().with(THEIR_KEY, 8).makeCurrent()) {
      theirs.submit(expected::check).get();
      ours.submit(expected::check).get();
    }
    pool.submit(State.NONE::check).get();
    pool.shutdown();
    span.end();
  }

  @Test
  void context_madeByTheirs_isTheSameObjectWhenCurrent() {
    io.opentelemetry.context.Context context =
        io.opentelemetry.context.Context.root().with(THEIR_KEY, 1);
    try (io.opentelemetry.context.Scope scope = context.makeCurrent()) {
      assertThat(io.opentelemetry.context.Context.current()).isSameAs(context);
    }
    assertThat(io.opentelemetry.context.Context.current())
        .isSameAs(io.opentelemetry.context.Context.root());
  }

  @Test
  void span_ofOurs_hasEqualViews() {
    Span span = test.tracer().startSpan("order");
    try (Scope scope = span.makeCurrent()) {
      assertThat(io.opentelemetry.api.trace.Span.current())
          .isEqualTo(io.opentelemetry.api.trace.Span.current());
      assertThat(io.opentelemetry.context.Context.current())
          .isEqualTo(io.opentelemetry.context.Context.current());
    }
    span.end();
  }

  @Test
  void span_madeByOneApi_isParentForTheOther() {
    io.opentelemetry.api.trace.Span theirs = theirTracer.spanBuilder("theirs").startSpan();
    try (io.opentelemetry.context.Scope scope = theirs.makeCurrent()) {
      test.tracer().run("ours", span -> theirTracer.spanBuilder("theirs again").startSpan().end());
    }
    theirs.end();
    test.assertTree(
        """
        theirs
          ours
            theirs again
        """);
  }

  /** A context of some other storage, as a library may have got it before. */
  private record ForeignContext(io.opentelemetry.context.Context content)
      implements io.opentelemetry.context.Context {
    @Override
    public <V> V get(ContextKey<V> key) {
      return content.get(key);
    }

    @Override
    public <V> io.opentelemetry.context.Context with(ContextKey<V> key, V value) {
      return new ForeignContext(content.with(key, value));
    }
  }

  @Test
  void foreignContext_made_current_keepsSpanBaggageAndValues() {
    io.opentelemetry.api.trace.Span span = theirTracer.spanBuilder("theirs").startSpan();
    io.opentelemetry.context.Context foreign =
        new ForeignContext(io.opentelemetry.context.Context.root())
            .with(span)
            .with(io.opentelemetry.api.baggage.Baggage.builder().put("k", "5").build())
            .with(THEIR_KEY, 6);
    try (io.opentelemetry.context.Scope scope = foreign.makeCurrent()) {
      State.NONE.span(span).baggage(5).theirs(6).check();
    }
    span.end();
    State.NONE.check();
  }

  @Test
  void scope_closedOutOfOrder_closesThoseInsideIt() {
    io.opentelemetry.context.Scope outer =
        theirTracer.spanBuilder("outer").startSpan().makeCurrent();
    io.opentelemetry.context.Scope inner =
        theirTracer.spanBuilder("inner").startSpan().makeCurrent();
    try (LogCapture log = new LogCapture()) {
      outer.close();
      assertThat(log.messages()).singleElement().asString().contains("'outer'", "'inner'");
    }
    State.NONE.check();
    inner.close();
    State.NONE.check();
    assertThat(test.tracer().stats().scopeMisuses()).isEqualTo(1);
  }

  @Test
  void suppressed_theirSpansAreNotRecorded() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      assertThat(theirTracer.spanBuilder("quiet").startSpan().isRecording()).isFalse();
    }
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void suppressed_insideAQuietSpan_theirSpansAreNotRecordedEither() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      io.opentelemetry.api.trace.Span quiet = theirTracer.spanBuilder("quiet").startSpan();
      try (io.opentelemetry.context.Scope inner = quiet.makeCurrent()) {
        assertThat(io.opentelemetry.api.trace.Span.current()).isSameAs(quiet);
        theirTracer.spanBuilder("current").startSpan().end();
        test.tracer().startSpan("ours").end();
      }
      theirTracer
          .spanBuilder("given")
          .setParent(io.opentelemetry.context.Context.current().with(quiet))
          .startSpan()
          .end();
    }
    assertThat(test.spans()).isEmpty();
  }
}
