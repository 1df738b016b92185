// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How much memory does a request take that waits? Thousands of threads, virtual ones where the JDK
 * has them, each with a span that is current and has two attributes, wait for the same moment; what
 * the heap then holds is divided by their number. Default settings of each library, nothing is
 * exported.
 */
public final class WaitingSpans {
  private static final int VIRTUAL = 50_000;
  private static final int PLATFORM = 2_000;
  private static final int ROUNDS = 5;

  /** What runs on each thread, around the wait. */
  private interface Request {
    void handle(Runnable wait);
  }

  private WaitingSpans() {}

  /** Prints what a thread takes without tracing, and what each library adds. */
  public static void main(String[] args) throws InterruptedException {
    boolean virtual = virtualThreads() != null;
    int threads = virtual ? VIRTUAL : PLATFORM;
    TracerState ours = new TracerState();
    ours.open();
    OpenTelemetryState theirs = new OpenTelemetryState();
    theirs.open();
    BraveState brave = new BraveState();
    brave.open();

    String[] names = {"untraced", "tracer", "OpenTelemetry", "Brave"};
    Request[] requests = {
      Runnable::run,
      wait -> ofTracer(ours, wait),
      wait -> ofOpenTelemetry(theirs, wait),
      wait -> ofBrave(brave, wait)
    };
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < requests.length; i++) {
        long bytes = bytes(threads, requests[i]);
        if (round > 0) { // the first one loads classes
          least[i] = Math.min(least[i], bytes);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d waiting %s threads, JDK %s: bytes of heap for each, least of %d rounds%n",
        threads,
        virtual ? "virtual" : "platform",
        Runtime.version().feature(),
        ROUNDS);
    for (int i = 0; i < names.length; i++) {
      System.out.printf(
          Locale.ROOT, "%-14s %6d   tracing adds %6d%n", names[i], least[i], least[i] - least[0]);
    }
    ours.close();
    theirs.close();
    brave.close();
  }

  private static void ofTracer(TracerState state, Runnable wait) {
    dev.tracer.Span span = state.tracer.startSpan("request");
    span.set("http.route", "/orders/{id}").set("http.response.status_code", 200);
    try (dev.tracer.Scope scope = span.makeCurrent()) {
      wait.run();
    } finally {
      span.end();
    }
  }

  private static void ofOpenTelemetry(OpenTelemetryState state, Runnable wait) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("request").startSpan();
    span.setAttribute("http.route", "/orders/{id}").setAttribute("http.response.status_code", 200);
    try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
      wait.run();
    } finally {
      span.end();
    }
  }

  private static void ofBrave(BraveState state, Runnable wait) {
    brave.Span span = state.tracer.nextSpan().name("request").start();
    span.tag("http.route", "/orders/{id}").tag("http.response.status_code", "200");
    try (brave.Tracer.SpanInScope scope = state.tracer.withSpanInScope(span)) {
      wait.run();
    } finally {
      span.finish();
    }
  }

  /** The bytes of heap for one of so many threads that wait. */
  private static long bytes(int threads, Request request) throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(threads);
    CountDownLatch moment = new CountDownLatch(1);
    long before = used();
    ExecutorService virtual = virtualThreads();
    ExecutorService executor = virtual != null ? virtual : Executors.newCachedThreadPool();
    for (int i = 0; i < threads; i++) {
      executor.execute(
          () ->
              request.handle(
                  () -> {
                    waiting.countDown();
                    await(moment);
                  }));
    }
    waiting.await();
    long after = used();
    moment.countDown();
    executor.shutdown();
    if (!executor.awaitTermination(1, TimeUnit.MINUTES)) { // they would be in the next measurement
      throw new IllegalStateException("threads go on");
    }
    return (after - before) / threads;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Threads of JDK 21 and later; null before. */
  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
