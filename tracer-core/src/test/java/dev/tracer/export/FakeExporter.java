// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An exporter that does what a test tells it, and remembers what it was told. Thread-safe. */
final class FakeExporter implements SpanExporter {
  /** What an export does and answers. */
  interface Behaviour {
    @Nullable ExportResult export(List<SpanData> batch) throws Throwable;
  }

  /** What a flush or close does. */
  interface Action {
    void run() throws Throwable;
  }

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final long PATIENCE_SECONDS = 300;

  private final String name = "fake-" + NUMBERS.incrementAndGet();
  private final List<List<SpanData>> batches = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Duration> closeTimeouts = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore spans = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean overlapped;
  private volatile @Nullable String trouble;
  private volatile Behaviour behaviour = batch -> ExportResult.success(batch.size());
  private volatile Action onFlush = () -> {};
  private volatile Action onClose = () -> {};

  FakeExporter onExport(Behaviour behaviour) {
    this.behaviour = behaviour;
    return this;
  }

  FakeExporter onFlush(Action action) {
    this.onFlush = action;
    return this;
  }

  FakeExporter onClose(Action action) {
    this.onClose = action;
    return this;
  }

  @Override
  public ExportResult export(List<SpanData> batch) {
    overlapped |= running.incrementAndGet() > 1;
    try {
      calls.add("export");
      batches.add(List.copyOf(batch));
      begun.release();
      return behaviour.export(batch);
    } catch (Throwable e) {
      throw FakeExporter.<RuntimeException>sneaky(e);
    } finally {
      running.decrementAndGet();
      spans.release(batch.size());
    }
  }

  @Override
  public void flush() {
    calls.add("flush");
    run(onFlush);
  }

  @Override
  public void close(Duration timeout) {
    calls.add("close");
    closeTimeouts.add(timeout);
    closing.countDown();
    run(onClose);
  }

  FakeExporter trouble(String text) {
    this.trouble = text;
    return this;
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public String name() {
    return name;
  }

  private static void run(Action action) {
    try {
      action.run();
    } catch (Throwable e) {
      throw FakeExporter.<RuntimeException>sneaky(e);
    }
  }

  @SuppressWarnings("unchecked") // throws any type where a compiler would not let it
  private static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
    throw (X) error;
  }

  /** Waits until {@link #release}, or throws when it is interrupted. */
  void hang() throws InterruptedException {
    assertThat(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** Waits until {@link #release}, whatever happens. */
  void hangStubbornly() {
    while (gate.getCount() > 0) {
      try {
        hang();
      } catch (InterruptedException e) {
        interrupts.incrementAndGet();
      }
    }
  }

  /** Lets all that hangs go on. */
  void release() {
    gate.countDown();
  }

  /** Waits until {@code count} more exports have begun. */
  void awaitExports(int count) throws InterruptedException {
    assertThat(begun.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s more exports, after %s", count, calls)
        .isTrue();
  }

  /** Waits until the exports of {@code count} more spans have ended. */
  void awaitSpans(int count) throws InterruptedException {
    assertThat(spans.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s more spans; there are %s", count, spans)
        .isTrue();
  }

  /** Waits until it is told to close: after a hasty close a thread of its own may do so later. */
  void awaitClose() throws InterruptedException {
    assertThat(closing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", calls).isTrue();
  }

  List<List<SpanData>> batches() {
    return batches;
  }

  /** The names of all spans, in the order they came. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    batches.forEach(batch -> batch.forEach(span -> names.add(span.name())));
    return names;
  }

  /** The methods that were called, in order. */
  List<String> calls() {
    return calls;
  }

  List<Duration> closeTimeouts() {
    return closeTimeouts;
  }

  int interrupts() {
    return interrupts.get();
  }

  /** Whether two exports ever ran at the same time. */
  boolean hasOverlapped() {
    return overlapped;
  }

  /** The thread that exports to this, or null if there is none. */
  @Nullable Thread worker() {
    return thread("tracer-export-" + name);
  }

  static @Nullable Thread thread(String name) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        return thread;
      }
    }
    return null;
  }

  /** Waits until the thread that exports to this sleeps. */
  Thread awaitSleepingWorker() {
    Thread worker = worker();
    assertThat(worker).isNotNull();
    await(() -> worker.getState() == Thread.State.TIMED_WAITING);
    return worker;
  }

  /** Waits until something is so of which nobody tells. */
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
      Thread.yield();
    }
  }

  /** Waits until a thread waits in that method of a {@link BatchWorker}. */
  static void awaitCaller(String method) {
    await(() -> Thread.getAllStackTraces().values().stream().anyMatch(each -> waits(each, method)));
  }

  private static boolean waits(StackTraceElement[] stack, String method) {
    return stack.length > 0
        && stack[0].getMethodName().startsWith("park")
        && Arrays.stream(stack)
            .filter(frame -> frame.getClassName().equals(BatchWorker.class.getName()))
            .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  /** Waits until no thread exports to this any more. */
  void awaitNoWorker() throws InterruptedException {
    Thread worker = worker();
    if (worker != null) {
      worker.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(worker.isAlive()).as("worker lives on").isFalse();
    }
  }
}
