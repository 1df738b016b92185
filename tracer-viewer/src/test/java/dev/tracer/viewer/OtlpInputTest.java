// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hand-written readers against the official protobuf classes. */
class OtlpInputTest {
  private static final ByteString TRACE_ID = hex("0af7651916cd43dd8448eb211c80319c");
  private static final ByteString SPAN_ID = hex("b7ad6b7169203331");
  private static final ByteString PARENT_ID = hex("00f067aa0ba902b7");

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  private static KeyValue pair(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue.Builder text(String text) {
    return AnyValue.newBuilder().setStringValue(text);
  }

  /** A request with every field that there is. */
  private static ExportTraceServiceRequest full() {
    AnyValue.Builder list =
        AnyValue.newBuilder()
            .setArrayValue(
                ArrayValue.newBuilder()
                    .addValues(text("a"))
                    .addValues(AnyValue.newBuilder().setIntValue(-7)));
    AnyValue.Builder map =
        AnyValue.newBuilder()
            .setKvlistValue(KeyValueList.newBuilder().addValues(pair("inner", text("x"))));
    Span span =
        Span.newBuilder()
            .setTraceId(TRACE_ID)
            .setSpanId(SPAN_ID)
            .setParentSpanId(PARENT_ID)
            .setTraceState("a=1,b=2")
            .setFlags(0x301)
            .setName("GET /über")
            .setKind(Span.SpanKind.SPAN_KIND_CONSUMER)
            .setStartTimeUnixNano(1_700_000_000_000_000_001L)
            .setEndTimeUnixNano(1_700_000_000_123_456_789L)
            .addAttributes(pair("text", text("värde")))
            .addAttributes(pair("long", AnyValue.newBuilder().setIntValue(Long.MIN_VALUE)))
            .addAttributes(pair("double", AnyValue.newBuilder().setDoubleValue(-0.5)))
            .addAttributes(pair("bool", AnyValue.newBuilder().setBoolValue(true)))
            .addAttributes(
                pair(
                    "bytes",
                    AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {1, 2}))))
            .addAttributes(pair("list", list))
            .addAttributes(pair("map", map))
            .setDroppedAttributesCount(3)
            .addEvents(
                Span.Event.newBuilder()
                    .setName("hit")
                    .setTimeUnixNano(1_700_000_000_000_000_005L)
                    .addAttributes(pair("e", text("v")))
                    .setDroppedAttributesCount(1))
            .setDroppedEventsCount(4)
            .addLinks(
                Span.Link.newBuilder()
                    .setTraceId(hex("000000000000000000000000000000aa"))
                    .setSpanId(hex("00000000000000bb"))
                    .setTraceState("c=3")
                    .addAttributes(pair("l", text("v"))))
            .setDroppedLinksCount(5)
            .setStatus(
                Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("no"))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(pair("service.name", text("shop"))))
                .setSchemaUrl("https://example.com/r")
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("2"))
                        .setSchemaUrl("https://example.com/s")
                        .addSpans(span)))
        .build();
  }

  @Test
  void protobuf_isReadFieldByField() {
    SpanData span = OtlpProtoInput.readSpans(full().toByteArray(), new Names()).spans().get(0);
    assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.traceState().toString()).isEqualTo("a=1,b=2");
    assertThat(span.isSampled()).isTrue();
    assertThat(span.isParentRemote()).isTrue();
    assertThat(span.name()).isEqualTo("GET /über");
    assertThat(span.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.startEpochNanos()).isEqualTo(1_700_000_000_000_000_001L);
    assertThat(span.durationNanos()).isEqualTo(123_456_788);
    assertThat(span.attributes().get("text")).isEqualTo("värde");
    assertThat(span.attributes().get("long")).isEqualTo(Long.MIN_VALUE);
    assertThat(span.attributes().get("double")).isEqualTo(-0.5);
    assertThat(span.attributes().get("bool")).isEqualTo(true);
    assertThat(span.attributes().get("bytes")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(span.attributes().get("list")).isEqualTo(List.of("a", -7L));
    assertThat(span.attributes().get("map")).isEqualTo(Map.of("inner", "x"));
    assertThat(span.droppedAttributes()).isEqualTo(3);
    assertThat(span.events().get(0).name()).isEqualTo("hit");
    assertThat(span.events().get(0).epochNanos()).isEqualTo(1_700_000_000_000_000_005L);
    assertThat(span.events().get(0).attributes().get("e")).isEqualTo("v");
    assertThat(span.events().get(0).droppedAttributes()).isEqualTo(1);
    assertThat(span.droppedEvents()).isEqualTo(4);
    assertThat(span.links().get(0).context().spanId()).isEqualTo("00000000000000bb");
    assertThat(span.links().get(0).attributes().get("l")).isEqualTo("v");
    assertThat(span.droppedLinks()).isEqualTo(5);
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isEqualTo("no");
    assertThat(span.resource().serviceName()).isEqualTo("shop");
    assertThat(span.resource().schemaUrl()).isEqualTo("https://example.com/r");
    assertThat(span.instrumentationScope().name()).isEqualTo("lib");
    assertThat(span.instrumentationScope().version()).isEqualTo("2");
    assertThat(span.instrumentationScope().schemaUrl()).isEqualTo("https://example.com/s");
  }

  @Test
  void json_ofTheSameRequestReadsTheSame() {
    Received fromProto = OtlpProtoInput.readSpans(full().toByteArray(), new Names());
    String json = Requests.write(fromProto);
    assertThat(json).contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"", "\"kind\":5");
    assertThat(Requests.write(Requests.read(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @EnumSource(value = Span.SpanKind.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void kinds_areThoseOfTheProtocol(Span.SpanKind kind) {
    Span span = Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).setKind(kind).build();
    SpanKind expected =
        kind == Span.SpanKind.SPAN_KIND_UNSPECIFIED
            ? SpanKind.INTERNAL
            : SpanKind.valueOf(kind.name().substring("SPAN_KIND_".length()));
    assertThat(readOne(span).spans().get(0).kind()).isEqualTo(expected);
    String json =
        Requests.of(
            "s",
            Requests.span(1, 0, "n", 0, 1)
                .replace("\"kind\":1", "\"kind\":\"" + kind.name() + "\""));
    assertThat(Requests.read(json).spans().get(0).kind()).isEqualTo(expected);
  }

  private static Received readOne(Span span) {
    return OtlpProtoInput.readSpans(
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
            .build()
            .toByteArray(),
        new Names());
  }

  @Test
  void spanWithoutValidIds_isRejectedAlone() {
    List<Span> spans =
        List.of(
            Span.newBuilder().setName("no ids").build(),
            Span.newBuilder().setTraceId(TRACE_ID).setSpanId(hex("00")).build(),
            Span.newBuilder().setTraceId(TRACE_ID).setSpanId(hex("0000000000000000")).build(),
            Span.newBuilder()
                .setTraceId(TRACE_ID)
                .setSpanId(SPAN_ID)
                .setParentSpanId(hex("01"))
                .build());
    for (Span span : spans) {
      Received received = readOne(span);
      assertThat(received.spans()).isEmpty();
      assertThat(received.rejected()).isEqualTo(1);
    }
  }

  @Test
  void membersInAnyOrder_belongToTheirResource() {
    String span = Requests.span(1, 0, "first", 0, 1);
    Received received =
        Requests.read(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[%s],"scope":{"name":"late"}}],"unknown":[{}],
            "resource":{"attributes":[{"value":{"stringValue":"late"},"key":"service.name"}]}}]}"""
                .formatted(span));
    assertThat(received.spans().get(0).resource().serviceName()).isEqualTo("late");
    assertThat(received.spans().get(0).instrumentationScope().name()).isEqualTo("late");
  }

  @Test
  void logs_areReadInBothFormats() {
    LogRecord record =
        LogRecord.newBuilder()
            .setTraceId(TRACE_ID)
            .setSpanId(SPAN_ID)
            .setObservedTimeUnixNano(5)
            .setSeverityText("WARN")
            .setBody(text("slow"))
            .build();
    byte[] request =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .setScope(InstrumentationScope.newBuilder().setName("log"))
                            .addLogRecords(record)
                            .addLogRecords(LogRecord.newBuilder().setBody(text("no trace")))))
            .build()
            .toByteArray();
    Received received = OtlpProtoInput.readLogs(request, new Names());
    assertThat(received.logs()).hasSize(1);
    LogLine line = received.logs().get(0);
    assertThat(line.text()).isEqualTo("slow");
    assertThat(line.severity()).isEqualTo("WARN");
    assertThat(line.logger()).isEqualTo("log");
    assertThat(line.epochNanos()).isEqualTo(5);
    Received again = Requests.read(Requests.write(received));
    assertThat(again.logs()).isEqualTo(received.logs());
  }

  @Test
  void cutOrChangedProtobuf_isReadOrRefusedButNothingElse() {
    byte[] good = full().toByteArray();
    Random random = new Random(42);
    List<byte[]> inputs = new ArrayList<>();
    for (int end = 0; end < good.length; end++) {
      inputs.add(Arrays.copyOf(good, end));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      inputs.add(changed);
    }
    int refused = 0;
    for (byte[] input : inputs) {
      try {
        OtlpProtoInput.readSpans(input, new Names());
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(good.length / 2, inputs.size() - 1000);
  }

  @Test
  void deepProtobufValue_isRefused() {
    AnyValue value = text("bottom").build();
    for (int i = 0; i < 100; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    Span span =
        Span.newBuilder()
            .setTraceId(TRACE_ID)
            .setSpanId(SPAN_ID)
            .addAttributes(KeyValue.newBuilder().setKey("deep").setValue(value))
            .build();
    assertThatThrownBy(() -> readOne(span))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("deeper");
  }

  @Test
  void manyAttributes_areCutAndCounted() {
    Span.Builder span = Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID);
    for (int i = 0; i < AttributesDraft.LIMIT + 10; i++) {
      span.addAttributes(pair("k" + i, text("v")));
    }
    SpanData read = readOne(span.build()).spans().get(0);
    assertThat(read.attributes().size()).isEqualTo(AttributesDraft.LIMIT);
    assertThat(read.droppedAttributes()).isEqualTo(10);
  }
}
