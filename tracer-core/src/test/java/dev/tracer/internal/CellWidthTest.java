// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellWidthTest {
  @ParameterizedTest
  @CsvSource({
    "a, 1", "é, 1", "e\u0301, 1", "日本語, 6", "ﾊﾝ, 2", "Ｗ, 2", "한, 2", "😀, 2", "👩‍💻, 4", "🇩🇪, 2",
    "─━█, 3", "ж, 1", "म्, 1", "\u115f, 2", "\u1100, 2", "\u3000x, 3", "\ud840\udc00, 2", "⌚, 2",
        "⌛, 2", "⌘, 1",
  })
  void width_isThatOfATerminal(String text, int cells) {
    assertThat(CellWidth.of(text)).isEqualTo(cells);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 5, abcd…",
    "abcdef, 1, …",
    "abcdef, 0, ''",
    "日本語, 5, 日本…",
    "日本語, 4, 日…",
    "ae\u0301io, 3, ae\u0301…",
  })
  void elideEnd_fits(String text, int cells, String expected) {
    assertThat(CellWidth.elideEnd(text, cells, "…")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefghij, 10, abcdefghij",
    "abcdefghij, 9, abcd…ghij",
    "abcdefghij, 8, abcd…hij",
    "abcdefghij, 5, ab…ij",
    "abcdefghij, 4, abc…",
    "日本語日本語, 9, 日本…本語",
    "日本語日本語, 8, 日本…語",
    "abcdefgho\u0301, 5, ab…ho\u0301",
  })
  void elideMiddle_keepsBothEnds(String text, int cells, String expected) {
    assertThat(CellWidth.elideMiddle(text, cells, "…")).isEqualTo(expected);
  }

  @Test
  void elide_neverSplitsASurrogatePairAndNeverExceedsTheRoom() {
    String text = "😀".repeat(20);
    for (int cells = 0; cells < 40; cells++) {
      for (String elided :
          new String[] {
            CellWidth.elideEnd(text, cells, "…"), CellWidth.elideMiddle(text, cells, "…")
          }) {
        assertThat(CellWidth.of(elided)).isLessThanOrEqualTo(cells);
        assertThat(elided.codePoints()).allMatch(c -> c == 0x1F600 || c == '…');
      }
    }
  }
}
