// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.slf4j.MdcListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the ids of the current span into each line of the log: a {@link MdcListener} keeps SLF4J's
 * MDC up to date, also on the threads of a pool. The pattern is in {@code logback.xml}.
 */
public final class LogCorrelation {
  private static final Logger log = LoggerFactory.getLogger(LogCorrelation.class);

  private LogCorrelation() {}

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    new Options("log-correlation", args).done();
    ExecutorService pool = Context.taskWrapping(Executors.newFixedThreadPool(2));
    try (Tracer tracer =
        Tracer.builder("shop")
            .scopeListener(MdcListener.create())
            .exporter(ConsoleExporter.create())
            .build()) {
      log.info("outside of any span");
      tracer.run(
          "checkout",
          span -> {
            log.info("in the span");
            pool.submit(() -> log.info("on a thread of the pool")).get();
            tracer.run("charge-card", inner -> log.info("in a nested span"));
            log.info("back in the outer span");
          });
      log.info("outside again");
    } finally {
      pool.shutdown();
      pool.awaitTermination(5, TimeUnit.SECONDS);
    }
  }
}
