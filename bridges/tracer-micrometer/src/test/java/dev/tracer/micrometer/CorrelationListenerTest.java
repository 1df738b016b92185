// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Tracer;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Ids and baggage in SLF4J's MDC. */
class CorrelationListenerTest {
  private final Tracer ours =
      Tracer.builder("shop")
          .processor(span -> {})
          .scopeListener(CorrelationListener.of(List.of("tenant", "local"), List.of("local")))
          .build();
  private final MicrometerTracing tracing =
      MicrometerTracing.builder(ours).localFields(List.of("local")).build();
  private final io.micrometer.tracing.Tracer tracer = tracing.tracer();

  @AfterEach
  void close() {
    assertThat(mdc()).isEmpty();
    ours.close();
  }

  private static Map<String, String> mdc() {
    Map<String, String> map = MDC.getCopyOfContextMap();
    return map == null ? Map.of() : map;
  }

  private static Map<String, String> ids(Span span) {
    return Map.of("traceId", span.context().traceId(), "spanId", span.context().spanId());
  }

  @Test
  void mdc_followsScopesOfMicrometer() {
    Span outer = tracer.nextSpan();
    Span inner = tracer.nextSpan();
    try (var one = tracer.withSpan(outer)) {
      assertThat(mdc()).isEqualTo(ids(outer));
      try (var two = tracer.withSpan(inner)) {
        assertThat(mdc()).isEqualTo(ids(inner));
        try (var none = tracer.withSpan(null)) {
          assertThat(mdc()).isEmpty();
        }
      }
      assertThat(mdc()).isEqualTo(ids(outer));
    }
    outer.end();
    inner.end();
  }

  @Test
  void mdc_hasFieldsOfBaggage_whileTheyAreThere() {
    Span span = tracer.nextSpan();
    try (var scope = tracer.withSpan(span)) {
      try (BaggageInScope tenant = tracer.createBaggageInScope("TENANT", "acme");
          BaggageInScope local = tracer.createBaggageInScope("local", "l");
          BaggageInScope other = tracer.createBaggageInScope("other", "o")) {
        assertThat(mdc()).containsEntry("tenant", "acme").containsEntry("local", "l").hasSize(4);
        try (BaggageInScope blank = tracer.createBaggageInScope("tenant", " ")) {
          assertThat(mdc()).doesNotContainKey("tenant");
        }
        assertThat(mdc()).containsEntry("tenant", "acme");
      }
      assertThat(mdc()).isEqualTo(ids(span));
    }
    span.end();
  }

  @Test
  void mdc_followsScopesOfTracer() {
    ours.run(
        "work",
        span -> {
          assertThat(mdc()).containsEntry("spanId", span.spanId());
          Context context = Context.current().with(Baggage.of("tenant", "acme"));
          try (dev.tracer.Scope scope = context.makeCurrent()) {
            assertThat(mdc()).containsEntry("tenant", "acme");
          }
          assertThat(mdc()).doesNotContainKey("tenant");
        });
  }

  @Test
  void mdc_hasNoLocalField_fromOutside() {
    Baggage theirs = Baggage.of("local", "x").with("tenant", "acme");
    Span span = tracer.nextSpan();
    try (var request = tracer.withSpan(span);
        dev.tracer.Scope scope = Context.current().with(theirs).makeCurrent()) {
      assertThat(mdc()).containsEntry("tenant", "acme").doesNotContainKey("local");
      try (BaggageInScope local = tracer.createBaggageInScope("local", "l")) {
        assertThat(mdc()).containsEntry("local", "l");
      }
    }
    span.end();
  }

  @Test
  void create_writesIdsAlone() {
    try (Tracer plain =
        Tracer.builder("s")
            .processor(s -> {})
            .scopeListener(CorrelationListener.create())
            .build()) {
      plain.run("work", span -> assertThat(mdc()).containsOnlyKeys("traceId", "spanId"));
    }
    assertThatThrownBy(() -> CorrelationListener.of(null)).hasMessage("fields");
    assertThatThrownBy(() -> CorrelationListener.of(List.of(), null)).hasMessage("localFields");
  }
}
