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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MdcListenerTest {
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
