// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the interleaving of a thread that hands exchanges over, the one that runs them, and a
 * close: no exchange runs twice, none counts as over that did not run, and nobody waits for ever.
 */
@Tag("slow")
class ExchangeRunnerLincheckTest {
  private static final long HOUR = 3_600_000_000_000L;

  /** Waits of the retries play no part. */
  private static final Timing TIMING = new Timing();

  private static final class Counted extends Exchange {
    final AtomicInteger runs = new AtomicInteger();

    @Override
    public void run() {
      runs.incrementAndGet();
    }

    @Override
    void cut() {}
  }

  @Test
  void exchanges_oneAfterTheOther_runOnceEach() {
    Lincheck.runConcurrentTest(
        200,
        () -> {
          ExchangeRunner runner = new ExchangeRunner(TIMING, new IdleConnection());
          for (int i = 0; i < 2; i++) {
            Counted exchange = new Counted();
            check(runner.execute(exchange, HOUR), "not over");
            check(exchange.runs.get() == 1, "not run once");
          }
          runner.close();
        });
  }

  @Test
  void close_meanwhile_letsNobodyWait() {
    Lincheck.runConcurrentTest(
        200,
        () -> {
          ExchangeRunner runner = new ExchangeRunner(TIMING, new IdleConnection());
          Counted exchange = new Counted();
          Thread closing = new Thread(runner::close);
          closing.start();
          boolean over = runner.execute(exchange, HOUR);
          join(closing);
          int runs = exchange.runs.get();
          check(runs <= 1, "run twice");
          check(!over || runs == 1, "over, but not run");
          check(!runner.execute(new Counted(), HOUR), "run after the close");
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
