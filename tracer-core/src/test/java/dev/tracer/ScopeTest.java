// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.Log;
import dev.tracer.internal.ThreadState;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static final ContextKey<Integer> KEY = ContextKey.named("key");

  private final Tracer tracer = Fakes.tracer(new Collector()).build();
  private final Span outer = tracer.startSpan("outer");
  private final Span inner = tracer.startSpan("inner");
  private Log log;

  @BeforeEach
  void openLog() {
    log = new Log();
  }

  @AfterEach
  void leaveNothingBehind() {
    log.close();
    assertThat(ThreadState.slot()[ThreadState.SCOPE]).isNull();
  }

  @Test
  void close_inOrder_restoresTheFormerContext() {
    try (Scope one = outer.makeCurrent()) {
      try (Scope two = inner.makeCurrent()) {
        assertThat(Span.current()).isSameAs(inner);
      }
      assertThat(Span.current()).isSameAs(outer);
    }

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(tracer.stats().scopeMisuses()).isZero();
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void makeCurrent_sameContextTwice_nests() {
    try (Scope one = outer.makeCurrent()) {
      try (Scope two = outer.makeCurrent()) {
        assertThat(Span.current()).isSameAs(outer);
      }
      assertThat(Span.current()).isSameAs(outer);
    }
  }

  @Test
  void close_twice_isIgnored() {
    try (Scope one = outer.makeCurrent()) {
      Scope two = inner.makeCurrent();
      two.close();
      two.close();
      assertThat(Span.current()).isSameAs(outer);
    }

    assertThat(tracer.stats().scopeMisuses()).isZero();
  }

  @Test
  void close_beforeAnInnerOne_closesBothAndTellsWhich() {
    Scope one = outer.makeCurrent();
    Scope two = inner.makeCurrent();
    one.close();
    assertThat(Context.current()).isSameAs(Context.root());
    two.close();

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(tracer.stats().scopeMisuses()).isEqualTo(1);
    assertThat(log.only().getMessage()).contains("'outer'").contains("'inner'").contains("strict");
  }

  @Test
  void close_beforeAnInnerOne_bringsBackWhatWasBeforeIt() {
    try (Scope base = Context.root().with(KEY, 1).makeCurrent()) {
      Context before = Context.current();
      Scope one = outer.makeCurrent();
      inner.makeCurrent();
      inner.makeCurrent();
      one.close();

      assertThat(Context.current()).isSameAs(before);
    }
    assertThat(tracer.stats().scopeMisuses()).isEqualTo(1);
  }

  @Test
  void close_onAnotherThread_leavesThatThreadAloneAndEndsTheScope() throws Exception {
    Scope scope = outer.makeCurrent();
    Fakes.onOtherThread(
        () -> {
          try (Scope theirs = inner.makeCurrent()) {
            scope.close();
            scope.close();
            assertThat(Span.current()).isSameAs(inner);
          }
          assertThat(Context.current()).isSameAs(Context.root());
        });

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(tracer.stats().scopeMisuses()).isEqualTo(1);
    assertThat(log.only().getMessage())
        .contains("'outer'")
        .contains("'inner'")
        .contains("thread 'other'");
  }

  @Test
  void close_onAnotherThread_ofAScopeInTheMiddle_letsTheInnerOneGoOn() throws Exception {
    try (Scope base = outer.makeCurrent()) {
      Scope middle = Context.root().with(KEY, 1).makeCurrent();
      Scope top = inner.makeCurrent();
      Fakes.onOtherThread(middle::close);
      assertThat(Span.current()).isSameAs(inner);
      top.close();

      assertThat(Span.current()).isSameAs(outer);
    }
  }

  @Test
  void close_afterAnotherThreadDidIt_clearsTheOwnThread() throws Exception {
    List<Context> told = new ArrayList<>();
    Tracer listening = Tracer.builder("listening").scopeListener(told::add).build();
    Scope scope = listening.startSpan("span").makeCurrent();
    Fakes.onOtherThread(scope::close);
    scope.close();

    assertThat(log.only().getMessage()).contains("current there is 'none'.");
    assertThat(ThreadState.slot()[ThreadState.SCOPE]).isNull();
    assertThat(told.get(told.size() - 1)).isSameAs(Context.root());
    assertThat(listening.stats().scopeMisuses()).isEqualTo(1);
  }

  @Test
  void close_withoutTracerBehindIt_isSilent() {
    Scope one = Context.root().with(KEY, 1).makeCurrent();
    Context.root().with(KEY, 2).makeCurrent();
    one.close();

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void misuses_many_areCountedAllAndLoggedOnce() {
    for (int i = 0; i < 1_000; i++) {
      Scope one = outer.makeCurrent();
      inner.makeCurrent();
      one.close();
    }

    assertThat(tracer.stats().scopeMisuses()).isEqualTo(1_000);
    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void leakedScopes_endWithTheOutermostOne() {
    try (Scope scope = outer.makeCurrent()) {
      for (int i = 0; i < 100; i++) {
        inner.makeCurrent();
      }
    }

    assertThat(Context.current()).isSameAs(Context.root());
  }

  /** One thread's scopes as they should be: the innermost last. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void randomOrders_onAPool_followTheModelAndEndAtTheRoot(long seed) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        long taskSeed = seed * 1_000 + i;
        tasks.add(pool.submit(() -> runModel(new Random(taskSeed))));
      }
      for (Future<?> task : tasks) {
        task.get(5, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void runModel(Random random) {
    assertThat(Context.current()).isSameAs(Context.root());
    List<Scope> all = new ArrayList<>();
    List<Scope> open = new ArrayList<>();
    Scope outermost = outer.makeCurrent();
    open.add(outermost);
    for (int step = 0; step < 200; step++) {
      if (all.isEmpty() || random.nextInt(5) < 3) {
        Context context = random.nextBoolean() ? Context.root().with(KEY, step) : context(step);
        Scope scope = context.makeCurrent();
        assertThat(Context.current()).isSameAs(context);
        all.add(scope);
        open.add(scope);
      } else {
        Scope closing = all.get(random.nextInt(all.size()));
        closing.close();
        int at = open.indexOf(closing);
        while (at >= 0 && open.size() > at) {
          open.remove(open.size() - 1);
        }
      }
      assertThat(Context.current()).isSameAs(open.get(open.size() - 1).context);
    }
    outermost.close();
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(ThreadState.slot()[ThreadState.SCOPE]).isNull();
  }

  private Context context(int value) {
    return Context.root().with(inner).with(KEY, value);
  }

  /** Threads that close each other's inner scopes, as mixed-up asynchronous code does. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void randomOrders_withThreadsClosingEachOthersScopes_endAtTheRoot(long seed) throws Exception {
    int threads = 3;
    AtomicReferenceArray<Scope> shared = new AtomicReferenceArray<>(16);
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(seed * 100 + i);
        tasks.add(
            pool.submit(
                () -> {
                  Fakes.await(start);
                  for (int task = 0; task < 50; task++) {
                    mixUp(random, shared);
                  }
                }));
      }
      start.countDown();
      for (Future<?> task : tasks) {
        task.get(5, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void mixUp(Random random, AtomicReferenceArray<Scope> shared) {
    Context base = context(-1);
    Scope outermost = base.makeCurrent();
    for (int step = 0; step < 100; step++) {
      int place = random.nextInt(shared.length());
      if (random.nextBoolean()) {
        shared.set(place, context(step).makeCurrent());
      } else {
        Scope scope = shared.getAndSet(place, null);
        if (scope != null) {
          scope.close();
        }
      }
      assertThat(Context.current()).isNotSameAs(Context.root());
    }
    outermost.close();
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(ThreadState.slot()[ThreadState.SCOPE]).isNull();
  }

  @Test
  void scopesThatAreForgotten_areDroppedAndCounted() throws Exception {
    Fakes.Collector spans = new Fakes.Collector();
    Tracer owner = Fakes.tracer(spans).build();
    Fakes.onOtherThread(
        () -> {
          WeakReference<Scope> first = new WeakReference<>(owner.startSpan("first").makeCurrent());
          Span last = Span.invalid();
          for (int i = 0; i < 5_000; i++) {
            last = owner.startSpan("forgotten");
            last.makeCurrent();
          }
          assertThat(Span.current()).isSameAs(last);
          for (int i = 0; i < 100 && first.get() != null; i++) {
            System.gc();
          }
          assertThat(first.get()).isNull();
        });

    assertThat(owner.stats().scopeMisuses()).isEqualTo(5_000);
    assertThat(log.only().getMessage()).contains("1000 scopes", "'other'", "never closed");
  }
}
