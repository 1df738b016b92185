// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanRowTest {
  @Test
  void children_comeByStartThenById() {
    assertThat(
            tree(
                span("late", 2, 1).micros(5, 6),
                span("b", 4, 1).micros(1, 9),
                span("a", 3, 1).micros(1, 2),
                span("root", 1, 0)))
        .containsExactly("root", "-a", "-b", "-late");
  }

  @Test
  void ids_areComparedUnsigned() {
    assertThat(tree(span("root", 1, 0), span("high", -1, 1), span("low", 2, 1)))
        .containsExactly("root", "-low", "-high");
  }

  @Test
  void orphans_hangOnOneRowForEachMissingParent() {
    assertThat(
            tree(
                span("root", 1, 0),
                span("x", 2, 77),
                span("y", 3, 77).micros(1, 2),
                span("z", 4, 78)))
        .containsExactly("root", "?", "-x", "-y", "?", "-z");
  }

  @Test
  void remoteParent_unknown_makesARoot() {
    assertThat(tree(span("server", 2, 77).remoteParent())).containsExactly("server");
  }

  @Test
  void remoteParent_known_makesAChild() {
    assertThat(tree(span("server", 2, 1).remoteParent(), span("client", 1, 0)))
        .containsExactly("client", "-server");
  }

  @Test
  void sameIdsInAnotherTrace_areNotMixedUp() {
    assertThat(
            tree(
                span("a", 1, 0).trace(1),
                span("a2", 2, 1).trace(1),
                span("b", 1, 0).trace(2).micros(1, 2),
                span("b2", 2, 1).trace(2)))
        .containsExactly("a", "-a2", "b", "-b2");
  }

  @Test
  void spanThatIsItsOwnParent_isShownOnce() {
    assertThat(tree(span("self", 1, 1))).containsExactly("self");
  }

  @Test
  void ring_isCutOpenAtTheFirstSpan() {
    assertThat(
            tree(
                span("tail", 9, 3).micros(0, 1),
                span("a", 1, 3).micros(1, 2),
                span("b", 2, 1).micros(2, 3),
                span("c", 3, 2).micros(3, 4)))
        .containsExactly("tail", "a", "-b", "--c");
  }

  @Test
  void sharedSpanId_showsBoth() {
    assertThat(tree(span("client", 1, 0), span("server", 1, 0), span("child", 2, 1)))
        .containsExactly("client", "-child", "server");
  }

  @Test
  void deepChain_hasAllRows() {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      spans.add(span("s", i, i - 1));
    }
    Collections.reverse(spans);

    List<SpanRow> rows = SpanRow.of(spans);

    assertThat(rows).hasSize(100_000);
    assertThat(rows.get(99_999).depth()).isEqualTo(99_999);
  }

  private static List<String> tree(SpanFixture... spans) {
    List<String> lines = new ArrayList<>();
    for (SpanRow row : SpanRow.of(List.of(spans))) {
      lines.add("-".repeat(row.depth()) + (row.missing ? "?" : row.span.name()));
    }
    return lines;
  }
}
