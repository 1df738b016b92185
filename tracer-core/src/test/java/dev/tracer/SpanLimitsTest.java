// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tracer.Fakes.Collector;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanLimitsTest {
  private static final String PAIR = "\uD83D\uDE00";

  private final Collector collector = new Collector();

  private Tracer tracer(SpanLimits limits) {
    return Fakes.tracer(collector).limits(limits).build();
  }

  private Tracer tracer(int valueLength) {
    return tracer(SpanLimits.DEFAULT.withValueLength(valueLength));
  }

  @Test
  void attributes_beyondTheLimit_dropTheNewOnesAndCount() {
    Span span = tracer(SpanLimits.DEFAULT.withAttributes(2)).startSpan("span");
    span.set("a", 1).set("b", 2).set("c", 3).set("d", 4).set("a", 5).end();

    assertThat(collector.only().attributes()).hasToString("{a=5, b=2}");
    assertThat(collector.only().droppedAttributes()).isEqualTo(2);
  }

  @Test
  void attributes_ofOtherThreads_keepToTheSameLimit() throws Exception {
    Span span = tracer(SpanLimits.DEFAULT.withAttributes(2)).startSpan("span");
    span.set("a", 1).set("b", 2);
    Fakes.onOtherThread(() -> span.set("c", 3).set("d", 4).set("e", 5).set("a", 6).set("b", 7));
    span.set("b", 8).end();

    assertThat(collector.only().attributes()).hasToString("{a=6, b=8}");
    assertThat(collector.only().droppedAttributes()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17})
  void attributes_exactlyAtTheLimit_areKept(int limit) {
    Span span = tracer(SpanLimits.DEFAULT.withAttributes(limit)).startSpan("span");
    for (int i = 0; i < limit; i++) {
      span.set("key" + i, i);
    }
    span.set("more", 1).end();

    assertThat(collector.only().attributes().size()).isEqualTo(limit);
    assertThat(collector.only().droppedAttributes()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "abc,       3, abc,  0",
    "abcd,      3, abc,  1",
    "abcd,      0, '',   1",
    "ab\uD83D\uDE00, 3, ab, 1",
    "ab\uD83D\uDE00, 4, ab\uD83D\uDE00, 0",
    "\uD83D\uDE00,   1, '', 1",
    "ab\uD83Dx, 3, ab, 1",
    "a\uDE00bc, 2, a\uDE00, 1"
  })
  void valueLength_ofText_countsUnitsAndNeverSplitsAPair(
      String given, int limit, String kept, int truncated) {
    Tracer tracer = tracer(limit);
    tracer.startSpan("span").set("key", given).end();

    assertThat(collector.only().attributes().get("key")).isEqualTo(kept);
    assertThat(tracer.stats().truncatedValues()).isEqualTo(truncated);
    assertThat(collector.only().droppedAttributes()).isZero();
  }

  @Test
  void valueLength_isAppliedInsideListsAndMaps() {
    Tracer tracer = tracer(2);
    Object value =
        List.of("abc", Map.of("a long key", "xyz"), List.of("ab"), new byte[] {1, 2, 3}, 12345);
    tracer.startSpan("span").set("key", value).set("short", List.of("ab")).end();

    assertThat(collector.only().attributes().get("key"))
        .isEqualTo(
            List.of(
                "ab",
                Map.of("a long key", "xy"),
                List.of("ab"),
                ByteBuffer.wrap(new byte[] {1, 2}),
                12345L));
    assertThat(tracer.stats().truncatedValues()).isEqualTo(1);
  }

  @Test
  void valueLength_ofBytes_countsBytes() {
    Tracer tracer = tracer(2);
    tracer.startSpan("span").set("key", new byte[] {1, 2, 3}).end();

    assertThat(collector.only().attributes().get("key"))
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(tracer.stats().truncatedValues()).isEqualTo(1);
  }

  @Test
  void valueLength_ofEventLinkStatusAndBuilder_isApplied() {
    Tracer tracer = tracer(2);
    Span span = tracer.spanBuilder("a long name").set("built", "abc").start();
    span.event("a long event", Attributes.of("e", "abc"));
    span.link(SpanContext.invalid(), Attributes.of("l", "abc"));
    span.status(StatusCode.ERROR, "abc");
    span.end();

    SpanData data = collector.only();
    assertThat(data.name()).isEqualTo("a long name");
    assertThat(data.attributes()).hasToString("{built=ab}");
    assertThat(data.events().get(0).attributes()).hasToString("{e=ab}");
    assertThat(data.links().get(0).attributes()).hasToString("{l=ab}");
    assertThat(data.statusDescription()).isEqualTo("ab");
    assertThat(tracer.stats().truncatedValues()).isEqualTo(4);
  }

  @Test
  void truncation_isNotCountedForWhatIsNotKept() throws Exception {
    Tracer tracer = tracer(2);
    Span span = tracer.startSpan("span");
    span.set("", "abc").status(StatusCode.OK, "abc");
    span.end();
    span.set("key", "abc").setAll(Attributes.of("key", "abc")).status(StatusCode.ERROR, "abc");
    Fakes.onOtherThread(() -> span.set("key", "abc"));

    assertThat(tracer.stats().truncatedValues()).isZero();
  }

  @Test
  void events_beyondTheLimit_dropTheNewOnesAndCount() throws Exception {
    Span span = tracer(SpanLimits.DEFAULT.withEvents(3)).startSpan("span");
    span.event("1").event("2");
    Fakes.onOtherThread(() -> span.event("3").event("4").event("5"));
    span.event("6").end();

    assertThat(collector.only().events())
        .extracting(EventData::name)
        .containsExactly("1", "2", "3");
    assertThat(collector.only().droppedEvents()).isEqualTo(3);
  }

  @Test
  void links_beyondTheLimit_dropTheNewOnesAndCount() throws Exception {
    Span span = tracer(SpanLimits.DEFAULT.withLinks(1)).startSpan("span");
    span.link(context(1)).link(context(2));
    Fakes.onOtherThread(() -> span.link(context(3)));
    span.end();

    assertThat(collector.only().links()).extracting("context").containsExactly(context(1));
    assertThat(collector.only().droppedLinks()).isEqualTo(2);
  }

  private static SpanContext context(long id) {
    return SpanContext.of(id, id, id, (byte) 0, TraceState.empty(), false);
  }

  @Test
  void attributesOfEventsAndLinks_haveTheirOwnCounts() {
    Attributes three = Attributes.builder().set("a", 1).set("b", 2).set("c", 3).build();
    Span span = tracer(SpanLimits.DEFAULT.withAttributes(2)).startSpan("span");
    span.event("event", three).link(SpanContext.invalid(), three).end();

    SpanData data = collector.only();
    assertThat(data.events().get(0).attributes()).hasToString("{a=1, b=2}");
    assertThat(data.events().get(0).droppedAttributes()).isEqualTo(1);
    assertThat(data.links().get(0).attributes()).hasToString("{a=1, b=2}");
    assertThat(data.links().get(0).droppedAttributes()).isEqualTo(1);
    assertThat(data.droppedAttributes()).isZero();
  }

  @Test
  void attributesOfExceptions_keepToTheLimitAndCount() {
    Attributes more = Attributes.of("a", 1, "b", 2);
    Tracer tracer = tracer(SpanLimits.DEFAULT.withAttributes(3));
    tracer.startSpan("span").recordException(new IllegalStateException("m"), more).end();

    EventData event = collector.only().events().get(0);
    assertThat(event.attributes().size()).isEqualTo(3);
    assertThat(event.droppedAttributes()).isEqualTo(2);
  }

  @Test
  void stackTrace_longerThanTheLimit_isCutAndCounted() {
    Tracer tracer = tracer(new SpanLimits(128, 4096, 64, 128, 128, 100));
    tracer.startSpan("span").fail(new IllegalStateException("message")).end();

    String trace =
        (String) collector.only().events().get(0).attributes().get("exception.stacktrace");
    assertThat(trace)
        .hasSizeLessThanOrEqualTo(100)
        .startsWith("java.lang.IllegalStateException: message\n\t")
        .endsWith(" more, cut\n");
    assertThat(tracer.stats().truncatedValues()).isEqualTo(1);
  }

  @Test
  void stackTrace_hasItsOwnLimit() {
    Tracer tracer = tracer(SpanLimits.DEFAULT.withValueLength(10).withStackTraceLength(8192));
    tracer.startSpan("span").fail(new IllegalStateException("message of more than ten")).end();

    Attributes attributes = collector.only().events().get(0).attributes();
    assertThat((String) attributes.get("exception.stacktrace")).hasSizeGreaterThan(200);
    assertThat(attributes.get("exception.message")).isEqualTo("message of");
  }

  @Test
  void stackTrace_neverEndsWithinASurrogatePair() {
    RuntimeException error = new RuntimeException(PAIR.repeat(50));
    error.setStackTrace(new StackTraceElement[0]);
    int start = "java.lang.RuntimeException: ".length();
    Tracer tracer = tracer(new SpanLimits(128, 4096, 64, 128, 128, start + 7));
    tracer.startSpan("span").fail(error).end();

    assertThat(collector.only().events().get(0).attributes().get("exception.stacktrace"))
        .isEqualTo("java.lang.RuntimeException: " + PAIR.repeat(2) + "…\n");
  }

  @Test
  void stackTrace_ofCausesInACircle_ends() {
    RuntimeException outer = new RuntimeException("outer");
    RuntimeException inner = new RuntimeException("inner", outer);
    outer.initCause(inner);
    for (RuntimeException error : List.of(outer, inner)) {
      error.setStackTrace(Arrays.copyOf(error.getStackTrace(), 1));
    }
    tracer(SpanLimits.DEFAULT).startSpan("span").fail(outer).end();

    assertThat((String) collector.only().events().get(0).attributes().get("exception.stacktrace"))
        .contains("RuntimeException: outer\n\tat ")
        .contains("Caused by: java.lang.RuntimeException: inner\n")
        .hasSizeLessThanOrEqualTo(SpanLimits.DEFAULT.stackTraceLength());
  }

  @ParameterizedTest
  @CsvSource({
    "0, attributes",
    "1, valueLength",
    "2, valueDepth",
    "3, events",
    "4, links",
    "5, stackTraceLength"
  })
  void limits_negative_areRefusedByName(int index, String name) {
    int[] given = new int[6];
    given[index] = -1;

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SpanLimits(given[0], given[1], given[2], given[3], given[4], given[5]))
        .withMessageContaining(name);
  }

  @Test
  void limits_allZero_recordOnlyWhatHasNoLimit() {
    Span span = tracer(new SpanLimits(0, 0, 0, 0, 0, 0)).startSpan("span");
    span.set("a", "b").event("e").fail(new RuntimeException("m"));
    span.link(SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), true));
    span.end();

    SpanData data = collector.only();
    assertThat(data.attributes().isEmpty()).isTrue();
    assertThat(data.events()).isEmpty();
    assertThat(data.links()).isEmpty();
    assertThat(data.droppedAttributes()).isEqualTo(2);
    assertThat(data.droppedEvents()).isEqualTo(2);
    assertThat(data.droppedLinks()).isEqualTo(1);
    assertThat(data.statusCode()).isEqualTo(StatusCode.ERROR);
  }
}
