// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage.Entry;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class BaggageTest {
  private final Baggage two = Baggage.of("a", "1").with("b", "2", "p=q");

  @Test
  void empty_holdsNothing() {
    assertThat(Baggage.empty().isEmpty()).isTrue();
    assertThat(Baggage.empty().size()).isZero();
    assertThat(Baggage.empty()).isEmpty();
    assertThat(Baggage.empty().get("a")).isNull();
    assertThat(Baggage.empty().metadata("a")).isEmpty();
  }

  @Test
  void get_presentKey_givesValueAndMetadata() {
    assertThat(two.get("a")).isEqualTo("1");
    assertThat(two.metadata("a")).isEmpty();
    assertThat(two.get("b")).isEqualTo("2");
    assertThat(two.metadata("b")).isEqualTo("p=q");
  }

  @ParameterizedTest
  @NullAndEmptySource
  void key_nullOrEmpty_isNowhere(String key) {
    assertThat(two.get(key)).isNull();
    assertThat(two.metadata(key)).isEmpty();
    assertThat(two.without(key)).isSameAs(two);
    assertThat(two.with(key, "1")).isSameAs(two);
    assertThat(Baggage.of(key, "1")).isSameAs(Baggage.empty());
  }

  @Test
  void key_otherCase_isAnotherKey() {
    assertThat(two.get("A")).isNull();
    assertThat(two.with("A", "3").size()).isEqualTo(3);
  }

  @Test
  void with_nullValue_changesNothing() {
    assertThat(two.with("a", null)).isSameAs(two);
    assertThat(Baggage.of("a", null)).isSameAs(Baggage.empty());
  }

  @Test
  void with_presentKey_replacesValueAndMetadataInPlace() {
    assertThat(two.with("b", "3"))
        .containsExactly(new Entry("a", "1", ""), new Entry("b", "3", ""));
    assertThat(two.with("a", "3", "m"))
        .containsExactly(new Entry("a", "3", "m"), new Entry("b", "2", "p=q"));
  }

  @Test
  void with_andWithout_leaveTheOriginalAlone() {
    two.with("a", "changed").with("c", "3").without("b");
    assertThat(two).containsExactly(new Entry("a", "1", ""), new Entry("b", "2", "p=q"));
  }

  @Test
  void without_presentKey_removesIt() {
    Baggage three = two.with("c", "3");
    assertThat(three.without("a").asMap())
        .containsExactly(Map.entry("b", "2"), Map.entry("c", "3"));
    assertThat(three.without("b").asMap())
        .containsExactly(Map.entry("a", "1"), Map.entry("c", "3"));
    assertThat(three.without("c")).isEqualTo(two);
    assertThat(Baggage.of("a", "1").without("a")).isSameAs(Baggage.empty());
  }

  @Test
  void of_entries_lastOfAKeyWins() {
    List<Entry> entries =
        List.of(
            new Entry("a", "1", ""),
            new Entry("b", "2", ""),
            new Entry("", "empty", ""),
            new Entry("a", "3", "m"));
    assertThat(Baggage.of(entries))
        .containsExactly(new Entry("a", "3", "m"), new Entry("b", "2", ""));
    assertThat(Baggage.of(List.of())).isSameAs(Baggage.empty());
    assertThat(Baggage.of(List.of(new Entry("", "1", "")))).isSameAs(Baggage.empty());
  }

  @Test
  void iterator_remove_isNotSupported() {
    Iterator<Entry> iterator = two.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(two.size()).isEqualTo(2);
  }

  @Test
  void asMap_changed_leavesTheBaggageAlone() {
    two.asMap().put("a", "changed");
    assertThat(two.get("a")).isEqualTo("1");
  }

  @Test
  void equals_dependsOnKeysValuesAndMetadata() {
    assertThat(two)
        .isEqualTo(Baggage.of("a", "1").with("b", "2", "p=q"))
        .hasSameHashCodeAs(Baggage.of("a", "1").with("b", "2", "p=q"))
        .isNotEqualTo(Baggage.of("a", "1").with("b", "2"))
        .isNotEqualTo(Baggage.of("a", "1"))
        .isNotEqualTo("Baggage{a=1, b=2}");
    assertThat(two).hasToString("Baggage{a=1, b=2}");
  }

  @Test
  void entry_null_isRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> new Entry(null, "", "")).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> new Entry("", null, "")).withMessage("value");
    assertThatNullPointerException()
        .isThrownBy(() -> new Entry("", "", null))
        .withMessage("metadata");
  }

  @Test
  void current_isThatOfTheCurrentContext() {
    assertThat(Baggage.current()).isSameAs(Baggage.empty());
    try (Scope scope = Context.root().with(two).makeCurrent()) {
      assertThat(Baggage.current()).isSameAs(two);
    }
    assertThat(Baggage.current()).isSameAs(Baggage.empty());
  }
}
