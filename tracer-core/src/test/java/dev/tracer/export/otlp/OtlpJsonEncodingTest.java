// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.SpanLimits;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Encoding;
import dev.tracer.export.send.SendingExporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonEncodingTest {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Encoding encoding = OtlpEncoding.json();
  private final CopyingSender sent = new CopyingSender();
  private final SendingExporter exporter =
      SendingExporter.builder("test").encoding(encoding).sender(sent).build();

  static Stream<Arguments> goldenFiles() {
    return Stream.of(
        arguments("minimal-root", List.of(new TestSpan())),
        arguments("remote-parent", List.of(remoteParent())),
        arguments("attribute-types", List.of(attributeTypes())),
        arguments("events-and-links", List.of(eventsAndLinks())),
        arguments("status-and-drops", statusAndDrops()),
        arguments("resource-and-scope", List.of(resourceAndScope())),
        arguments("groups", groups()),
        arguments("strange-times", List.of(strangeTimes())));
  }

  private static TestSpan remoteParent() {
    TestSpan span = TestSpan.named("GET /orders/{id}");
    span.kind = SpanKind.SERVER;
    span.parentSpanId = 0x00f067aa0ba902b7L;
    span.parentRemote = true;
    span.flags = SpanContext.SAMPLED | SpanContext.RANDOM;
    span.traceState = TraceState.parse("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
    return span;
  }

  private static TestSpan attributeTypes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("inner", List.of());
    map.put("none", null);
    TestSpan span = new TestSpan();
    span.attributes =
        Attributes.builder()
            .set("text", "caf\u00e9 \"\ud83d\ude00\"\n\ud83d")
            .set("yes", true)
            .set("no", false)
            .set("long", Long.MIN_VALUE)
            .set("double", 100.3)
            .set("nan", Double.NaN)
            .set("infinity", Double.NEGATIVE_INFINITY)
            .set("bytes", (Object) new byte[] {1, 2, 3, -1})
            .set("array", Arrays.asList("a", 1, 2.5, true, null, List.of(7)))
            .set("map", map)
            .build();
    return span;
  }

  private static TestSpan eventsAndLinks() {
    TestSpan span = new TestSpan();
    span.events.add(new EventData("cache miss", span.start + 5, Attributes.empty(), 0));
    span.events.add(new EventData("retry", span.start + 7, Attributes.of("attempt", 2), 3));
    SpanContext local = SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), false);
    SpanContext remote =
        SpanContext.of(4, 5, 6, SpanContext.SAMPLED, TraceState.parse("a=b"), true);
    span.links.add(new LinkData(local, Attributes.empty(), 0));
    span.links.add(new LinkData(remote, Attributes.of("why", "batch"), 1));
    return span;
  }

  private static List<SpanData> statusAndDrops() {
    TestSpan failed = new TestSpan();
    failed.kind = SpanKind.CLIENT;
    failed.status = StatusCode.ERROR;
    failed.description = "connection refused";
    failed.droppedAttributes = 1;
    failed.droppedEvents = 2;
    failed.droppedLinks = 3;
    TestSpan silent = new TestSpan();
    silent.kind = SpanKind.PRODUCER;
    silent.status = StatusCode.ERROR;
    TestSpan ok = new TestSpan();
    ok.kind = SpanKind.CONSUMER;
    ok.status = StatusCode.OK;
    return List.of(failed, silent, ok);
  }

  private static TestSpan resourceAndScope() {
    TestSpan span = new TestSpan();
    span.resource = Resource.of(Attributes.of("service.name", "shop"), "https://example.com/1.2");
    span.scope =
        new InstrumentationScope("lib", "2", "https://example.com/3", Attributes.of("k", "v"));
    return span;
  }

  private static List<SpanData> groups() {
    InstrumentationScope other = InstrumentationScope.of("other", "");
    Resource elsewhere = Resource.empty();
    List<SpanData> batch = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TestSpan span = TestSpan.named("span-" + i);
      span.scope = i % 2 == 0 ? InstrumentationScope.of("tests", "1.0") : other;
      span.resource = i == 2 ? elsewhere : TestSpan.RESOURCE;
      batch.add(span);
    }
    return batch;
  }

  private static TestSpan strangeTimes() {
    TestSpan span = new TestSpan();
    span.start = -5;
    span.end = 1;
    span.events.add(new EventData("early", 999_999_999_999_999_999L, Attributes.empty(), 0));
    return span;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldenFiles")
  void encode_givesTheBytesOfTheGoldenFile(String name, List<SpanData> batch) throws IOException {
    assertThat(encodeAll(batch)).isEqualTo(golden(name));
    assertThat(encodeAll(batch)).as("from the caches").isEqualTo(golden(name));
    assertThat(encodeAll(batch)).as("from the caches").isEqualTo(golden(name));
  }

  private String encodeAll(List<SpanData> batch) {
    sent.requests.clear();
    assertThat(exporter.export(batch).exported()).isEqualTo(batch.size());
    assertThat(sent.requests).hasSize(1);
    return sent.requests.get(0);
  }

  /** Writes a request and returns how many spans are in it. */
  private int encode(List<SpanData> spans, int maxBytes) {
    encoding.begin();
    int count = 0;
    while (count < spans.size() && encoding.append(spans.get(count), maxBytes)) {
      count++;
    }
    return count;
  }

  private String body() {
    ByteBuffer body = encoding.end();
    return new String(body.array(), body.arrayOffset(), body.remaining(), StandardCharsets.UTF_8);
  }

  /** The file with its line ends and indentation removed, which are there for the reader. */
  private static String golden(String name) throws IOException {
    String path = name + ".json";
    try (InputStream in = OtlpJsonEncodingTest.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\n *", "");
    }
  }

  @Test
  void encode_manyNamesAndTexts_staysRightWhenCachesCollide() {
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 3000; i++) {
        TestSpan span = TestSpan.named("name-" + i % 700);
        String key = "key-" + i % 900;
        String value = "value-" + i % 1100;
        int type = (i + i / 900 + round) % 3;
        Object other = type == 0 ? i % 2 == 0 : type == 1 ? i + 0.5 : (Object) (long) i;
        span.attributes = Attributes.of(key, value, "x" + key, other);
        String json = encodeAll(List.of(span));

        assertThat(json)
            .contains("\"name\":\"" + span.name + "\",")
            .contains("{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}},")
            .contains("{\"key\":\"x" + key + "\",\"value\":{\"" + field(other) + "}}]");
      }
    }
  }

  private static String field(Object value) {
    return value instanceof Long
        ? "intValue\":\"" + value + '"'
        : (value instanceof Double ? "doubleValue\":" : "boolValue\":") + value;
  }

  @Test
  void encode_sameNameWithOtherType_isNotMistaken() {
    for (Object value : new Object[] {"1", 1L, 1.0, true, false, List.of(1), "1", false, 1.0}) {
      TestSpan span = new TestSpan();
      span.attributes = Attributes.of("key", value);
      String json = encodeAll(List.of(span));

      assertThat(json)
          .contains(
              value instanceof String
                  ? "{\"stringValue\":\"1\"}"
                  : value instanceof Long
                      ? "{\"intValue\":\"1\"}"
                      : value instanceof Double
                          ? "{\"doubleValue\":1.0}"
                          : value instanceof List
                              ? "{\"arrayValue\":{\"values\":[{\"intValue\":\"1\"}]}}"
                              : "{\"boolValue\":" + value + "}");
    }
  }

  @Test
  void encode_bodyWouldExceedTheLimit_endsBeforeTheSpanThatDoesNotFit() {
    List<SpanData> batch = TestSpan.batch(10);
    encode(batch.subList(0, 3), NO_LIMIT);
    String three = body();

    assertThat(encode(batch, three.length())).isEqualTo(3);
    assertThat(body()).isEqualTo(three);
    assertThat(encode(batch, three.length() - 1)).isEqualTo(2);
    assertThat(encode(batch.subList(8, 10), three.length())).isEqualTo(2);
    assertThat(body()).contains("span-8", "span-9").doesNotContain("span-7");
  }

  @Test
  void encode_firstSpanExceedsTheLimit_takesNone() {
    assertThat(encode(TestSpan.batch(2), 200)).isZero();
  }

  @Test
  void append_spanThatThrows_leavesTheRequestAsItWas() {
    TestSpan broken = TestSpan.named("broken");
    broken.events = null;
    broken.scope = InstrumentationScope.of("of the broken one", "");
    TestSpan groupless = TestSpan.named("groupless");
    groupless.scope = null;
    encoding.begin();
    for (SpanData span :
        List.of(broken, TestSpan.named("first"), groupless, broken, TestSpan.named("last"))) {
      if (span == broken || span == groupless) {
        assertThatThrownBy(() -> encoding.append(span, NO_LIMIT))
            .isInstanceOf(NullPointerException.class);
      } else {
        assertThat(encoding.append(span, NO_LIMIT)).isTrue();
      }
    }

    String both = body();
    assertThat(encodeAll(List.of(TestSpan.named("first"), TestSpan.named("last")))).isEqualTo(both);
  }

  @Test
  void append_spanOfAnotherGroupThatHasNoRoom_leavesTheRequestAsItWas() {
    TestSpan other = TestSpan.named("other");
    other.scope = InstrumentationScope.of("other", "");
    TestSpan elsewhere = TestSpan.named("elsewhere");
    elsewhere.resource = Resource.empty();
    encode(TestSpan.batch(2), NO_LIMIT);
    String two = body();
    encode(TestSpan.batch(2), NO_LIMIT);

    assertThat(encoding.append(other, two.length() + 50)).isFalse();
    assertThat(encoding.append(elsewhere, two.length() + 50)).isFalse();
    assertThat(body()).isEqualTo(two);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encode_deeperThanTheStackShouldHold_becomesEmpty(boolean lists) {
    List<SpanData> ended = new ArrayList<>();
    Object deep = "bottom";
    for (int i = 0; i < 150; i++) {
      deep = lists ? Collections.singletonList(deep) : Map.of("k", deep);
    }
    SpanLimits limits = new SpanLimits(128, 4096, 200, 128, 128, 8192);
    Tracer tracer = Tracer.builder("t").limits(limits).processor(ended::add).build();
    tracer.startSpan("deep").set("value", deep).end();

    assertThat(encodeAll(ended))
        .doesNotContain("bottom")
        .contains(lists ? "\"values\":[{}]" : "\"k\",\"value\":{}}");
  }

  @Test
  void release_afterAHugeBatch_givesTheMemoryBack() {
    TestSpan huge = new TestSpan();
    huge.attributes = Attributes.of("text", "x".repeat(1_000_000));
    encodeAll(List.of(huge));
    encode(List.of(huge), NO_LIMIT);
    byte[] before = encoding.end().array();
    encoding.release(1024);
    encoding.begin();

    assertThat(encoding.end().array()).hasSizeLessThan(100_000);
    assertThat(before).hasSizeGreaterThan(1_000_000);
  }

  @Test
  void release_ofAll_leavesTheBytesToThoseWhoReadThem() {
    encode(TestSpan.batch(1), NO_LIMIT);
    ByteBuffer body = encoding.end();
    byte[] copy = body.array().clone();
    encoding.release(0);
    encodeAll(TestSpan.batch(9));

    assertThat(body.array()).isEqualTo(copy);
  }
}
