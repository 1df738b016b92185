// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.DropReason;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.sampling.Sampler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of a tracer. */
class TracerMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Two accounts of one name and one of another. */
  private static final SpanProcessor EXPORTERS =
      new SpanProcessor() {
        @Override
        public void onEnd(SpanData span) {}

        @Override
        public List<TracerStats.Exporter> stats() {
          return List.of(
              new TracerStats.Exporter(
                  "otlp", 5, 2, Map.of(DropReason.QUEUE_FULL, 3L), Instant.now(), null),
              new TracerStats.Exporter("otlp", 1, 1, Map.of(DropReason.QUEUE_FULL, 1L), null, "x"),
              new TracerStats.Exporter("zipkin", 7, 0, Map.of(), null, null));
        }
      };

  @AfterEach
  void close() {
    registry.close();
  }

  private double value(String name, String... tags) {
    return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Test
  void meters_areWhatTheStatsSay() {
    try (Tracer tracer = Tracer.builder("shop").processor(EXPORTERS).build()) {
      TracerMetrics.of(tracer).bindTo(registry);
      tracer.startSpan("a").end();
      Span open = tracer.startSpan("b");

      assertThat(value("tracer.spans.started", "service", "shop")).isEqualTo(2);
      assertThat(value("tracer.spans.ended")).isEqualTo(1);
      assertThat(value("tracer.spans.open")).isEqualTo(1);
      assertThat(value("tracer.spans.exported", "exporter", "otlp")).isEqualTo(6);
      assertThat(value("tracer.spans.exported", "exporter", "zipkin")).isEqualTo(7);
      assertThat(value("tracer.spans.queued", "exporter", "otlp")).isEqualTo(3);
      assertThat(value("tracer.spans.dropped", "exporter", "otlp", "reason", "queue_full"))
          .isEqualTo(4);
      assertThat(value("tracer.spans.dropped", "exporter", "otlp", "reason", "rejected")).isZero();
      assertThat(value("tracer.export.age", "exporter", "otlp")).isNotNegative();
      assertThat(value("tracer.export.age", "exporter", "zipkin")).isNaN();
      open.end();
    }
  }

  /** Dashboards are built on them. */
  @Test
  void names_areThoseOfTheDocumentation() {
    try (Tracer tracer = Tracer.builder("shop").processor(EXPORTERS).build()) {
      TracerMetrics.of(tracer).bindTo(registry);
      TreeSet<String> names = new TreeSet<>();
      registry.forEachMeter(meter -> names.add(meter.getId().getName()));

      assertThat(names)
          .containsExactly(
              "tracer.details.dropped",
              "tracer.export.age",
              "tracer.faults",
              "tracer.headers.refused",
              "tracer.scope.misuses",
              "tracer.spans.dropped",
              "tracer.spans.ended",
              "tracer.spans.exported",
              "tracer.spans.open",
              "tracer.spans.queued",
              "tracer.spans.sampled.out",
              "tracer.spans.started",
              "tracer.tail.fallbacks",
              "tracer.values.truncated");
      assertThat(registry.getMeters())
          .extracting(Meter::getId)
          .allMatch(id -> "shop".equals(id.getTag("service")) && id.getDescription() != null);
    }
  }

  @Test
  void bindTo_again_addsNothing_andTwoTracersAreTwo() {
    try (Tracer one =
            Tracer.builder("one").processor(EXPORTERS).sampler(Sampler.alwaysOff()).build();
        Tracer two = Tracer.builder("two").processor(EXPORTERS).build()) {
      TracerMetrics.of(one).bindTo(registry);
      int size = registry.getMeters().size();
      TracerMetrics.of(one).bindTo(registry);
      assertThat(registry.getMeters()).hasSize(size);
      TracerMetrics.of(two).bindTo(registry);
      assertThat(registry.getMeters()).hasSize(2 * size);
      one.startSpan("a").end();
      assertThat(value("tracer.spans.sampled.out", "service", "one")).isEqualTo(1);
      assertThat(value("tracer.spans.sampled.out", "service", "two")).isZero();
    }
  }

  @Test
  void nulls_throw() {
    assertThatThrownBy(() -> TracerMetrics.of(null)).hasMessage("tracer");
    try (Tracer tracer = Tracer.noop()) {
      assertThatThrownBy(() -> TracerMetrics.of(tracer).bindTo(null)).hasMessage("registry");
    }
  }
}
