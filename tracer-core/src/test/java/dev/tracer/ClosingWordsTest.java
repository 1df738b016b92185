// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in silence is said once at the end, with the knob, and can be read before. */
class ClosingWordsTest {
  private final LogCapture log = new LogCapture();
  private final Fakes.Collector collector = new Fakes.Collector();

  @AfterEach
  void release() {
    log.close();
  }

  @Test
  void close_whenAllIsWell_saysNothing() {
    try (Tracer tracer = Fakes.tracer(collector).build()) {
      tracer.run("work", span -> span.set("a", 1));
    }
    Tracer.builder("unused").build().close();

    assertThat(log.records()).isEmpty();
  }

  @Test
  void close_withoutExporter_namesIt() {
    Tracer tracer = Tracer.builder("test").build();
    tracer.startSpan("a").end();
    tracer.close();
    tracer.close();

    assertThat(log.warnings())
        .containsExactly(
            "The tracer is closed. Spans recorded for nobody: 1 (give it an exporter:"
                + " TracerBuilder.exporter, or OTEL_TRACES_EXPORTER if the environment sets it"
                + " up).");
  }

  @Test
  void close_withOpenSpans_countsThem() {
    Tracer tracer = Fakes.tracer(collector).build();
    tracer.startSpan("a");
    tracer.startSpan("b");

    assertThat(tracer.stats().open()).isEqualTo(2);
    tracer.close();
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains("Spans not ended: 2", "strict(true)");
  }

  @Test
  void close_withinAScope_saysSo() {
    Tracer tracer = Fakes.tracer(collector).build();
    Span span = tracer.startSpan("a");
    try (Scope forgotten = span.makeCurrent()) {
      span.end();
      tracer.close();
    }

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0))
        .contains("Scopes of the closing thread not closed: 1", "strict(true)");
  }

  @Test
  void close_withinAScopeOfAnotherTracer_saysNothing() {
    Tracer other = Fakes.tracer(new Fakes.Collector()).build();
    Tracer tracer = Fakes.tracer(collector).build();
    Span span = other.startSpan("a");
    try (Scope open = span.makeCurrent()) {
      tracer.run("b", inner -> {});
      tracer.close();
    }
    span.end();

    assertThat(log.records()).isEmpty();
  }

  @Test
  void close_afterTooManyDetails_namesTheLimits() {
    SpanLimits limits =
        SpanLimits.DEFAULT.withAttributes(1).withEvents(1).withLinks(1).withValueLength(3);
    Tracer tracer = Fakes.tracer(collector).limits(limits).build();
    SpanContext other = SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), true);
    Span span = tracer.startSpan("a").set("a", 1).set("b", 2).event("a").event("b");
    span.link(other).link(other).set("a", "too long").end();

    assertThat(tracer.stats().droppedDetails()).isEqualTo(3);
    assertThat(tracer.stats().truncatedValues()).isEqualTo(1);
    tracer.close();
    assertThat(log.warnings()).hasSize(2);
    assertThat(log.warnings().get(0))
        .contains("Attributes, events and links too many for their spans: 3", "SpanLimits");
    assertThat(log.warnings().get(1)).contains("Values of attributes cut: 1", "withValueLength");
  }
}
