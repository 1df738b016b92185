// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one value may hold altogether. */
class ValueBoundsTest {
  private final Fakes.Collector collector = new Fakes.Collector();

  private SpanData record(SpanLimits limits, Object value) {
    Tracer tracer = Fakes.tracer(collector).limits(limits).build();
    tracer.startSpan("a").set("x", value).end();
    assertThat(tracer.stats().truncatedValues()).isLessThanOrEqualTo(1);
    truncated = tracer.stats().truncatedValues();
    return collector.ended.element();
  }

  private long truncated;

  private static long units(Object value) {
    if (value instanceof List<?> items) {
      return items.stream().mapToLong(ValueBoundsTest::units).sum();
    }
    if (value instanceof Map<?, ?> map) {
      return units(new ArrayList<>(map.keySet())) + units(new ArrayList<>(map.values()));
    }
    return value instanceof String text ? text.length() : 0;
  }

  @Test
  void list_ofManyLongTexts_isBoundedInAll() {
    List<String> huge = Collections.nCopies(4096, "x".repeat(4096));
    Object value = record(SpanLimits.DEFAULT, huge).attributes().get("x");

    assertThat(units(value)).isEqualTo(16 * 4096);
    assertThat((List<?>) value).hasSize(4096);
    assertThat(truncated).isEqualTo(1);
  }

  @Test
  void map_ofManyLongKeys_isBoundedInAll() {
    Map<String, Object> huge =
        Map.of("k".repeat(60_000), "v", "l".repeat(60_000), "w", "m", List.of("y".repeat(5_000)));
    Object value = record(SpanLimits.DEFAULT, huge).attributes().get("x");

    assertThat(units(value)).isLessThanOrEqualTo(16 * 4096);
    assertThat(truncated).isEqualTo(1);
  }

  @Test
  void list_within_isKept() {
    List<String> most = Collections.nCopies(16, "x".repeat(4096));

    assertThat(record(SpanLimits.DEFAULT, most).attributes().get("x")).isEqualTo(most);
    assertThat(truncated).isZero();
  }

  @Test
  void list_whereNoDepthIsAllowed_isLeftOutAndCounted() {
    SpanLimits flat = new SpanLimits(128, 4096, 0, 128, 128, 8192);

    assertThat(record(flat, List.of("a")).attributes().isEmpty()).isTrue();
    assertThat(truncated).isEqualTo(1);
  }

  @Test
  void character_isText() {
    Tracer tracer = Fakes.tracer(collector).build();
    Attributes told = Attributes.builder().set("b", 'b').build();
    tracer.spanBuilder("a").set("a", 'a').setAll(told).start().set("c", 'c').end();

    assertThat(collector.ended.element().attributes())
        .isEqualTo(Attributes.builder().set("a", "a").set("b", "b").set("c", "c").build());
  }

  @Test
  void link_toNowhere_isIgnoredUnlessItTellsSomething() {
    Tracer tracer = Fakes.tracer(collector).build();
    SpanContext nowhere = Span.current().context();
    SpanContext state = SpanContext.of(0, 0, 0, (byte) 0, TraceState.parse("a=1"), false);
    Span span = tracer.spanBuilder("a").link(nowhere).link(state).start();
    span.link(nowhere).link(nowhere, Attributes.of("why", "because")).end();

    assertThat(collector.ended.element().links()).hasSize(2);
    assertThat(collector.ended.element().droppedLinks()).isZero();
  }
}
