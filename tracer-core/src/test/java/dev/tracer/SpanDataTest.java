// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import dev.tracer.export.SpanData;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An ended span never changes, whatever is done to what it was made from. */
class SpanDataTest {
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).build();

  static Stream<Arguments> mutables() {
    byte[] bytes = {1, 2};
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2});
    int[] ints = {1, 2};
    String[] texts = {"a"};
    Object[] nestedArray = {new int[] {1}};
    List<Object> list = new ArrayList<>(List.of(1));
    List<Object> inner = new ArrayList<>(List.of(1));
    byte[] innerBytes = {1, 2};
    Map<String, Object> map = new HashMap<>(Map.of("k", 1));
    StringBuilder text = new StringBuilder("text");
    return Stream.of(
        argumentSet("bytes", bytes, (Runnable) () -> bytes[0] = 9),
        argumentSet("buffer", buffer, (Runnable) () -> buffer.put(0, (byte) 9).position(1)),
        argumentSet("ints", ints, (Runnable) () -> ints[0] = 9),
        argumentSet("texts", texts, (Runnable) () -> texts[0] = "z"),
        argumentSet(
            "array in array", nestedArray, (Runnable) () -> ((int[]) nestedArray[0])[0] = 9),
        argumentSet("list", list, (Runnable) () -> list.set(0, 9)),
        argumentSet("list in list", List.of(inner), (Runnable) inner::clear),
        argumentSet("bytes in list", List.of(innerBytes), (Runnable) () -> innerBytes[0] = 9),
        argumentSet("map", map, (Runnable) () -> map.put("k", 9)),
        argumentSet("text builder", text, (Runnable) () -> text.append("more")));
  }

  @ParameterizedTest
  @MethodSource("mutables")
  void attribute_givenValueChangedLater_staysAsItWas(Object value, Runnable change) {
    String expected = Attributes.of("x", value).toString().substring(2).replaceFirst("}$", "");
    Span span = tracer.spanBuilder("span").set("built", value).start();
    span.set("set", value);
    span.setAll(Attributes.of("setAll", value));
    span.event("event", Attributes.of("event", value));
    span.link(SpanContext.invalid(), Attributes.of("link", value));
    change.run();
    span.end();
    change.run();

    SpanData data = collector.only();
    assertThat(data.attributes())
        .hasToString("{built" + expected + ", set" + expected + ", setAll" + expected + "}");
    assertThat(data.events().get(0).attributes()).hasToString("{event" + expected + "}");
    assertThat(data.links().get(0).attributes()).hasToString("{link" + expected + "}");
  }

  @Test
  void lists_cannotBeChanged() {
    Span span = tracer.startSpan("span");
    span.event("event")
        .link(SpanContext.invalid())
        .set("list", List.of(1))
        .set("map", Map.of(1, 2));
    span.end();
    SpanData data = collector.only();

    List<List<?>> lists =
        List.of(data.events(), data.links(), (List<?>) data.attributes().get("list"));
    for (List<?> list : lists) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> list.remove(0));
    }
    Map<?, ?> map = (Map<?, ?>) data.attributes().get("map");
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(map::clear);
  }

  @Test
  void bytes_whereverTheyAre_areShownReadOnlyAndAfreshToEachReader() {
    byte[] bytes = {1, 2};
    Span span = tracer.startSpan("span");
    span.set("top", bytes).set("list", List.of(bytes)).set("map", Map.of("k", List.of(bytes)));
    span.end();
    Attributes attributes = collector.only().attributes();

    for (int reading = 0; reading < 2; reading++) {
      List<?> list = (List<?>) attributes.get("list");
      Map<?, ?> map = (Map<?, ?>) attributes.get("map");
      List<Object> found =
          Arrays.asList(attributes.get("top"), list.get(0), ((List<?>) map.get("k")).get(0));
      for (Object value : found) {
        assertThat(value).isInstanceOf(ByteBuffer.class);
        ByteBuffer buffer = (ByteBuffer) value;
        assertThatExceptionOfType(ReadOnlyBufferException.class)
            .isThrownBy(() -> buffer.put(0, (byte) 9));
        assertThat(buffer.get()).isEqualTo((byte) 1);
        assertThat(buffer.get()).isEqualTo((byte) 2);
      }
    }
  }

  @Test
  void attributesBuilder_usedOn_doesNotChangeWhatItMade() {
    AttributesBuilder builder = Attributes.builder().set("a", 1);
    Attributes made = builder.build();
    Span span = tracer.startSpan("span");
    span.setAll(made).event("event", made).link(SpanContext.invalid(), made);
    builder.set("a", 2).set("b", 3);
    made.toBuilder().set("a", 4);
    span.set("a", 5);
    span.end();

    SpanData data = collector.only();
    assertThat(made).hasToString("{a=1}");
    assertThat(data.attributes()).hasToString("{a=5}");
    assertThat(data.events().get(0).attributes()).hasToString("{a=1}");
    assertThat(data.links().get(0).attributes()).hasToString("{a=1}");
  }

  @Test
  void data_keptFromTheLiveSpan_isTheSameForOwnerAndOtherEnders() throws Exception {
    Span mine = tracer.startSpan("mine");
    fill(mine);
    mine.end();
    Span theirs = tracer.startSpan("theirs");
    fill(theirs);
    Fakes.onOtherThread(theirs::end);

    SpanData first = collector.named("mine");
    SpanData second = collector.named("theirs");
    assertThat(second.attributes()).isEqualTo(first.attributes());
    assertThat(second.events()).extracting("name").containsExactly("one", "two");
    assertThat(second.links()).isEqualTo(first.links());
    assertThat(second.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(second.statusDescription()).isEqualTo("why");
    assertThat(second.context()).isEqualTo(theirs.context());
    assertThat(second.resource()).isEqualTo(first.resource());
    assertThat(second.kind()).isEqualTo(first.kind());
  }

  private static void fill(Span span) {
    for (int i = 0; i < 20; i++) {
      span.set("key" + i, i);
    }
    span.event("one").event("two").link(SpanContext.invalid()).status(StatusCode.ERROR, "why");
  }

  @Test
  void spans_areEqualOnlyToThemselves() {
    Span span = tracer.startSpan("span");
    Span copy = Span.of(span.context());
    span.end();

    assertThat(span).isEqualTo(span).isNotEqualTo(copy);
    assertThat(copy).isNotEqualTo(Span.of(span.context()));
  }
}
