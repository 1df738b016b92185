// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Micrometer, OpenTelemetry and Tracer have the same current span, whoever made it so. */
class OneContextTest {
  private static final ContextKey<String> KEY = ContextKey.named("own");

  private final TestTracer test = TestTracer.create();
  private final Tracer tracer = MicrometerTracing.of(test.tracer()).tracer();
  private final CurrentTraceContext current = tracer.currentTraceContext();
  private final io.opentelemetry.api.trace.Tracer otel =
      OpenTelemetryBridge.of(test.tracer()).getTracer("otel");

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    assertThat(tracer.currentSpan()).isNull();
    assertThat(current.context()).isNull();
    test.close();
  }

  @Test
  void threeApis_nestInAnyOrder() {
    Span micrometer = tracer.nextSpan().name("micrometer").start();
    try (Tracer.SpanInScope one = tracer.withSpan(micrometer)) {
      test.tracer()
          .run(
              "tracer",
              ours -> {
                assertThat(tracer.currentSpan().context().spanId()).isEqualTo(ours.spanId());
                var theirs = otel.spanBuilder("otel").startSpan();
                try (var two = theirs.makeCurrent()) {
                  assertThat(tracer.currentSpan().context().spanId())
                      .isEqualTo(theirs.getSpanContext().getSpanId());
                  Span inner = tracer.nextSpan().name("micrometer again").start();
                  try (CurrentTraceContext.Scope three = current.newScope(inner.context())) {
                    assertThat(
                            io.opentelemetry.api.trace.Span.current().getSpanContext().getSpanId())
                        .isEqualTo(inner.context().spanId());
                    assertThat(dev.tracer.Span.current()).isSameAs(MicrometerTracing.unwrap(inner));
                    otel.spanBuilder("otel again").startSpan().end();
                  }
                  inner.end();
                }
                theirs.end();
              });
    }
    micrometer.end();

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            micrometer
              tracer
                otel
                  micrometer again
                    otel again
            """);
  }

  /** At each step whatever is innermost is current for all three. */
  @Test
  void randomSwitches_keepTheThreeTogether() {
    SplittableRandom random = new SplittableRandom(42);
    Span[] spans = new Span[8];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = tracer.nextSpan().start();
    }
    Deque<AutoCloseable> scopes = new ArrayDeque<>();
    Deque<Span> expected = new ArrayDeque<>();
    for (int step = 0; step < 100_000; step++) {
      if (!scopes.isEmpty() && (scopes.size() > 20 || random.nextInt(2) == 0)) {
        closeQuietly(scopes.pop());
        expected.pop();
      } else {
        Span span = spans[random.nextInt(spans.length)];
        scopes.push(open(random.nextInt(4), span));
        expected.push(span);
      }
      String id = expected.isEmpty() ? null : expected.peek().context().spanId();
      assertCurrent(id);
    }
    while (!scopes.isEmpty()) {
      closeQuietly(scopes.pop());
    }
    for (Span span : spans) {
      span.end();
    }
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
  }

  private AutoCloseable open(int way, Span span) {
    return switch (way) {
      case 0 -> tracer.withSpan(span);
      case 1 -> current.maybeScope(span.context());
      case 2 -> MicrometerTracing.unwrap(span).makeCurrent();
      default -> {
        var ours = Context.current().with(MicrometerTracing.unwrap(span));
        io.opentelemetry.context.Context theirs;
        try (dev.tracer.Scope scope = ours.makeCurrent()) {
          theirs = io.opentelemetry.context.Context.current();
        }
        yield theirs.with(io.opentelemetry.context.ContextKey.named("k"), "v").makeCurrent();
      }
    };
  }

  private static void closeQuietly(AutoCloseable scope) {
    try {
      scope.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertCurrent(String id) {
    Span theirs = tracer.currentSpan();
    dev.tracer.Span ours = dev.tracer.Span.current();
    var otels = io.opentelemetry.api.trace.Span.current().getSpanContext();
    if (id == null) {
      assertThat(theirs).isNull();
      assertThat(ours.isValid() || otels.isValid()).isFalse();
    } else if (!theirs.context().spanId().equals(id)
        || !ours.spanId().equals(id)
        || !otels.getSpanId().equals(id)) {
      throw new AssertionError(id + " expected: " + theirs + ", " + ours + ", " + otels);
    }
  }

  @Test
  void withSpan_ofTheSameSpanAgain_isUndoneOnce() {
    Span span = tracer.nextSpan().start();
    try (Tracer.SpanInScope outer = tracer.withSpan(span)) {
      try (Tracer.SpanInScope inner = tracer.withSpan(span)) {
        assertThat(tracer.currentSpan()).isEqualTo(span);
      }
      assertThat(tracer.currentSpan()).isEqualTo(span);
    }
    span.end();
  }

  @Test
  void null_isNoSpan_andNoBaggage() {
    Span span = tracer.nextSpan().start();
    try (Tracer.SpanInScope outer = tracer.withSpan(span)) {
      try (CurrentTraceContext.Scope none = current.newScope(null)) {
        assertThat(tracer.currentSpan()).isNull();
        assertThat(Context.current()).isSameAs(Context.root());
      }
      assertThat(tracer.currentSpan()).isEqualTo(span);
      try (CurrentTraceContext.Scope none = current.maybeScope(null)) {
        assertThat(tracer.currentSpan()).isNull();
        try (Tracer.SpanInScope inner = tracer.withSpan(span)) {
          assertThat(tracer.currentSpan()).isEqualTo(span);
        }
        assertThat(tracer.currentSpan()).isNull();
      }
      try (Tracer.SpanInScope none = tracer.withSpan(null)) {
        assertThat(tracer.currentSpan()).isNull();
        assertThat(current.context()).isNull();
      }
      assertThat(tracer.currentSpan()).isEqualTo(span);
    }
    span.end();
  }

  @Test
  void null_whereNothingIsCurrent_opensNothingThatCouldBeForgotten() {
    for (int i = 0; i < 2_000; i++) {
      current.maybeScope(null); // as Micrometer's reset() does
    }
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
  }

  /** An exporter that calls by an observed client must not trace itself. */
  @Test
  void null_inASuppressedContext_leavesItSo() {
    Context.suppressed()
        .wrap(
            (Runnable)
                () -> {
                  try (CurrentTraceContext.Scope none = current.maybeScope(null);
                      Tracer.SpanInScope again = tracer.withSpan(null)) {
                    tracer.nextSpan().name("own").start().end();
                  }
                  Span span = tracer.nextSpan();
                  try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                    tracer.startScopedSpan("own").end();
                  }
                })
        .run();

    assertThat(test.spans()).isEmpty();
  }

  @Test
  void valuesOfTheApplication_comeAlong() {
    Span span;
    try (dev.tracer.Scope scope = Context.current().with(KEY, "v").makeCurrent()) {
      span = tracer.nextSpan().start();
      try (Tracer.SpanInScope inner = tracer.withSpan(span)) {
        assertThat(Context.current().get(KEY)).isEqualTo("v");
      }
    }
    try (Tracer.SpanInScope elsewhere = tracer.withSpan(span)) {
      assertThat(Context.current().get(KEY)).isEqualTo("v");
    }
    span.end();
  }

  @Test
  void wrap_ofTasks_takesWhatIsCurrentThere() throws Exception {
    Span span = tracer.nextSpan().start();
    AtomicReference<Span> seen = new AtomicReference<>();
    Runnable runnable;
    Callable<Span> callable;
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      runnable = current.wrap(() -> seen.set(tracer.currentSpan()));
      callable = current.wrap(tracer::currentSpan);
    }
    runnable.run();
    assertThat(seen.get()).isEqualTo(span);
    assertThat(callable.call()).isEqualTo(span);
    span.end();
  }

  @Test
  void wrap_ofExecutors_takesWhatIsCurrentAtTheSubmission() throws Exception {
    Span span = tracer.nextSpan().start();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      ExecutorService wrapped = current.wrap(pool);
      Executor plain = current.wrap((Executor) pool);
      AtomicReference<Span> seen = new AtomicReference<>();
      try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
        assertThat(wrapped.submit(tracer::currentSpan).get()).isEqualTo(span);
        plain.execute(() -> seen.set(tracer.currentSpan()));
      }
      assertThat(wrapped.submit(tracer::currentSpan).get()).isNull();
      assertThat(seen.get()).isEqualTo(span);
    } finally {
      pool.shutdown();
    }
    span.end();
  }

  /** Each context that is current holds its own trace context and no older one. */
  @Test
  void chainsOfSpans_doNotHoldTheTraceContextsOfAncestors() {
    List<WeakReference<TraceContext>> ancestors = new ArrayList<>();
    Span last = lastOfAChain(ancestors);

    for (int i = 0; i < 100 && !areGone(ancestors); i++) {
      System.gc();
    }
    assertThat(ancestors).hasSize(3).allMatch(ancestor -> ancestor.refersTo(null));
    last.end();
  }

  private Span lastOfAChain(List<WeakReference<TraceContext>> ancestors) {
    Span span = tracer.nextSpan();
    for (int i = 0; i < 3; i++) {
      Span next;
      try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
        next = tracer.nextSpan();
      }
      span.end();
      ancestors.add(new WeakReference<>(span.context()));
      span = next;
    }
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      return span;
    }
  }

  private static boolean areGone(List<WeakReference<TraceContext>> references) {
    return references.stream().allMatch(reference -> reference.refersTo(null));
  }
}
