// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpanAttributeTest {
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).build();
  private final Span span = tracer.startSpan("span");

  private Attributes ended() {
    span.end();
    return collector.only().attributes();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        argumentSet("text", "t", "t"),
        argumentSet("empty text", "", ""),
        argumentSet("builder of text", new StringBuilder("sb"), "sb"),
        argumentSet("truth", true, true),
        argumentSet("byte", (byte) -1, -1L),
        argumentSet("short", (short) -2, -2L),
        argumentSet("int", 3, 3L),
        argumentSet("long", Long.MIN_VALUE, Long.MIN_VALUE),
        argumentSet("float", 0.5f, 0.5),
        argumentSet("double", -0.0, -0.0),
        argumentSet("not a number", Double.NaN, Double.NaN),
        argumentSet("infinity", Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
        argumentSet("char", 'c', "c"),
        argumentSet("enum", SpanKind.CLIENT, "CLIENT"),
        argumentSet("enum with a body", Shape.ROUND, "ROUND"),
        argumentSet("small big integer", BigInteger.valueOf(Long.MIN_VALUE), Long.MIN_VALUE),
        argumentSet("large big integer", BigInteger.ONE.shiftLeft(63), "9223372036854775808"),
        argumentSet("big decimal", new BigDecimal("1.50"), "1.50"),
        argumentSet(
            "path, which iterates over itself", Path.of("a", "b"), Path.of("a/b").toString()),
        argumentSet("object", new Named("x"), "Named[name=x]"),
        argumentSet("bytes", new byte[] {1, 2}, ByteBuffer.wrap(new byte[] {1, 2})),
        argumentSet(
            "part of a buffer",
            ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 1),
            ByteBuffer.wrap(new byte[] {2})),
        argumentSet("int array", new int[] {1, 2}, List.of(1L, 2L)),
        argumentSet("char array", new char[] {'a', 'b'}, List.of("a", "b")),
        argumentSet("empty array", new String[0], List.of()),
        argumentSet("array with null", new String[] {"a", null}, Arrays.asList("a", null)),
        argumentSet("list of mixed", Arrays.asList(1, "a", null), Arrays.asList(1L, "a", null)),
        argumentSet(
            "nested",
            List.of(List.of(1), new int[] {2}, Map.of("k", 'v')),
            List.of(List.of(1L), List.of(2L), Map.of("k", "v"))),
        argumentSet("map with other keys", Map.of(1, 2), Map.of("1", 2L)),
        argumentSet(
            "map with null",
            Collections.singletonMap(null, null),
            Collections.singletonMap("null", null)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void set_anyValue_isConverted(Object given, Object stored) {
    span.set("key", given);

    assertThat(ended().get("key")).isEqualTo(stored);
  }

  @ParameterizedTest
  @MethodSource("values")
  void builder_anyValue_isConvertedAlike(Object given, Object stored) {
    assertThat(Attributes.of("key", given).get("key")).isEqualTo(stored);
  }

  @Test
  void set_primitives_areStoredWithoutConversion() {
    span.set("text", "t").set("truth", false).set("int", 1).set("long", 2L).set("double", 2.5);

    Attributes attributes = ended();
    assertThat(attributes).hasToString("{text=t, truth=false, int=1, long=2, double=2.5}");
    assertThat(attributes.get("int")).isEqualTo(1L);
    assertThat(attributes.get("truth")).isEqualTo(false);
  }

  @Test
  void set_nullValueOrNoName_isIgnored() {
    span.set("a", (String) null).set("b", (Object) null).setAll(null);
    span.set(null, "v").set(null, 1).set(null, 1.0).set(null, true).set(null, (Object) 1);
    span.set("", "v").set("", 1);

    assertThat(ended().isEmpty()).isTrue();
    assertThat(collector.only().droppedAttributes()).isZero();
  }

  @Test
  void set_null_keepsTheValueSetBefore() {
    span.set("a", 1).set("a", (String) null);

    assertThat(ended()).hasToString("{a=1}");
  }

  @Test
  void set_again_replacesTheValueInItsPlace() {
    span.set("a", 1).set("b", 2).set("a", "other type").set("c", 3);

    assertThat(ended()).hasToString("{a=other type, b=2, c=3}");
  }

  @Test
  void set_moreThanTheFirstRoom_keepsAll() {
    for (int i = 0; i < 100; i++) {
      span.set("key" + i, i);
    }
    Attributes attributes = ended();
    assertThat(attributes.size()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(attributes.name(i)).isEqualTo("key" + i);
      assertThat(attributes.value(i)).isEqualTo((long) i);
    }
  }

  @Test
  void set_collectionThatContainsItself_endsAtTheDepthLimit() {
    List<Object> cyclic = new ArrayList<>();
    cyclic.add(cyclic);
    Map<String, Object> cyclicMap = new LinkedHashMap<>();
    cyclicMap.put("self", cyclicMap);
    span.set("list", cyclic).set("map", cyclicMap);

    Attributes attributes = ended();
    assertThat(depth(attributes.get("list"))).isEqualTo(SpanLimits.DEFAULT.valueDepth());
    assertThat(depth(attributes.get("map"))).isEqualTo(SpanLimits.DEFAULT.valueDepth());
  }

  @Test
  void set_collectionThatBranchesIntoItself_isBounded() {
    List<Object> cyclic = new ArrayList<>();
    cyclic.add(cyclic);
    cyclic.add(cyclic);
    span.set("key", cyclic);

    assertThat(ended().size()).isEqualTo(1);
  }

  @Test
  void set_collectionWithoutEnd_isCut() {
    List<Object> endless =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            return index;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    span.set("list", endless).set("array", new int[1_000_000]);

    Attributes attributes = ended();
    assertThat((List<?>) attributes.get("list")).hasSize(ValueConversion.MAX_ELEMENTS);
    assertThat((List<?>) attributes.get("array")).hasSize(ValueConversion.MAX_ELEMENTS);
    assertThat(tracer.stats().truncatedValues()).isEqualTo(2);
  }

  @Test
  void set_collectionOfJustAllElements_isNotCut() {
    int most = ValueConversion.MAX_ELEMENTS;
    span.set("array", new int[most])
        .set("list", Collections.nCopies(most, 1))
        .set("map", IntStream.range(0, most).boxed().collect(toMap(i -> "k" + i, i -> i)));

    assertThat((Map<?, ?>) ended().get("map")).hasSize(most);
    assertThat(tracer.stats().truncatedValues()).isZero();
  }

  @Test
  void set_valueTooDeepInside_isCounted() {
    Object deep = 1;
    for (int i = 0; i < 100; i++) {
      deep = List.of(deep);
    }
    span.set("deep", deep).set("map", Map.of("k", deep));

    assertThat(ended().size()).isEqualTo(2);
    assertThat(tracer.stats().truncatedValues()).isEqualTo(2);
  }

  @Test
  void set_valueWhoseMethodsThrow_isLeftOutAndCounted() {
    try (Fakes.Log log = new Fakes.Log()) {
      span.set("text", new Throwing()).set("list", List.of(1, new Throwing())).set("after", 1);

      assertThat(ended()).hasToString("{after=1}");
      assertThat(tracer.stats().faults()).isEqualTo(2);
      assertThat(log.only().getMessage()).contains(Throwing.class.getName());
    }
  }

  @Test
  void builder_valueWhoseMethodsThrow_isLeftOut() {
    Attributes attributes =
        Attributes.builder().set("text", new Throwing()).set("after", 1).build();

    assertThat(attributes).hasToString("{after=1}");
    assertThat(Attributes.of("text", new Throwing()).isEmpty()).isTrue();
  }

  @Test
  void set_valueWithNullText_isLeftOut() {
    span.set(
        "key",
        new Object() {
          @Override
          public String toString() {
            return null;
          }
        });

    assertThat(ended().isEmpty()).isTrue();
  }

  @Test
  void setAll_setsAllInOrder() {
    span.set("b", 0).setAll(Attributes.of("a", 1, "b", 2)).setAll(Attributes.empty());

    assertThat(ended()).hasToString("{b=2, a=1}");
  }

  @Test
  void set_depthLimit_countsArraysAndMapsAlike() {
    Tracer shallow =
        Fakes.tracer(collector).limits(new SpanLimits(128, 4096, 2, 128, 128, 8192)).build();
    List<?> value = List.of(List.of("kept", List.of("too deep")), Map.of("k", List.of()));
    Span limited = shallow.startSpan("span");
    limited.set("direct", value);
    limited.setAll(Attributes.of("ready", value));
    limited.event("event", Attributes.of("ready", value));
    limited.end();

    List<?> expected = List.of(Arrays.asList("kept", null), Collections.singletonMap("k", null));
    assertThat(collector.only().attributes().get("direct")).isEqualTo(expected);
    assertThat(collector.only().attributes().get("ready")).isEqualTo(expected);
    assertThat(collector.only().events().get(0).attributes().get("ready")).isEqualTo(expected);
  }

  @Test
  void notRecorded_ignoresAllAndAsksNobody() {
    Span none = Span.invalid();
    none.set("a", new Throwing())
        .set("a", "b")
        .set("a", 1)
        .set("a", 1.0)
        .set("a", true)
        .setAll(Attributes.of("a", 1))
        .event("e")
        .event("e", Attributes.empty(), java.time.Instant.EPOCH)
        .link(SpanContext.invalid())
        .rename("n")
        .status(StatusCode.OK)
        .fail(new RuntimeException())
        .recordException(new RuntimeException(), Attributes.empty());
    none.end();
    none.end(java.time.Instant.EPOCH);

    assertThat(none.isRecording()).isFalse();
    assertThat(none.isValid()).isFalse();
    assertThat(none.traceId()).isEqualTo("0".repeat(32));
    assertThat(none.spanId()).isEqualTo("0".repeat(16));
  }

  private static int depth(Object value) {
    if (value instanceof Map<?, ?> map) {
      return 1 + map.values().stream().mapToInt(SpanAttributeTest::depth).max().orElse(0);
    }
    if (value instanceof List<?> list) {
      return 1 + IntStream.range(0, list.size()).map(i -> depth(list.get(i))).max().orElse(0);
    }
    return 0;
  }

  private enum Shape {
    ROUND {
      @Override
      public String toString() {
        return "not this";
      }
    }
  }

  private record Named(String name) {}

  private static final class Throwing {
    @Override
    public String toString() {
      throw new UnsupportedOperationException("no text");
    }
  }
}
