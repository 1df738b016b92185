// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tracer.Attributes;
import dev.tracer.AttributesBuilder;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.export.ExportResult;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Encoding;
import dev.tracer.export.send.SendingExporter;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded says the same to the official classes as the spans say. */
class OtlpConformanceTest {
  private static final String[] TEXTS = {
    "",
    "plain",
    "caf\u00e9",
    "\u4e2d\u6587",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00x",
    "\"\\/\b\f\n\r\t",
    "\0\u001f\u007f",
    "\u2028",
    "x".repeat(300),
    "{\"key\":\"value\"}"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void encode_randomBatch_saysWhatTheSpansSay(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 8; round++) {
      List<SpanData> batch = new ArrayList<>();
      int count = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        batch.add(randomSpan(random));
      }
      assertSame(batch, OtlpJson.parse(sent(OtlpEncoding.json(), batch).requests.get(0)));
      assertSame(batch, parse(sent(OtlpEncoding.protobuf(), batch).bodies.get(0)));
    }
  }

  @Test
  void protobuf_splitBySize_saysWhatTheSpansSay() throws Exception {
    Random random = new Random(9);
    List<SpanData> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(randomSpan(random));
    }
    CopyingSender sent = new CopyingSender();
    SendingExporter exporter =
        SendingExporter.builder("test")
            .encoding(OtlpEncoding.protobuf())
            .sender(sent)
            .maxRequestBytes(8000)
            .build();
    assertThat(exporter.export(batch)).isEqualTo(ExportResult.success(100));

    assertThat(sent.bodies).hasSizeGreaterThan(3);
    TracesData.Builder all = TracesData.newBuilder();
    for (byte[] body : sent.bodies) {
      assertThat(body).hasSizeLessThanOrEqualTo(8000);
      all.mergeFrom(body);
    }
    assertSame(batch, all.build());
    TestSpan huge = TestSpan.named("huge");
    huge.attributes = Attributes.of("text", "x".repeat(10_000));
    assertThat(exporter.export(List.of(huge)).oversize()).isEqualTo(1);
  }

  @Test
  void protobuf_spanThatThrows_leavesTheOthersWhole() throws Exception {
    TestSpan broken = TestSpan.named("broken");
    broken.events = null;
    broken.scope = InstrumentationScope.of("of the broken one", "");
    List<SpanData> whole = TestSpan.batch(2);
    List<SpanData> batch = List.of(broken, whole.get(0), broken, whole.get(1), broken);
    CopyingSender sent = new CopyingSender();
    ExportResult result =
        SendingExporter.builder("test")
            .encoding(OtlpEncoding.protobuf())
            .sender(sent)
            .build()
            .export(batch);

    assertThat(result).isEqualTo(new ExportResult(2, 0, 0, 3, "a span could not be read"));
    assertSame(whole, parse(sent.bodies.get(0)));
  }

  @Test
  void protobuf_deepAndLongValues_keepTheirLengths() throws Exception {
    Object deep = "x".repeat(300);
    for (int i = 0; i < 20; i++) {
      deep = i % 2 == 0 ? List.of(deep, i) : Map.of("k".repeat(i), deep);
    }
    TestSpan span = TestSpan.named("caf\u00e9".repeat(60));
    span.attributes = Attributes.of("deep", deep, "\u4e2d".repeat(50), "\ud83d\ude00".repeat(5000));

    assertSame(List.of(span), parse(sent(OtlpEncoding.protobuf(), List.of(span)).bodies.get(0)));
  }

  /** The encoder remembers names; "Aa" and "BB" have the same hash code. */
  @Test
  void protobuf_namesThatComeAgain_areTheSame() throws Exception {
    List<String> names =
        new ArrayList<>(List.of("Aa", "BB", "caf\u00e9", "\ud83d\ude00", "\ud83d"));
    for (int length = 60; length < 70; length++) {
      names.add("n".repeat(length));
      names.add("\u4e2d".repeat(length));
    }
    for (int i = 0; i < 600; i++) {
      names.add("name" + i);
    }
    List<SpanData> batch = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (String name : names) {
        TestSpan span = TestSpan.named("names");
        span.attributes = Attributes.of(name, round, "in a map", Map.of(name, 1, "again", name));
        batch.add(span);
      }
    }

    assertSame(batch, parse(sent(OtlpEncoding.protobuf(), batch).bodies.get(0)));
  }

  /** Where the length of a text, a value or an attribute begins to take two bytes. */
  @Test
  void protobuf_attributesOfEachLength_areTheSame() throws Exception {
    List<SpanData> batch = new ArrayList<>();
    for (int name : new int[] {1, 40, 63, 64, 65, 110, 115, 125, 130}) {
      for (int length = 0; length < 135; length++) {
        String text = "t".repeat(length);
        TestSpan span = TestSpan.named("lengths");
        span.attributes =
            Attributes.builder()
                .set("n".repeat(name), text)
                .set("\u00e9".repeat(name), text + "\u00e9")
                .set("l".repeat(name), (1L << length) - 1)
                .set("b".repeat(name), length % 2 == 0)
                .set("d".repeat(name), length * 0.1)
                .build();
        batch.add(span);
      }
    }

    assertSame(batch, parse(sent(OtlpEncoding.protobuf(), batch).bodies.get(0)));
  }

  private static TracesData parse(byte[] protobuf) throws InvalidProtocolBufferException {
    return TracesData.parseFrom(protobuf);
  }

  @Test
  void encode_spansOfATracer_sayWhatTheSpansSay() {
    List<SpanData> ended = new ArrayList<>();
    Tracer tracer = Tracer.builder("shop").processor(ended::add).build();
    tracer.run(
        "parent",
        parent -> {
          parent.set("n", 1).event("e").link(parent.context(), Attributes.of("k", "v"));
          tracer.run("child", child -> child.fail(new IllegalStateException("broken \ud83d")));
        });

    TracesData data = OtlpJson.parse(sent(OtlpEncoding.json(), ended).requests.get(0));

    assertSame(ended, data);
    Span root = OtlpJson.spans(data).get(1);
    assertThat(root.getParentSpanId().isEmpty()).isTrue();
    assertThat(root.getFlags()).isEqualTo(0x103);
  }

  private static CopyingSender sent(Encoding encoding, List<SpanData> batch) {
    CopyingSender sender = new CopyingSender();
    ExportResult result =
        SendingExporter.builder("test").encoding(encoding).sender(sender).build().export(batch);
    assertThat(result).isEqualTo(ExportResult.success(batch.size()));
    assertThat(sender.requests).hasSize(1);
    return sender;
  }

  // random spans

  private static TestSpan randomSpan(Random random) {
    TestSpan span = new TestSpan();
    span.name = text(random);
    span.kind = SpanKind.values()[random.nextInt(5)];
    span.traceIdHigh = random.nextLong();
    span.traceIdLow = random.nextLong();
    span.spanId = random.nextLong() | 1;
    span.flags = (byte) random.nextInt(4);
    span.parentSpanId = random.nextBoolean() ? 0 : random.nextLong();
    span.parentRemote = random.nextBoolean();
    span.traceState = random.nextInt(4) == 0 ? TraceState.parse("a=b,c=d") : TraceState.empty();
    span.start = random.nextInt(5) == 0 ? random.nextInt(1000) : span.start + random.nextInt();
    span.end = span.start + random.nextInt(1_000_000_000);
    span.attributes = randomAttributes(random, 8);
    for (int i = random.nextInt(3); i > 0; i--) {
      span.events.add(
          new EventData(
              text(random), span.start + i, randomAttributes(random, 3), random.nextInt(2)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      TraceState state = random.nextBoolean() ? TraceState.empty() : TraceState.parse("x=y");
      SpanContext linked =
          SpanContext.of(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              (byte) random.nextInt(4),
              state,
              random.nextBoolean());
      span.links.add(new LinkData(linked, randomAttributes(random, 3), random.nextInt(2)));
    }
    span.status = StatusCode.values()[random.nextInt(3)];
    span.description = span.status == StatusCode.ERROR ? text(random) : null;
    span.droppedAttributes = random.nextInt(2) * random.nextInt(100);
    span.droppedEvents = random.nextInt(2) * random.nextInt(100);
    span.droppedLinks = random.nextInt(2) * random.nextInt(100);
    String url = random.nextBoolean() ? "" : "https://example.com/schema";
    span.resource = Resource.of(Attributes.of("service.name", "s" + random.nextInt(2)), url);
    span.scope =
        new InstrumentationScope(
            "lib" + random.nextInt(2),
            random.nextBoolean() ? "" : "1",
            url,
            random.nextBoolean() ? Attributes.empty() : Attributes.of("k", 1));
    return span;
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)] + (random.nextBoolean() ? "" : random.nextInt(50));
  }

  private static Attributes randomAttributes(Random random, int most) {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      attributes.set("k" + random.nextInt(20) + text(random), randomValue(random, 4));
    }
    return attributes.build();
  }

  private static Object randomValue(Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0:
        return random.nextLong() >> random.nextInt(64);
      case 1:
        return random.nextBoolean();
      case 2:
        return random.nextInt(100_000) / 1000.0;
      case 3:
        double[] special = {0, -0.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0, 1e-9};
        return special[random.nextInt(special.length)];
      case 4:
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
      case 5:
      case 6:
        return text(random);
      case 7:
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(random.nextInt(5) == 0 ? null : randomValue(random, depth - 1));
        }
        return items;
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(random), random.nextInt(5) == 0 ? null : randomValue(random, depth - 1));
        }
        return map;
    }
  }

  // comparison

  private static void assertSame(List<SpanData> batch, TracesData data) {
    List<SpanData> left = new ArrayList<>(batch);
    for (ResourceSpans resource : data.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        assertThat(scope.getSpansCount()).isPositive();
        for (Span span : scope.getSpansList()) {
          SpanData source = take(left, span);
          assertSame(source, span);
          assertSame(source.resource(), resource);
          assertSame(source.instrumentationScope(), scope);
        }
      }
    }
    assertThat(left).isEmpty();
  }

  private static SpanData take(List<SpanData> left, Span span) {
    for (SpanData candidate : left) {
      if (isId(span.getSpanId(), candidate.spanId())) {
        left.remove(candidate);
        return candidate;
      }
    }
    throw new AssertionError("unknown span " + span);
  }

  private static boolean isId(com.google.protobuf.ByteString id, String hex) {
    byte[] bytes = id.toByteArray(); // from JSON, or from protobuf
    return Arrays.equals(bytes, OtlpJson.hexBytes(hex))
        || Arrays.equals(bytes, HexFormat.of().parseHex(hex));
  }

  private static void assertSame(Resource source, ResourceSpans resource) {
    assertSame(source.attributes(), resource.getResource().getAttributesList());
    assertThat(resource.getSchemaUrl()).isEqualTo(source.schemaUrl());
  }

  private static void assertSame(InstrumentationScope source, ScopeSpans scope) {
    assertThat(scope.getScope().getName()).isEqualTo(source.name());
    assertThat(scope.getScope().getVersion()).isEqualTo(source.version());
    assertThat(scope.getSchemaUrl()).isEqualTo(source.schemaUrl());
    assertSame(source.attributes(), scope.getScope().getAttributesList());
  }

  private static void assertSame(SpanData source, Span span) {
    assertThat(isId(span.getTraceId(), source.traceId())).isTrue();
    assertThat(isId(span.getParentSpanId(), source.parentSpanId())).isTrue();
    assertThat(span.getTraceState()).isEqualTo(source.traceState().toString());
    assertThat(span.getName()).isEqualTo(valid(source.name()));
    assertThat(span.getKindValue()).isEqualTo(source.kind().ordinal() + 1);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(source.startEpochNanos());
    assertThat(span.getEndTimeUnixNano()).isEqualTo(source.endEpochNanos());
    assertThat(span.getFlags())
        .isEqualTo(source.traceFlags() + 256 + (source.isParentRemote() ? 512 : 0));
    assertSame(source.attributes(), span.getAttributesList());
    assertThat(span.getDroppedAttributesCount()).isEqualTo(source.droppedAttributes());
    assertThat(span.getDroppedEventsCount()).isEqualTo(source.droppedEvents());
    assertThat(span.getDroppedLinksCount()).isEqualTo(source.droppedLinks());
    assertThat(span.hasStatus()).isEqualTo(source.statusCode() != StatusCode.UNSET);
    assertThat(span.getStatus().getCodeValue()).isEqualTo(source.statusCode().ordinal());
    String description = source.statusDescription();
    assertThat(span.getStatus().getMessage())
        .isEqualTo(description == null ? "" : valid(description));
    assertThat(span.getEventsCount()).isEqualTo(source.events().size());
    for (int i = 0; i < span.getEventsCount(); i++) {
      assertSame(source.events().get(i), span.getEvents(i));
    }
    assertThat(span.getLinksCount()).isEqualTo(source.links().size());
    for (int i = 0; i < span.getLinksCount(); i++) {
      assertSame(source.links().get(i), span.getLinks(i));
    }
  }

  private static void assertSame(EventData source, Span.Event event) {
    assertThat(event.getName()).isEqualTo(valid(source.name()));
    assertThat(event.getTimeUnixNano()).isEqualTo(source.epochNanos());
    assertThat(event.getDroppedAttributesCount()).isEqualTo(source.droppedAttributes());
    assertSame(source.attributes(), event.getAttributesList());
  }

  private static void assertSame(LinkData source, Span.Link link) {
    SpanContext context = source.context();
    assertThat(isId(link.getTraceId(), context.traceId())).isTrue();
    assertThat(isId(link.getSpanId(), context.spanId())).isTrue();
    assertThat(link.getTraceState()).isEqualTo(context.traceState().toString());
    assertThat(link.getFlags())
        .isEqualTo(context.traceFlags() + 256 + (context.isRemote() ? 512 : 0));
    assertThat(link.getDroppedAttributesCount()).isEqualTo(source.droppedAttributes());
    assertSame(source.attributes(), link.getAttributesList());
  }

  private static void assertSame(Attributes source, List<KeyValue> attributes) {
    assertThat(attributes).hasSize(source.size());
    for (int i = 0; i < source.size(); i++) {
      assertThat(attributes.get(i).getKey()).isEqualTo(valid(source.name(i)));
      assertValue(source.value(i), attributes.get(i).getValue());
    }
  }

  private static void assertValue(Object source, AnyValue value) {
    if (source == null) {
      assertThat(value.getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
    } else if (source instanceof String text) {
      assertThat(value.hasStringValue()).isTrue();
      assertThat(value.getStringValue()).isEqualTo(valid(text));
    } else if (source instanceof Long number) {
      assertThat(value.hasIntValue()).isTrue();
      assertThat(value.getIntValue()).isEqualTo(number);
    } else if (source instanceof Double number) {
      assertThat(value.hasDoubleValue()).isTrue();
      assertThat(value.getDoubleValue() + 0.0)
          .isEqualTo((Double) (number + 0.0)); // without the sign of zero
    } else if (source instanceof Boolean bool) {
      assertThat(value.hasBoolValue()).isTrue();
      assertThat(value.getBoolValue()).isEqualTo(bool);
    } else if (source instanceof ByteBuffer bytes) {
      assertThat(value.hasBytesValue()).isTrue();
      assertThat(value.getBytesValue().asReadOnlyByteBuffer()).isEqualTo(bytes);
    } else if (source instanceof byte[] bytes) {
      assertThat(value.getBytesValue().toByteArray()).isEqualTo(bytes);
    } else if (source instanceof List<?> items) {
      assertThat(value.hasArrayValue()).isTrue();
      assertThat(value.getArrayValue().getValuesCount()).isEqualTo(items.size());
      for (int i = 0; i < items.size(); i++) {
        assertValue(items.get(i), value.getArrayValue().getValues(i));
      }
    } else {
      assertMap((Map<?, ?>) source, value);
    }
  }

  private static void assertMap(Map<?, ?> source, AnyValue value) {
    assertThat(value.hasKvlistValue()).isTrue();
    assertThat(value.getKvlistValue().getValuesCount()).isEqualTo(source.size());
    int i = 0;
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      KeyValue member = value.getKvlistValue().getValues(i++);
      assertThat(member.getKey()).isEqualTo(valid((String) entry.getKey()));
      assertValue(entry.getValue(), member.getValue());
    }
  }

  /** The text with U+FFFD for each surrogate without partner. */
  private static String valid(String text) {
    int[] points = text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
    return new String(points, 0, points.length);
  }
}
