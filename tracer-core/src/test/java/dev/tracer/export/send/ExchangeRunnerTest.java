// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that runs exchanges is there for the next one, whatever happened to the last. */
class ExchangeRunnerTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(5);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

  private final ExchangeRunner runner = new ExchangeRunner(Timing.SYSTEM, new IdleConnection());

  @AfterEach
  void close() {
    runner.close();
  }

  private static Exchange exchange(Runnable task) {
    return exchange(task, () -> {});
  }

  private static Exchange exchange(Runnable task, Runnable whenCut) {
    return new Exchange() {
      @Override
      public void run() {
        task.run();
      }

      @Override
      void cut() {
        whenCut.run();
      }
    };
  }

  private static void throwError(Error error) {
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
    throw error;
  }

  @Test
  void execute_runsOneAfterAnotherOnOneDaemon() {
    Thread[] threads = new Thread[2];
    for (int i = 0; i < 2; i++) {
      int at = i;
      assertThat(runner.execute(exchange(() -> threads[at] = Thread.currentThread()), LONG))
          .isTrue();
    }

    assertThat(threads[0]).isSameAs(threads[1]).matches(Thread::isDaemon);
  }

  @Test
  void execute_threadEndsByAnError_theExchangeIsOverAndTheNextOneRuns() {
    for (int i = 0; i < 5; i++) {
      assertThat(runner.execute(exchange(() -> throwError(new OutOfMemoryError("test"))), LONG))
          .isTrue();
      assertThat(runner.execute(exchange(() -> throwError(new StackOverflowError("test"))), LONG))
          .isTrue();
    }
    boolean[] ran = new boolean[1];

    assertThat(runner.execute(exchange(() -> ran[0] = true), LONG)).isTrue();
    assertThat(ran[0]).isTrue();
  }

  @Test
  void execute_hangs_isCutAndLeftBehind() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger cuts = new AtomicInteger();
    Thread caller = Thread.currentThread();
    Runnable hanging =
        () -> {
          caller.interrupt(); // it has begun: now nobody waits for it any more
          await(gate);
        };
    for (int i = 0; i < 3; i++) {
      assertThat(runner.execute(exchange(hanging, cuts::incrementAndGet), LONG)).isFalse();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(cuts).hasValue(3);
    boolean[] ran = new boolean[1];

    // as many as may hang do: nothing more begins before one of them has ended
    assertThat(runner.execute(exchange(() -> ran[0] = true), SHORT)).isFalse();
    assertThat(ran[0]).isFalse();
    gate.countDown();
    assertThat(runner.execute(exchange(() -> ran[0] = true), LONG)).isTrue();
    assertThat(ran[0]).isTrue();
  }

  @Test
  void execute_hangingThreadsEndByErrors_makeRoomForOthers() {
    for (int round = 0; round < 3; round++) {
      CountDownLatch gate = new CountDownLatch(1);
      for (int i = 0; i < 3; i++) {
        Exchange hanging =
            exchange(
                () -> {
                  await(gate);
                  throwError(new StackOverflowError("test"));
                });
        assertThat(runner.execute(hanging, SHORT)).isFalse();
      }
      gate.countDown();
      assertThat(runner.execute(exchange(() -> {}), LONG)).isTrue();
    }
  }

  @Test
  void execute_afterTheClose_runsNothing() {
    runner.close();
    boolean[] ran = new boolean[1];

    assertThat(runner.execute(exchange(() -> ran[0] = true), LONG)).isFalse();
    assertThat(runner.pause(LONG)).isFalse();
    assertThat(ran[0]).isFalse();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
