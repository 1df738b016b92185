// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs once with each logger that SLF4J can be bound to: Logback, Log4j 2, reload4j. The build says
 * which by the system property {@code bound.to}.
 */
class MdcListenerTest {
  private static final Logger LOG = LoggerFactory.getLogger(MdcListenerTest.class);

  private final Tracer tracer = Tracer.builder("shop").scopeListener(MdcListener.create()).build();

  @AfterEach
  void closeAll() {
    MDC.clear();
    tracer.close();
  }

  private static Map<String, String> idsOf(Span span) {
    return Map.of("trace_id", span.traceId(), "span_id", span.spanId(), "trace_flags", "01");
  }

  private static Map<String, String> mdc() {
    Map<String, String> map = MDC.getCopyOfContextMap();
    return map == null ? Map.of() : map;
  }

  private static String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(System.getProperty("lines.file")));
    return lines.get(lines.size() - 1);
  }

  @Test
  void logger_isTheOneThatTheBuildAsksFor() {
    assertThat(LoggerFactory.getILoggerFactory().getClass().getName())
        .contains(System.getProperty("bound.to"));
  }

  @Test
  void lines_haveTheIdsOfTheCurrentSpan() throws IOException {
    Span span = tracer.startSpan("work");
    try (Scope scope = span.makeCurrent()) {
      LOG.info("inside");
    }
    assertThat(lastLine()).isEqualTo(span.traceId() + " " + span.spanId() + " 01 inside");
    LOG.info("outside");
    assertThat(lastLine().strip()).isEqualTo("outside");
  }

  @Test
  void nestedScopes_areRestored() {
    Span outer = tracer.startSpan("outer");
    Span inner = tracer.startSpan("inner");
    try (Scope first = outer.makeCurrent()) {
      assertThat(mdc()).isEqualTo(idsOf(outer));
      try (Scope second = inner.makeCurrent()) {
        assertThat(mdc()).isEqualTo(idsOf(inner));
      }
      assertThat(mdc()).isEqualTo(idsOf(outer));
    }
    assertThat(mdc()).isEmpty();
  }

  @Test
  void manySpansOfSeveralTraces_eachHasItsOwnIds() {
    Span other = tracer.spanBuilder("other trace").noParent().start();
    tracer.run(
        "outer",
        outer -> {
          for (int i = 0; i < 5; i++) {
            tracer.run(
                "inner",
                inner -> {
                  assertThat(mdc()).isEqualTo(idsOf(inner));
                  tracer.run("innermost", span -> assertThat(mdc()).isEqualTo(idsOf(span)));
                  assertThat(mdc()).isEqualTo(idsOf(inner));
                });
            assertThat(mdc()).isEqualTo(idsOf(outer));
            try (Scope scope = other.makeCurrent()) {
              assertThat(mdc()).isEqualTo(idsOf(other));
            }
            assertThat(mdc()).isEqualTo(idsOf(outer));
          }
        });
  }

  @Test
  void mdcThatTheApplicationClears_isFilledAgainByTheNextScope() {
    tracer.run(
        "outer",
        outer -> {
          MDC.clear();
          tracer.run("inner", inner -> assertThat(mdc()).isEqualTo(idsOf(inner)));
          assertThat(mdc()).isEqualTo(idsOf(outer));
        });
  }

  @Test
  void entriesOfTheApplication_stay() {
    MDC.put("user", "Ann");
    tracer.run("work", span -> assertThat(mdc()).containsEntry("user", "Ann").hasSize(4));
    assertThat(mdc()).containsOnly(Map.entry("user", "Ann"));
  }

  @Test
  void wrappedTask_hasTheIdsAndLeavesNoneBehind() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      tracer.<Exception>run(
          "work",
          span -> {
            assertThat(pool.submit(Context.current().wrap(() -> mdc())).get())
                .isEqualTo(idsOf(span));
            assertThat(pool.submit(() -> mdc()).get()).isEmpty();
          });
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void unsampledSpan_flagsSaySo() {
    Span remote =
        Span.of(
            SpanContext.of(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                (byte) 0,
                TraceState.empty()));
    try (Scope scope = Context.root().with(remote).makeCurrent();
        Scope child = tracer.startSpan("work").makeCurrent()) {
      assertThat(MDC.get("trace_flags")).isEqualTo("00");
      assertThat(MDC.get("trace_id")).isEqualTo(remote.traceId());
    }
  }

  @Test
  void severalListeners_areAllTold() {
    List<String> told = new ArrayList<>();
    Tracer both =
        Tracer.builder("shop")
            .scopeListener(
                now -> {
                  told.add("first");
                  throw new IllegalStateException();
                })
            .scopeListener(MdcListener.create())
            .scopeListener(now -> told.add("third"))
            .build();
    both.run("work", span -> assertThat(mdc()).isEqualTo(idsOf(span)));
    assertThat(mdc()).isEmpty();
    assertThat(told).containsExactly("first", "third", "first", "third");
    assertThat(both.stats().faults()).isEqualTo(2);
    both.close();
  }
}
