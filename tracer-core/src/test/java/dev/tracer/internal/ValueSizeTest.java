// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueSizeTest {
  private static final String TEXT = "x".repeat(1000);

  @Test
  void of_textsAndBytes_theirLengths() {
    assertThat(ValueSize.of(TEXT)).isEqualTo(1000);
    assertThat(ValueSize.of("")).isZero();
    assertThat(ValueSize.of(ByteBuffer.allocate(1000))).isEqualTo(1000);
    assertThat(ValueSize.of(ByteBuffer.allocate(1000).position(900))).isEqualTo(100);
  }

  @Test
  void of_others_alike() {
    assertThat(ValueSize.of(1L)).isEqualTo(ValueSize.of(1.5)).isEqualTo(ValueSize.of(true));
    assertThat(ValueSize.of(null)).isLessThanOrEqualTo(ValueSize.of(1L));
  }

  @Test
  void of_listsAndMaps_whatIsInThem() {
    assertThat(ValueSize.of(List.of(TEXT, TEXT))).isBetween(2000L, 2100L);
    assertThat(ValueSize.of(Map.of("k", TEXT, TEXT, "v"))).isBetween(2000L, 2200L);
    assertThat(ValueSize.of(List.of(Map.of("k", List.of(TEXT))))).isBetween(1000L, 1200L);
    assertThat(ValueSize.of(Collections.nCopies(1000, 1L))).isBetween(8_000L, 32_000L);
  }

  @Test
  void of_listThatHoldsItself_ends() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    circle.add(TEXT);
    assertThat(ValueSize.of(circle)).isBetween(16_000L, 17_000L);
  }

  @Test
  void of_list_makesNoText() {
    List<String> list =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return TEXT;
          }

          @Override
          public int size() {
            return 2;
          }

          @Override
          public String toString() {
            throw new AssertionError("a copy of the whole value");
          }
        };
    assertThat(ValueSize.of(list)).isGreaterThan(2000);
  }
}
