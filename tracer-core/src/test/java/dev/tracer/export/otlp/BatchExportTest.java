// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

class BatchExportTest {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final BatchExport encoder =
      new StreamExport("test", OutputStream.nullOutputStream(), false);

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
    encoder.begin(batch);
    assertThat(encoder.encode(0, batch.size(), NO_LIMIT)).isEqualTo(batch.size());
    String text = body();
    encoder.end(NO_LIMIT);
    return text;
  }

  private String body() {
    return new String(encoder.body(), 0, encoder.length(), StandardCharsets.UTF_8);
  }

  /** The file with its line ends and indentation removed, which are there for the reader. */
  private static String golden(String name) throws IOException {
    String path = name + ".json";
    try (InputStream in = BatchExportTest.class.getResourceAsStream(path)) {
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
    encoder.begin(batch);
    encoder.encode(0, 3, NO_LIMIT);
    String three = body();

    assertThat(encoder.encode(0, 10, three.length())).isEqualTo(3);
    assertThat(body()).isEqualTo(three);
    assertThat(encoder.encode(0, 10, three.length() - 1)).isEqualTo(2);
    assertThat(encoder.encode(8, 10, three.length())).isEqualTo(10);
    assertThat(body()).contains("span-8", "span-9").doesNotContain("span-7");
  }

  @Test
  void encode_firstSpanExceedsTheLimit_takesNone() {
    encoder.begin(TestSpan.batch(2));

    assertThat(encoder.encode(1, 2, 200)).isEqualTo(1);
  }

  @Test
  void encode_limitCutsGroups_allSpansArriveOnce() {
    List<SpanData> batch = new ArrayList<>();
    for (SpanData span : TestSpan.batch(60)) {
      TestSpan test = (TestSpan) span;
      test.scope = InstrumentationScope.of("scope-" + test.spanId % 7, "");
      test.resource = Resource.of(Attributes.of("service.name", "s" + test.spanId % 3));
      batch.add(test);
    }
    encoder.begin(batch);
    List<String> names = new ArrayList<>();
    for (int from = 0; from < batch.size(); ) {
      from = encoder.encode(from, batch.size(), 2000);
      assertThat(encoder.length()).isLessThanOrEqualTo(2000);
      OtlpJson.parse(body())
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(
                          scope -> {
                            String service = OtlpJson.serviceName(resource);
                            scope
                                .getSpansList()
                                .forEach(
                                    span ->
                                        names.add(
                                            service + scope.getScope().getName() + span.getName()));
                          }));
    }

    List<String> expected = new ArrayList<>();
    for (SpanData span : batch) {
      expected.add(
          span.resource().serviceName() + span.instrumentationScope().name() + span.name());
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void encode_spanThatThrows_leavesTheOthersWhole() {
    TestSpan broken = TestSpan.named("broken");
    broken.events = null;
    TestSpan groupless = TestSpan.named("groupless");
    groupless.scope = null;
    List<SpanData> batch =
        List.of(broken, TestSpan.named("first"), groupless, TestSpan.named("last"), broken);
    encoder.begin(batch);

    assertThat(encoder.encode(0, 5, NO_LIMIT)).isEqualTo(5);
    assertThat(encoder.unreadable).isEqualTo(3);
    assertThat(OtlpJson.spans(OtlpJson.parse(body())))
        .extracting("name")
        .isEqualTo(List.of("first", "last"));
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
  void end_afterAHugeBatch_givesTheMemoryBack() {
    TestSpan huge = new TestSpan();
    huge.attributes = Attributes.of("text", "x".repeat(1_000_000));
    encodeAll(List.of(huge));
    encoder.begin(List.of(huge));
    encoder.encode(0, 1, NO_LIMIT);
    encoder.end(1024);

    assertThat(encoder.body().length).isLessThan(100_000);
  }
}
