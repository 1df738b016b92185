// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.config.Settings;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code Tracer.toString} tells, and what not. */
class TracerDescriptionTest {
  @Test
  void description_hasTheEffectiveSettings() {
    Settings settings =
        Settings.of(
            Map.of(
                "OTEL_SERVICE_NAME", "shop",
                "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG", "0.25",
                "OTEL_PROPAGATORS", "tracecontext",
                "OTEL_SPAN_EVENT_COUNT_LIMIT", "7",
                "OTEL_BSP_MAX_QUEUE_SIZE", "333",
                "OTEL_BSP_SCHEDULE_DELAY", "1500",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.invalid:4318"),
            Map.of());
    try (Tracer tracer = settings.tracerBuilder().build()) {
      assertThat(tracer.toString())
          .startsWith("Tracer{shop, sampler=ParentBased{root:")
          .contains(
              "0.25",
              "headers=[traceparent, tracestate]",
              "attributes=128, eventAttributes=128",
              "events=7",
              "otlp-http to http://collector.invalid:4318/v1/traces",
              "queue=333 spans or ",
              "batch=333 or more, delay=PT1.5S, timeout=PT30S");
    }
  }

  @Test
  void description_hasNoSecrets() {
    Settings settings =
        Settings.of(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://user:hunter2@collector.invalid:4318/?key=hunter2",
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=hunter2",
                "OTEL_RESOURCE_ATTRIBUTES", "note=hunter2"),
            Map.of());
    try (Tracer tracer = settings.tracerBuilder().build()) {
      assertThat(tracer.toString()).contains("collector.invalid").doesNotContain("hunter2");
    }
  }

  @Test
  void description_ofATracerSwitchedOff_saysSo() {
    assertThat(Tracer.builder("shop").disabled(true).build().toString())
        .startsWith("Tracer{disabled, shop");
    assertThat(Tracer.noop().toString()).startsWith("Tracer{disabled, ");
  }

  @Test
  void description_thatForeignCodeBreaks_isShorterAndTheFaultCounted() {
    SpanProcessor broken =
        new SpanProcessor() {
          @Override
          public void onEnd(SpanData span) {}

          @Override
          public String toString() {
            throw new IllegalStateException("broken");
          }
        };
    try (LogCapture log = new LogCapture();
        Tracer tracer = Tracer.builder("shop").processor(broken).build()) {
      assertThat(tracer.toString()).isEqualTo("Tracer{shop}");
      assertThat(tracer.stats().faults()).isEqualTo(1);
      assertThat(log.warnings()).hasSize(1);
    }
  }
}
