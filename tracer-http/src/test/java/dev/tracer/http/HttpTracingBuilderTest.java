// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Tracer;
import dev.tracer.config.Settings;
import dev.tracer.internal.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTracingBuilderTest {
  private static final String VARIABLE = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";
  private static final Tracer TRACER = Tracer.builder("x").disabled(true).build();

  private final HttpTracingBuilder builder = HttpTracing.builder(TRACER);

  @ParameterizedTest
  @ValueSource(strings = {"", "bad header", "x\n", "x:", "h\u00e9", "\""})
  void nameThatIsNoHeader_isRefused(String name) {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> builder.requestHeaders("x-good", name), () -> builder.responseHeaders(name))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("names");
    }
    builder.requestHeaders("X-Good_1.~!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BAD METHOD", "GET\n", "G:T", "\u00c4", " GET"})
  void textThatIsNoMethod_isRefused(String method) {
    assertThatThrownBy(() -> builder.knownMethods(Set.of("GET", method)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("methods");
    assertThat(builder.knownMethods).contains("GET", "QUERY");
    builder.knownMethods(Set.of("get", "VERSION-CONTROL"));
  }

  @ParameterizedTest
  @CsvSource({"'GET,BREW,get', 'GET,BREW,get'", "' GET , BREW,,', 'GET,BREW'", "',', ''"})
  void environment_replacesKnownMethods(String list, String expected) {
    assertThat(builder(list).knownMethods)
        .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(","));
  }

  @Test
  void environmentWithoutMethods_leavesTheDefault() {
    assertThat(builder(" ").knownMethods).isEqualTo(Names.KNOWN_METHODS);
    assertThat(HttpTracingBuilder.fromEnvironment(TRACER).knownMethods)
        .isEqualTo(Names.KNOWN_METHODS);
  }

  @Test
  void environmentWithSomethingElse_isWarnedOfAndLeftOut() {
    try (LogCapture log = new LogCapture()) {
      assertThat(builder("BREW,GET POST").knownMethods).isEqualTo(Names.KNOWN_METHODS);
      assertThat(log.warnings())
          .containsExactly(
              VARIABLE + " is left out: methods must be tokens of HTTP: \"GET POST\".");
    }
  }

  private static HttpTracingBuilder builder(String list) {
    return HttpTracingBuilder.of(TRACER, Settings.of(Map.of(VARIABLE, list), Map.of()));
  }
}
