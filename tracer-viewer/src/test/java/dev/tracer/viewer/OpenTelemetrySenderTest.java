// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenTelemetry's SDK for Java sends arrives whole. */
class OpenTelemetrySenderTest {
  private static final Resource RESOURCE =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "otel"));

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Viewer viewer = Viewer.start();

  @AfterEach
  void close() {
    viewer.close();
  }

  /** Posts what the SDK's marshaller writes as JSON, for its exporter offers protobuf alone. */
  private final class JsonExporter implements SpanExporter {
    private final boolean packed;

    private JsonExporter(boolean packed) {
      this.packed = packed;
    }

    @Override
    public CompletableResultCode export(
        Collection<io.opentelemetry.sdk.trace.data.SpanData> spans) {
      try {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceRequestMarshaler.create(spans).writeJsonTo(out);
        byte[] body = packed ? Client.gzip(out.toByteArray()) : out.toByteArray();
        Client client = new Client(viewer.uri());
        client.header("Content-Encoding", packed ? "gzip" : null);
        boolean taken = client.post("/v1/traces", "application/json", body).status() == 200;
        return taken ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
      } catch (IOException e) {
        return CompletableResultCode.ofFailure();
      }
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private SpanExporter exporter(String format) {
    boolean packed = format.endsWith("gzip");
    return format.startsWith("json")
        ? new JsonExporter(packed)
        : OtlpHttpSpanExporter.builder()
            .setEndpoint(viewer.uri() + "v1/traces")
            .setTimeout(TIMEOUT)
            .setCompression(packed ? "gzip" : "none")
            .build();
  }

  /** The end of a provider waits for ten seconds only. */
  private static void assertWritten(CompletableResultCode result) {
    assertThat(result.join(5, TimeUnit.MINUTES).isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "json gzip", "protobuf", "protobuf gzip"})
  void trace_arrivesWhole(String format) {
    Span root;
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(RESOURCE)
            .addSpanProcessor(BatchSpanProcessor.builder(exporter(format)).build())
            .build()) {
      Tracer tracer = provider.get("senders", "1.0");
      root =
          tracer
              .spanBuilder("root")
              .setSpanKind(SpanKind.SERVER)
              .setAttribute("text", "grüße")
              .setAttribute("number", 42)
              .setAttribute("half", 0.5)
              .setAttribute(AttributeKey.longArrayKey("list"), List.of(1L, 2L))
              .startSpan();
      try (Scope scope = root.makeCurrent()) {
        Span child =
            tracer
                .spanBuilder("child")
                .addLink(root.getSpanContext(), Attributes.builder().put("why", "test").build())
                .startSpan();
        child.addEvent("tick", Attributes.builder().put("n", 1).build());
        child.setStatus(StatusCode.ERROR, "broken").end();
        tracer.spanBuilder("second").startSpan().end();
      }
      root.end();
      assertWritten(provider.forceFlush());
    }
    Map<String, SpanData> spans =
        viewer.spans(root.getSpanContext().getTraceId()).stream()
            .collect(Collectors.toMap(SpanData::name, span -> span));
    assertThat(spans.keySet()).containsExactlyInAnyOrder("root", "child", "second");
    SpanData received = spans.get("root");
    assertThat(received.isRoot()).isTrue();
    assertThat(received.resource().serviceName()).isEqualTo("otel");
    assertThat(received.instrumentationScope().version()).isEqualTo("1.0");
    assertThat(received.attributes().get("text")).isEqualTo("grüße");
    assertThat(received.attributes().get("number")).isEqualTo(42L);
    assertThat(received.attributes().get("half")).isEqualTo(0.5);
    assertThat(received.attributes().get("list")).isEqualTo(List.of(1L, 2L));
    SpanData child = spans.get("child");
    assertThat(child.parentSpanId()).isEqualTo(received.spanId());
    assertThat(child.events().get(0).attributes().get("n")).isEqualTo(1L);
    assertThat(child.links().get(0).context().spanId()).isEqualTo(received.spanId());
    assertThat(child.statusDescription()).isEqualTo("broken");
  }

  @Test
  void logLine_isShownInItsSpan() throws IOException {
    Span span;
    try (SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .setResource(RESOURCE)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter("protobuf")).build())
                .build();
        SdkLoggerProvider logs =
            SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(
                    SimpleLogRecordProcessor.create(
                        OtlpHttpLogRecordExporter.builder()
                            .setEndpoint(viewer.uri() + "v1/logs")
                            .setTimeout(TIMEOUT)
                            .build()))
                .build()) {
      span = provider.get("senders").spanBuilder("work").startSpan();
      try (Scope scope = span.makeCurrent()) {
        logs.get("shop")
            .logRecordBuilder()
            .setSeverityText("WARN")
            .setSeverity(Severity.WARN)
            .setBody("low stock")
            .emit();
      }
      span.end();
      assertWritten(provider.forceFlush());
      assertWritten(logs.forceFlush());
    }
    String id = span.getSpanContext().getTraceId();
    assertThat(new Client(viewer.uri()).get("/api/traces/" + id).text())
        .contains("resourceLogs", "\"severityText\":\"WARN\"", "low stock");
  }
}
