// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A tracer for tests of instrumented code. Spans are there as soon as they end, its clock stands
 * still until the test advances it, and ids count up: traces 1, 2, ..., spans 1, 2, ...
 *
 * <pre>{@code
 * try (TestTracer test = TestTracer.create()) {
 *   new Checkout(test.tracer()).run(order);
 *   test.assertTree("""
 *       checkout [SERVER]
 *         load-cart
 *         charge-card [CLIENT]
 *       """);
 * }
 * }</pre>
 *
 * <p>Only sampled spans are collected. Thread-safe.
 *
 * @since 0.1
 */
public final class TestTracer implements AutoCloseable {
  private final Consumer<? super TracerBuilder> settings;
  private final TestClock clock = TestClock.create();
  private final Recorder recorder = new Recorder();
  private final Map<String, Tracer> tracers = new ConcurrentHashMap<>();
  private final Tracer tracer;

  private TestTracer(Consumer<? super TracerBuilder> settings) {
    this.settings = requireNonNull(settings, "settings");
    this.tracer = tracer("test");
  }

  /** A tracer with default settings. */
  public static TestTracer create() {
    return new TestTracer(builder -> {});
  }

  /**
   * A tracer with other settings:
   *
   * <pre>{@code
   * TestTracer.create(builder -> builder.sampler(sampler).limits(limits))
   * }</pre>
   *
   * <p>Ratio samplers take the small ids of this class for the least random ones and drop the
   * traces; give them an id generator of their own.
   *
   * @param settings is given the builder before the tracer is made
   * @throws NullPointerException if {@code settings} is null
   */
  public static TestTracer create(Consumer<? super TracerBuilder> settings) {
    return new TestTracer(settings);
  }

  /** The tracer to give to the code under test; its service is called {@code test}. */
  public Tracer tracer() {
    return tracer;
  }

  /**
   * The tracer of another service, for traces through several: it has the same settings, clock and
   * ids, and its spans are collected here, too.
   *
   * @return the same instance for the same name
   * @throws IllegalArgumentException if {@code serviceName} is empty
   * @throws NullPointerException if {@code serviceName} is null
   */
  public Tracer tracer(String serviceName) {
    return tracers.computeIfAbsent(requireNonNull(serviceName, "serviceName"), this::make);
  }

  private Tracer make(String serviceName) {
    TracerBuilder builder = Tracer.builder(serviceName);
    builder
        .clock(clock)
        .idGenerator(recorder)
        .processor(recorder.processor())
        .scopeListener(recorder);
    settings.accept(builder);
    return builder.build();
  }

  /** The clock of the spans. */
  public TestClock clock() {
    return clock;
  }

  /** The spans that have ended, in that order: an immutable copy. */
  public List<SpanData> spans() {
    return List.copyOf(recorder.ended);
  }

  /** The spans that have ended, as a tree. */
  public SpanTree tree() {
    List<String> open = recorder.openSpans();
    String hint = open.isEmpty() ? "" : "\nNot in the tree, because they have not ended: " + open;
    if (recorder.closed) {
      hint += "\nA tracer of this test is closed, and records nothing any more.";
    }
    return SpanTree.of(spans(), hint);
  }

  /**
   * Compares the spans that have ended with a tree as {@link SpanTree} describes it. {@code
   * tree().withAttributes().assertIs("...")} compares more of them.
   *
   * @throws AssertionError with the difference by lines, if they are not the same
   * @throws NullPointerException if {@code expected} is null
   */
  public void assertTree(String expected) {
    tree().assertIs(expected);
  }

  /**
   * Checks that no scope is open on any thread: that whatever was made current was closed.
   *
   * @throws AssertionError naming the threads and spans, if there are any
   */
  public void assertNoOpenScopes() {
    recorder.contextChanged(Context.current());
    assertNone(recorder.openScopes(), "Scopes of these spans are still open: ");
  }

  /**
   * Checks that every span was ended.
   *
   * @throws AssertionError naming those that were not
   */
  public void assertNoOpenSpans() {
    assertNone(recorder.openSpans(), "These spans have not ended: ");
  }

  /**
   * Waits until every span that was started has ended and is in {@link #spans()}, as far as it is
   * collected. For code that answers first and ends its span then, as many servers do: a test that
   * has the answer is ahead of them. It does not wait for spans that start later.
   *
   * <p>Spans that a tail sampler still holds are not waited for.
   *
   * @param timeout of real time, not of {@link #clock()}; waits no longer than a year
   * @throws AssertionError naming the spans that have not ended in time
   * @throws IllegalArgumentException if {@code timeout} is negative
   * @throws IllegalStateException if the thread is interrupted, which it still is then
   * @throws NullPointerException if {@code timeout} is null
   */
  public void awaitNoOpenSpans(Duration timeout) {
    if (requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout);
    }
    Deadline deadline = Deadline.in(timeout);
    while (!tracers.values().stream().allMatch(Recorder::hasAllOf)) {
      if (deadline.isOver()) {
        throw new AssertionError(
            "These spans have not ended within " + timeout + ": " + recorder.openSpans());
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for spans", e);
      }
    }
  }

  /**
   * Checks that no more than {@code max} queries were made since the last {@link #reset}: CLIENT
   * spans with a {@code db.system.name}, as tracer-jdbc makes them. Finds the query that is made
   * for each row of another one.
   *
   * @throws AssertionError with the statements and how often each was made, if there are more
   * @throws IllegalArgumentException if {@code max} is negative
   */
  public void assertQueries(int max) {
    Queries.assertAtMost(max, spans());
  }

  /**
   * Does {@code work} and checks that it makes no more than {@code max} queries; see {@link
   * #assertQueries(int)}. Spans that ended before do not count.
   *
   * @throws AssertionError with the statements and how often each was made, if there are more
   * @throws IllegalArgumentException if {@code max} is negative
   * @throws NullPointerException if {@code work} is null
   */
  public <X extends Throwable> void assertQueries(int max, Tracer.VoidWork<X> work) throws X {
    requireNonNull(work, "work");
    int before = recorder.ended.size();
    work.run(Span.current());
    List<SpanData> spans = spans();
    Queries.assertAtMost(max, spans.subList(Math.min(before, spans.size()), spans.size()));
  }

  private static void assertNone(List<String> open, String message) {
    if (!open.isEmpty()) {
      throw new AssertionError(message + open);
    }
  }

  /** Forgets the spans that have ended. Clock and ids go on. */
  public void reset() {
    recorder.ended.clear();
  }

  /** Closes the tracers. What was collected stays readable. */
  @Override
  public void close() {
    for (Tracer each : tracers.values()) {
      each.close();
    }
  }
}
