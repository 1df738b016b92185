// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import dev.tracer.export.SpanData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContextTest {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).build();
  private final Context context = Context.root().with(KEY, "value").with(tracer.startSpan("span"));

  @Test
  void root_holdsNothing() {
    assertThat(Context.root().span()).isSameAs(Span.invalid());
    assertThat(Context.root().baggage().isEmpty()).isTrue();
    assertThat(Context.root().get(KEY)).isNull();
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(Span.current()).isSameAs(Span.invalid());
  }

  @Test
  void with_makesACopyAndLeavesTheOriginal() {
    Context one = Context.root().with(KEY, "one");
    ContextKey<Integer> other = ContextKey.named("other");
    Context two = one.with(KEY, "two").with(other, 2);

    assertThat(one.get(KEY)).isEqualTo("one");
    assertThat(one.get(other)).isNull();
    assertThat(two.get(KEY)).isEqualTo("two");
    assertThat(two.get(other)).isEqualTo(2);
    assertThat(Context.root().get(KEY)).isNull();
  }

  @Test
  void with_aSpan_keepsTheOtherEntries() {
    Span span = tracer.startSpan("other");

    assertThat(context.with(span).span()).isSameAs(span);
    assertThat(context.with(span).get(KEY)).isEqualTo("value");
    assertThat(context.span()).isNotSameAs(span);
  }

  @Test
  void with_baggage_keepsItBesideTheRest() {
    Context changed = context.with(Baggage.empty());

    assertThat(changed.baggage()).isSameAs(Baggage.empty());
    assertThat(changed.get(KEY)).isEqualTo("value");
    assertThat(changed.span()).isSameAs(context.span());
  }

  @Test
  void keys_ofTheSameName_areDifferent() {
    ContextKey<String> other = ContextKey.named("key");

    assertThat(context.get(other)).isNull();
    assertThat(context.with(other, "x").get(KEY)).isEqualTo("value");
    assertThat(KEY).hasToString("key");
  }

  @Test
  void with_null_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> context.with((Span) null))
        .withMessage("span");
    assertThatNullPointerException().isThrownBy(() -> context.with(null, "v")).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> context.with(KEY, null)).withMessage("value");
    assertThatNullPointerException().isThrownBy(() -> ContextKey.named(null)).withMessage("name");
  }

  @Test
  void toString_namesSpanAndKeysButNoValues() {
    assertThat(context.toString()).contains("span").contains("key").doesNotContain("value");
  }

  static Stream<Arguments> wraps() {
    return Stream.of(
        wrap("runnable", (c, body) -> c.wrap((Runnable) body::get).run()),
        wrap("callable", (c, body) -> c.wrap((Callable<Object>) body::get).call()),
        wrap("supplier", (c, body) -> c.wrapSupplier(body).get()),
        wrap("consumer", (c, body) -> c.wrapConsumer((Object x) -> body.get()).accept(1)),
        wrap("consumer of two", (c, body) -> c.wrapConsumer((x, y) -> body.get()).accept(1, 2)),
        wrap("function", (c, body) -> c.wrapFunction((Object x) -> body.get()).apply(1)),
        wrap("function of two", (c, body) -> c.wrapFunction((x, y) -> body.get()).apply(1, 2)));
  }

  private interface Wrap {
    void run(Context context, Supplier<Object> body) throws Exception;
  }

  private static Arguments wrap(String name, Wrap wrap) {
    return argumentSet(name, wrap);
  }

  @ParameterizedTest
  @MethodSource("wraps")
  void wrap_onAnyThread_runsInTheContextAndRestores(Wrap wrap) throws Exception {
    List<Context> seen = new ArrayList<>();
    wrap.run(context, () -> seen.add(Context.current()));
    assertThat(Context.current()).isSameAs(Context.root());
    Fakes.onOtherThread(
        () -> {
          wrap.run(context, () -> seen.add(Context.current()));
          assertThat(Context.current()).isSameAs(Context.root());
        });

    assertThat(seen).containsExactly(context, context);
  }

  @ParameterizedTest
  @MethodSource("wraps")
  void wrap_bodyThrows_passesTheExceptionAndRestores(Wrap wrap) {
    IllegalStateException error = new IllegalStateException("body");
    Throwable thrown =
        catchThrowable(
            () ->
                wrap.run(
                    context,
                    () -> {
                      throw error;
                    }));

    assertThat(thrown).isSameAs(error);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @ParameterizedTest
  @MethodSource("wraps")
  void wrap_bodyLeaksAScope_isNotFollowedByIt(Wrap wrap) throws Exception {
    try (Fakes.Log log = new Fakes.Log()) {
      wrap.run(context, () -> Context.root().with(KEY, "leaked").makeCurrent());

      assertThat(Context.current()).isSameAs(Context.root());
      assertThat(log.messages()).hasSize(1);
    }
  }

  @Test
  void wrap_callable_passesCheckedExceptions() {
    IOException error = new IOException("checked");
    Callable<?> wrapped =
        context.wrap(
            (Callable<?>)
                () -> {
                  throw error;
                });

    assertThat(catchThrowable(wrapped::call)).isSameAs(error);
  }

  @Test
  void wrap_givesArgumentsAndResultsThrough() throws Exception {
    List<Object> seen = new ArrayList<>();
    context.wrapConsumer((Object x) -> seen.add(x)).accept("a");
    context.wrapConsumer((Object x, Object y) -> seen.add(x + "" + y)).accept("b", "c");

    assertThat(seen).containsExactly("a", "bc");
    assertThat(context.wrap(() -> 1).call()).isEqualTo(1);
    assertThat(context.wrapSupplier(() -> 2).get()).isEqualTo(2);
    assertThat(context.wrapFunction((Integer x) -> x + 1).apply(2)).isEqualTo(3);
    assertThat(context.wrapFunction((Integer x, Integer y) -> x * y).apply(2, 2)).isEqualTo(4);
  }

  @Test
  void wrap_null_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> context.wrap((Runnable) null))
        .withMessage("task");
    assertThatNullPointerException()
        .isThrownBy(() -> context.wrap((Callable<?>) null))
        .withMessage("task");
    assertThatNullPointerException()
        .isThrownBy(() -> context.wrapSupplier(null))
        .withMessage("supplier");
    assertThatNullPointerException()
        .isThrownBy(() -> context.wrap((ThreadFactory) null))
        .withMessage("factory");
    assertThatNullPointerException()
        .isThrownBy(() -> context.wrap((ExecutorService) null))
        .withMessage("executor");
    assertThatNullPointerException()
        .isThrownBy(() -> Context.taskWrapping(null))
        .withMessage("executor");
  }

  /**
   * What StructuredTaskScope asks of its factory as well: a thread, not started, that runs the
   * task.
   */
  @Test
  void threadFactory_threadsRunInTheContext() throws Exception {
    checkFactory(Thread::new);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void threadFactory_ofVirtualThreads_threadsRunInTheContext() throws Exception {
    checkFactory(virtualThreads());
  }

  static ThreadFactory virtualThreads() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }

  private void checkFactory(ThreadFactory factory) throws Exception {
    CompletableFuture<Context> seen = new CompletableFuture<>();
    Thread thread = context.wrap(factory).newThread(() -> seen.complete(Context.current()));
    assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    thread.start();

    assertThat(seen.get(5, TimeUnit.MINUTES)).isSameAs(context);
  }

  @Test
  void threadFactory_thatRefuses_mayReturnNull() {
    assertThat(context.wrap((ThreadFactory) task -> null).newThread(() -> {})).isNull();
  }

  @Test
  void futures_onATaskWrappingExecutor_keepTheParentThroughTheChain() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ExecutorService executor = Context.taskWrapping(pool);
    try {
      Span parent = context.span();
      CompletableFuture<Integer> result;
      try (Scope scope = context.makeCurrent()) {
        result =
            CompletableFuture.supplyAsync(() -> inSpan("one", 1), executor)
                .thenApplyAsync(x -> inSpan("two", x + 1), executor)
                .thenComposeAsync(
                    x -> CompletableFuture.supplyAsync(() -> inSpan("three", x + 1), executor),
                    executor)
                .whenCompleteAsync((x, e) -> inSpan("four", 0), executor);
      }
      assertThat(result.get(5, TimeUnit.MINUTES)).isEqualTo(3);

      // Which thread submits a stage depends on timing: the first stage always has the parent.
      assertThat(collector.named("one").parentSpanId()).isEqualTo(parent.spanId());
      assertThat(pool.submit(() -> Context.current()).get(5, TimeUnit.MINUTES))
          .isSameAs(Context.root());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void futures_onAFixedContextExecutor_keepTheParentThroughTheChain() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ExecutorService executor = context.wrap(pool);
    try {
      CompletableFuture<Integer> result =
          CompletableFuture.supplyAsync(() -> inSpan("one", 1), executor)
              .thenApplyAsync(x -> inSpan("two", x + 1), executor)
              .thenComposeAsync(
                  x -> CompletableFuture.supplyAsync(() -> inSpan("three", x + 1), executor),
                  executor);
      assertThat(result.get(5, TimeUnit.MINUTES)).isEqualTo(3);

      assertThat(collector.ended).extracting(SpanData::name).containsExactly("one", "two", "three");
      assertThat(collector.ended)
          .extracting(SpanData::parentSpanId)
          .containsOnly(context.span().spanId());
      for (int i = 0; i < 8; i++) { // nothing stays in the pool
        assertThat(pool.submit(() -> Context.current()).get(5, TimeUnit.MINUTES))
            .isSameAs(Context.root());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private int inSpan(String name, int result) {
    return tracer.call(name, span -> result);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreads_endingSpans_areAllCounted() throws Exception {
    int threads = 20_000;
    ThreadFactory factory = context.wrap(virtualThreads());
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = factory.newThread(() -> tracer.run("work", span -> span.set("a", 1)));
      thread.start();
      started.add(thread);
    }
    for (Thread thread : started) {
      thread.join();
    }

    assertThat(collector.ended).hasSize(threads);
    assertThat(collector.ended).extracting(SpanData::spanId).doesNotHaveDuplicates();
    assertThat(collector.ended)
        .extracting(SpanData::parentSpanId)
        .containsOnly(context.span().spanId());
  }
}
