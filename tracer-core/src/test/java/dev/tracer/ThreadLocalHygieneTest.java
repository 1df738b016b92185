// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a thread keeps of the library between two requests must not hold a class loader. */
class ThreadLocalHygieneTest {
  @Test
  void threadLocals_afterARequest_holdTypesOfTheJdkOnly() throws Exception {
    Tracer tracer = Fakes.tracer(new Collector()).build();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      thread.submit(() -> request(tracer)).get(5, TimeUnit.MINUTES);
      List<Object> values = thread.submit(() -> threadLocalValues()).get(5, TimeUnit.MINUTES);

      assertThat(values).as("the library keeps something at all").isNotEmpty();
      values.forEach(value -> assertOfTheJdk(value));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void threadLocals_duringARequest_wouldShowInThisTest() throws Exception {
    Tracer tracer = Fakes.tracer(new Collector()).build();
    try (Scope scope = tracer.startSpan("span").makeCurrent()) {
      assertThat(threadLocalValues())
          .anyMatch(value -> value instanceof Object[] slot && slot[0] instanceof Scope);
    }
  }

  private static void request(Tracer tracer) {
    try (Fakes.Log log = new Fakes.Log()) {
      tracer.run(
          "outer",
          outer -> {
            tracer.run("inner", inner -> inner.event("event").fail(new RuntimeException()));
            tracer.startSpan("leaked").makeCurrent();
          });
      assertThat(log.messages()).hasSize(1);
    }
  }

  /** The values of the calling thread's thread-locals; the tests' JVM opens java.lang. */
  private static List<Object> threadLocalValues() throws ReflectiveOperationException {
    Field map = Thread.class.getDeclaredField("threadLocals");
    map.setAccessible(true);
    Object locals = map.get(Thread.currentThread());
    Field table = locals.getClass().getDeclaredField("table");
    table.setAccessible(true);
    Object entries = table.get(locals);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(entries); i++) {
      Object entry = Array.get(entries, i);
      if (entry != null) {
        Field value = entry.getClass().getDeclaredField("value");
        value.setAccessible(true);
        values.add(value.get(entry));
      }
    }
    return values;
  }

  private static void assertOfTheJdk(Object value) {
    if (value == null) {
      return;
    }
    Class<?> type = value.getClass();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    assertThat(type.isPrimitive() || type.getModule().getName().startsWith("java."))
        .as(type + " in a thread-local")
        .isTrue();
    if (value instanceof Object[] items) {
      for (Object item : items) {
        assertOfTheJdk(item);
      }
    }
  }

  @Test
  void shortThreads_thatLeakTheirScopes_leaveNothing() throws Exception {
    Tracer tracer = Tracer.builder("test").build();
    int threads = 10_000;
    List<WeakReference<Context>> contexts = new ArrayList<>();
    for (int i = 0; i < threads / 20; i++) {
      List<Thread> some = new ArrayList<>();
      for (int j = 0; j < 20; j++) {
        Context context = Context.root().with(tracer.startSpan("span"));
        contexts.add(new WeakReference<>(context));
        Thread thread = new Thread(context::makeCurrent);
        thread.start();
        some.add(thread);
      }
      for (Thread thread : some) {
        thread.join();
      }
    }

    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (contexts.stream().anyMatch(context -> context.get() != null)) {
      assertThat(System.nanoTime() - deadline).as("some are still there").isNegative();
      System.gc();
    }
  }
}
