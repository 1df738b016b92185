// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Context;
import dev.tracer.ScopeListener;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.text.ConsoleExporter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Puts the ids of the current span into each line of the log: a {@link ScopeListener} keeps SLF4J's
 * MDC up to date, also on the threads of a pool. The pattern is in {@code logback.xml}.
 */
public final class LogCorrelation {
  private static final Logger log = LoggerFactory.getLogger(LogCorrelation.class);

  private LogCorrelation() {}

  /** The recipe: copy this into your application. */
  public static final class MdcListener implements ScopeListener {
    @Override
    public void contextChanged(Context now) {
      Span span = now.span();
      if (span.isValid()) {
        MDC.put("trace_id", span.traceId());
        MDC.put("span_id", span.spanId());
      } else {
        MDC.remove("trace_id");
        MDC.remove("span_id");
      }
    }
  }

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    new Options("log-correlation", args).done();
    ExecutorService pool = Context.taskWrapping(Executors.newFixedThreadPool(2));
    try (Tracer tracer =
        Tracer.builder("shop")
            .scopeListener(new MdcListener())
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
