// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "a, a, true",
    "a, A, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*/health, /api/health, true",
    "*/health, /api/healthz, false",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "**, anything, true",
    "*a, a*a, true",
    "[a].*, [a].b, true",
    "[a].*, ab, false",
  })
  void matches_aWholeText(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void matches_aNulCharacter_onlyByItselfOrAWildcard() {
    assertThat(Glob.of("a").matches("a\0")).isFalse();
    assertThat(Glob.of("a?").matches("a\0")).isTrue();
  }

  @Test
  void matches_manyAsterisks_doesNotExplode() {
    assertThat(Glob.of("*a".repeat(50) + "b").matches("a".repeat(5_000))).isFalse();
  }
}
