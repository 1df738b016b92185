// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default list takes no name of the semantic conventions 1.43.0 for a secret. */
class SemanticConventionsTest {
  @Test
  void defaults_noNameOfTheConventionsIsHitByAccident() throws IOException {
    KeyRules rules = new KeyRules(RedactionLists.DEFAULTS);
    List<String> names = names();
    List<String> hit = new ArrayList<>();
    for (String name : names) {
      KeyAction action = rules.action(name);
      if (action != KeyAction.KEEP && action != KeyAction.URL && action != KeyAction.QUERY) {
        hit.add(name);
      }
    }
    assertThat(names).hasSizeGreaterThan(500).contains("gen_ai.usage.input_tokens");
    assertThat(hit).containsExactly("db.connection_string"); // deprecated; may have a password
  }

  private static List<String> names() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                SemanticConventionsTest.class.getResourceAsStream("semconv-names.txt"), UTF_8))) {
      return reader.lines().toList();
    }
  }
}
