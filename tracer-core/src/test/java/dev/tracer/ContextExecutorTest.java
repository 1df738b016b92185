// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContextExecutorTest {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Context fixed = Context.root().with(KEY, "fixed");
  private final Context submitting = Context.root().with(KEY, "submitting");
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopPool() {
    pool.shutdownNow();
  }

  private interface Submit {
    <T> T run(ExecutorService executor, Callable<T> task) throws Exception;

    default Context contextOfTask(ExecutorService executor) throws Exception {
      return run(executor, () -> Context.current());
    }
  }

  static Stream<Arguments> submits() {
    return Stream.of(
        argumentSet("execute", new Execute()),
        argumentSet("submit callable", new SubmitCallable()),
        argumentSet("submit runnable", new SubmitRunnable()),
        argumentSet("submit runnable with result", new SubmitWithResult()),
        argumentSet("invoke all", new InvokeAll()),
        argumentSet("invoke all within a time", new InvokeAllWithin()),
        argumentSet("invoke any", new InvokeAny()),
        argumentSet("invoke any within a time", new InvokeAnyWithin()));
  }

  @ParameterizedTest
  @MethodSource("submits")
  void wrap_everyWayToSubmit_runsInTheFixedContext(Submit submit) throws Exception {
    try (Scope scope = submitting.makeCurrent()) {
      assertThat(submit.contextOfTask(fixed.wrap(pool))).isSameAs(fixed);
    }
    assertThat(pool.submit(() -> Context.current()).get(5, TimeUnit.MINUTES))
        .isSameAs(Context.root());
  }

  @ParameterizedTest
  @MethodSource("submits")
  void taskWrapping_everyWayToSubmit_runsInTheSubmittersContext(Submit submit) throws Exception {
    ExecutorService executor = Context.taskWrapping(pool);
    try (Scope scope = submitting.makeCurrent()) {
      assertThat(submit.contextOfTask(executor)).isSameAs(submitting);
    }
    assertThat(submit.contextOfTask(executor)).isSameAs(Context.root());
  }

  @Test
  void tasks_throwing_failAsWithoutTracing() {
    IOException error = new IOException("task");
    Future<?> future =
        fixed
            .wrap(pool)
            .submit(
                () -> {
                  throw error;
                });

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> future.get(5, TimeUnit.MINUTES))
        .havingCause()
        .isSameAs(error);
  }

  @Test
  void invokeAll_keepsTheOrderOfTasks() throws Exception {
    List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
    List<Integer> results = new ArrayList<>();
    for (Future<Integer> future : Context.taskWrapping(pool).invokeAll(tasks)) {
      results.add(future.get());
    }

    assertThat(results).containsExactly(1, 2, 3);
  }

  @Test
  void shutdown_andAllQuestions_goToTheExecutor() throws Exception {
    ExecutorService wrapped = fixed.wrap(pool);
    assertThat(wrapped.isShutdown()).isFalse();
    assertThat(wrapped.isTerminated()).isFalse();
    assertThat(wrapped.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
    wrapped.shutdown();

    assertThat(pool.isShutdown()).isTrue();
    assertThat(wrapped.isShutdown()).isTrue();
    assertThat(wrapped.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    assertThat(wrapped.isTerminated()).isTrue();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> wrapped.execute(() -> {}));
  }

  @Test
  void shutdownNow_returnsWhatWaits() {
    ExecutorService wrapped = fixed.wrap(pool);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    wrapped.execute(
        () -> {
          started.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Fakes.await(started);
    wrapped.execute(() -> {});

    assertThat(wrapped.shutdownNow()).hasSize(1);
  }

  @Test
  void nullTask_isRefusedAsByAnyExecutor() {
    ExecutorService wrapped = Context.taskWrapping(pool);

    assertThatNullPointerException().isThrownBy(() -> wrapped.execute(null));
    assertThatNullPointerException().isThrownBy(() -> wrapped.submit((Callable<?>) null));
    assertThatNullPointerException().isThrownBy(() -> wrapped.invokeAll(null));
  }

  @Test
  void toString_tellsTheStateOfTheExecutor() {
    assertThat(Context.taskWrapping(pool)).hasToString("ContextExecutor{" + pool + '}');
  }

  @Test
  void everyMethodOfExecutors_isForwarded() {
    List<Method> forgotten = new ArrayList<>();
    for (Method method : ExecutorService.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !isForwarded(method)) {
        forgotten.add(method);
      }
    }

    assertThat(forgotten).isEmpty();
  }

  private static boolean isForwarded(Method method) {
    try {
      ContextExecutor.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void close_goesToTheExecutorsOwnClose() throws Exception {
    ClosingExecutor closing = new ClosingExecutor();
    ((AutoCloseable) (Object) fixed.wrap(closing)).close();

    assertThat(closing.calls).containsExactly("close");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void close_ofTheCommonPool_returnsAtOnceAsItsOwnDoes() throws Exception {
    ExecutorService wrapped = Context.taskWrapping(ForkJoinPool.commonPool());
    CountDownLatch closed = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              try {
                ((AutoCloseable) (Object) wrapped).close();
                closed.countDown();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    closer.setDaemon(true);
    closer.start();

    Fakes.await(closed);
    assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
  }

  /** An executor that has its own way of closing, as virtual-thread executors and pools have. */
  private static final class ClosingExecutor extends AbstractExecutorService
      implements AutoCloseable {
    final List<String> calls = new ArrayList<>();

    @Override
    public void close() {
      calls.add("close");
    }

    @Override
    public void shutdown() {
      calls.add("shutdown");
    }

    @Override
    public List<Runnable> shutdownNow() {
      calls.add("shutdownNow");
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      calls.add("awaitTermination");
      return true;
    }

    @Override
    public void execute(Runnable command) {
      command.run();
    }
  }

  private static final class Execute implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      executor.execute(() -> complete(result, task));
      return result.get(5, TimeUnit.MINUTES);
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
    try {
      result.complete(task.call());
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  private static final class SubmitCallable implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      return executor.submit(task).get(5, TimeUnit.MINUTES);
    }
  }

  private static final class SubmitRunnable implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      Runnable runnable = () -> complete(result, task);
      assertThat(executor.submit(runnable).get(5, TimeUnit.MINUTES)).isNull();
      return result.get(5, TimeUnit.MINUTES);
    }
  }

  private static final class SubmitWithResult implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      Future<String> future = executor.submit(() -> complete(result, task), "done");
      assertThat(future.get(5, TimeUnit.MINUTES)).isEqualTo("done");
      return result.get(5, TimeUnit.MINUTES);
    }
  }

  private static final class InvokeAll implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      return executor.invokeAll(List.of(task)).get(0).get();
    }
  }

  private static final class InvokeAllWithin implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      return executor.invokeAll(List.of(task), 5, TimeUnit.MINUTES).get(0).get();
    }
  }

  private static final class InvokeAny implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      return executor.invokeAny(List.of(task));
    }
  }

  private static final class InvokeAnyWithin implements Submit {
    @Override
    public <T> T run(ExecutorService executor, Callable<T> task) throws Exception {
      return executor.invokeAny(List.of(task), 5, TimeUnit.MINUTES);
    }
  }

  /** A task with an order, which remembers where it ran. */
  private static final class Ordered implements Runnable, Comparable<Ordered> {
    private final int rank;
    private final List<String> log;

    Ordered(int rank, List<String> log) {
      this.rank = rank;
      this.log = log;
    }

    @Override
    public int compareTo(Ordered other) {
      return Integer.compare(rank, other.rank);
    }

    @Override
    public void run() {
      log.add(rank + " in " + Baggage.current().get("tenant"));
    }
  }

  private static Context tenant(String name) {
    return Context.root().with(Baggage.of("tenant", name));
  }

  private static ThreadPoolExecutor oneThread(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
  }

  /** Holds the only thread of a pool until it is counted down. */
  private static CountDownLatch block(ExecutorService pool) {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pool is shut down
          }
        });
    Fakes.await(running);
    return gate;
  }

  @Test
  void poolByPriority_keepsItsOrderAndTheContexts() throws Exception {
    ThreadPoolExecutor pool = oneThread(new PriorityBlockingQueue<>());
    CountDownLatch gate = block(pool);
    List<String> log = new CopyOnWriteArrayList<>();
    ExecutorService subject = Context.taskWrapping(pool);
    for (int rank : new int[] {3, 1, 2}) {
      try (Scope scope = tenant("t" + rank).makeCurrent()) {
        subject.execute(new Ordered(rank, log));
      }
    }
    gate.countDown();
    subject.shutdown();

    assertThat(subject.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    assertThat(log).containsExactly("1 in t1", "2 in t2", "3 in t3");
  }

  @Test
  void shutdownNow_givesTheApplicationsOwnTasksBack() {
    ThreadPoolExecutor pool = oneThread(new LinkedBlockingQueue<>());
    CountDownLatch gate = block(pool);
    Runnable own = () -> {};
    ExecutorService subject = Context.taskWrapping(pool);
    subject.execute(own);

    assertThat(subject.shutdownNow()).containsExactly(own);
    gate.countDown();
  }

  @Test
  void futureThatIsCancelled_isPurged() {
    ThreadPoolExecutor pool = oneThread(new LinkedBlockingQueue<>());
    CountDownLatch gate = block(pool);
    FutureTask<Integer> task = new FutureTask<>(() -> 1);
    Context.taskWrapping(pool).execute(task);
    task.cancel(false);
    pool.purge();

    assertThat(pool.getQueue()).isEmpty();
    gate.countDown();
    pool.shutdown();
  }

  @Test
  void scheduler_stillSchedulesInTheContext() throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    ScheduledExecutorService subject = Context.taskWrapping(pool);
    CountDownLatch twice = new CountDownLatch(2);
    List<String> seen = new CopyOnWriteArrayList<>();
    Runnable task =
        () -> {
          seen.add(Baggage.current().get("tenant"));
          twice.countDown();
        };
    try (Scope scope = tenant("a").makeCurrent()) {
      assertThat(
              subject
                  .schedule(() -> Baggage.current().get("tenant"), 1, TimeUnit.NANOSECONDS)
                  .get())
          .isEqualTo("a");
      subject.schedule(task, 1, TimeUnit.NANOSECONDS).get();
      subject.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS);
      subject.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS);
    }
    Fakes.await(twice);
    pool.shutdownNow();

    assertThat(seen).containsOnly("a");
    ScheduledExecutorService fixed = tenant("b").wrap(Executors.newSingleThreadScheduledExecutor());
    assertThat(fixed.schedule(() -> Baggage.current().get("tenant"), 0, TimeUnit.SECONDS).get())
        .isEqualTo("b");
    fixed.shutdownNow();
  }

  @Test
  void plainExecutor_executesInTheContext() {
    List<String> seen = new ArrayList<>();
    Executor direct = Runnable::run;
    Executor wrapped;
    try (Scope scope = tenant("a").makeCurrent()) {
      wrapped = Context.taskWrapping(direct);
      wrapped.execute(() -> seen.add(Baggage.current().get("tenant")));
    }
    wrapped.execute(() -> seen.add(Baggage.current().get("tenant")));
    tenant("b").wrapExecutor(direct).execute(() -> seen.add(Baggage.current().get("tenant")));

    assertThat(seen).containsExactly("a", null, "b");
  }
}
