// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.config.Settings;
import dev.tracer.propagation.CarrierSetter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that this module adds to the environment's. */
class BackendsExtensionTest {
  private static Tracer tracer(Map<String, String> environment) {
    return Settings.of(environment, Map.of()).tracerBuilder().build();
  }

  @ParameterizedTest
  @CsvSource({
    "b3, b3",
    "b3multi, x-b3-sampled x-b3-spanid x-b3-traceid",
    "jaeger, uber-trace-id",
    "xray, x-amzn-trace-id",
    "xray-lambda, x-amzn-trace-id",
    "datadog, x-datadog-parent-id x-datadog-sampling-priority x-datadog-tags x-datadog-trace-id",
    "'tracecontext,b3', b3 traceparent",
  })
  void propagator_isTheOneNamed(String name, String headers) {
    Tracer tracer = tracer(Map.of("OTEL_PROPAGATORS", name));
    Map<String, String> written = new TreeMap<>();
    SpanContext id = SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true);
    tracer.inject(Context.root().with(Span.of(id)), written, CarrierSetter.ofMap());

    assertThat(String.join(" ", written.keySet())).isEqualTo(headers);
  }

  @Test
  void exporters_areThoseNamed() {
    Tracer tracer =
        tracer(
            Map.of(
                "OTEL_TRACES_EXPORTER", "zipkin,xray",
                "OTEL_EXPORTER_ZIPKIN_ENDPOINT", "http://127.0.0.1:1/api/v2/spans",
                "OTEL_EXPORTER_ZIPKIN_TIMEOUT", "250"));

    assertThat(tracer.stats().exporters())
        .extracting(TracerStats.Exporter::name)
        .containsExactly("zipkin", "xray-daemon");
    tracer.close(Duration.ofSeconds(10));
  }
}
