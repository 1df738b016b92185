// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  static Stream<Arguments> equals() {
    return Stream.of(
        argumentSet("none", Attributes.empty(), Attributes.builder().build()),
        argumentSet("other order", Attributes.of("a", 1, "b", 2), Attributes.of("b", 2L, "a", 1L)),
        argumentSet(
            "bytes", Attributes.of("a", new byte[] {1}), Attributes.of("a", new byte[] {1})),
        argumentSet(
            "bytes in a list",
            Attributes.of("a", List.of(new byte[] {1}, 2)),
            Attributes.of("a", List.of(new byte[] {1}, 2))),
        argumentSet(
            "bytes in a map",
            Attributes.of("a", Map.of("k", new byte[] {1})),
            Attributes.of("a", Map.of("k", new byte[] {1}))),
        argumentSet("not a number", Attributes.of("a", Double.NaN), Attributes.of("a", Double.NaN)),
        argumentSet(
            "array and list", Attributes.of("a", new int[] {1}), Attributes.of("a", List.of(1))));
  }

  @ParameterizedTest
  @MethodSource("equals")
  void equals_sameNamesWithEqualValues_isTrue(Attributes one, Attributes two) {
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(two).isEqualTo(one);
    assertThat(one).isEqualTo(one);
  }

  static Stream<Arguments> differs() {
    Attributes base = Attributes.of("a", 1);
    return Stream.of(
        argumentSet("value", base, Attributes.of("a", 2)),
        argumentSet("type", base, Attributes.of("a", 1.0)),
        argumentSet("name", base, Attributes.of("b", 1)),
        argumentSet("more", base, Attributes.of("a", 1, "b", 2)),
        argumentSet("none", base, Attributes.empty()),
        argumentSet(
            "bytes", Attributes.of("a", new byte[] {1}), Attributes.of("a", new byte[] {2})),
        argumentSet(
            "bytes and text", Attributes.of("a", new byte[] {1}), Attributes.of("a", "AQ==")),
        argumentSet("zeros", Attributes.of("a", 0.0), Attributes.of("a", -0.0)));
  }

  @ParameterizedTest
  @MethodSource("differs")
  void equals_anythingElse_isFalse(Attributes one, Attributes two) {
    assertThat(one).isNotEqualTo(two).isNotEqualTo("text").isNotEqualTo(null);
    assertThat(two).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 9})
  void toBuilder_ofAnySize_goesOn(int size) {
    AttributesBuilder first = Attributes.builder();
    for (int i = 0; i < size; i++) {
      first.set("key" + i, i);
    }
    Attributes base = first.build();
    Attributes more = base.toBuilder().set("x", 1).set("y", 2).build();

    assertThat(base.size()).isEqualTo(size);
    assertThat(more.size()).isEqualTo(size + 2);
    assertThat(more.get("y")).isEqualTo(2L);
    assertThat(more.name(size)).isEqualTo("x");
  }

  /** Against the JDK's own map that keeps order; of 60 names some share all that hashes tell. */
  @Test
  void builder_isAMapInTheOrderOfTheFirstSet() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      AttributesBuilder builder = Attributes.builder();
      Map<String, Object> expected = new LinkedHashMap<>();
      for (int step = random.nextInt(30); step >= 0; step--) {
        String name = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(30);
        Attributes some =
            Attributes.of(name, (long) step, random.nextBoolean() ? "Aa0" : "BB29", "x");
        switch (random.nextInt(4)) {
          case 0 -> {
            builder.setAll(some);
            expected.putAll(map(some));
          }
          case 1 -> builder = builder.build().toBuilder();
          default -> {
            builder.set(name, step);
            expected.put(name, (long) step);
          }
        }
      }
      Map<String, Object> built = map(builder.build());
      assertThat(built).isEqualTo(expected);
      assertThat(built.keySet()).containsExactlyElementsOf(expected.keySet());
    }
  }

  private static Map<String, Object> map(Attributes attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.size(); i++) {
      assertThat(map.put(attributes.name(i), attributes.value(i))).isNull();
    }
    return map;
  }

  @Test
  void access_byPositionAndName() {
    Attributes attributes = Attributes.of("a", 1, "b", null);

    assertThat(attributes.size()).isEqualTo(1);
    assertThat(attributes.isEmpty()).isFalse();
    assertThat(attributes.name(0)).isEqualTo("a");
    assertThat(attributes.value(0)).isEqualTo(1L);
    assertThat(attributes.get("b")).isNull();
    for (int index : new int[] {-1, 1}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> attributes.name(index))
          .withMessageContaining("1 attributes");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> attributes.value(index));
    }
  }

  @Test
  void toString_showsBytesAsBase64() {
    Attributes attributes =
        Attributes.of("a", new byte[] {1}, "b", List.of("x", Map.of("k", new byte[] {2})));

    assertThat(attributes).hasToString("{a=AQ==, b=[x, {k=Ag==}]}");
  }

  @Test
  void builder_setAllOfNull_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> Attributes.builder().setAll(null))
        .withMessage("others");
  }
}
