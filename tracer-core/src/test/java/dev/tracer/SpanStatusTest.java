// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static dev.tracer.StatusCode.ERROR;
import static dev.tracer.StatusCode.OK;
import static dev.tracer.StatusCode.UNSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Fakes.Collector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpanStatusTest {
  private final Collector collector = new Collector();
  private final Span span = Fakes.tracer(collector).build().startSpan("span");

  static Stream<Arguments> rules() {
    return Stream.of(
        arguments(UNSET, UNSET, UNSET, null),
        arguments(UNSET, OK, OK, null),
        arguments(UNSET, ERROR, ERROR, "second"),
        arguments(OK, UNSET, OK, null),
        arguments(OK, OK, OK, null),
        arguments(OK, ERROR, OK, null),
        arguments(ERROR, UNSET, ERROR, "first"),
        arguments(ERROR, OK, OK, null),
        arguments(ERROR, ERROR, ERROR, "second"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void status_setTwice_followsTheRules(
      StatusCode first, StatusCode second, StatusCode result, String description) {
    span.status(first, "first").status(second, "second").end();

    assertThat(collector.only().statusCode()).isEqualTo(result);
    assertThat(collector.only().statusDescription()).isEqualTo(description);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void status_setByOwnerThenByAnotherThread_followsTheRules(
      StatusCode first, StatusCode second, StatusCode result, String description) throws Exception {
    span.status(first, "first");
    Fakes.onOtherThread(() -> span.status(second, "second"));
    span.end();

    assertThat(collector.only().statusCode()).isEqualTo(result);
    assertThat(collector.only().statusDescription()).isEqualTo(description);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void status_setTwiceByAnotherThread_followsTheRules(
      StatusCode first, StatusCode second, StatusCode result, String description) throws Exception {
    Fakes.onOtherThread(
        () -> {
          span.status(first, "first").status(second, "second");
          span.end();
        });

    assertThat(collector.only().statusCode()).isEqualTo(result);
    assertThat(collector.only().statusDescription()).isEqualTo(description);
  }

  @Test
  void status_errorWithoutDescription_forgetsTheFormerOne() {
    span.status(ERROR, "first").status(ERROR).end();

    assertThat(collector.only().statusDescription()).isNull();
  }

  @Test
  void status_null_isIgnored() {
    span.status(ERROR, "first").status(null).status(null, "second").end();

    assertThat(collector.only().statusCode()).isEqualTo(ERROR);
    assertThat(collector.only().statusDescription()).isEqualTo("first");
  }

  @Test
  void status_neverSet_isUnset() {
    span.end();

    assertThat(collector.only().statusCode()).isEqualTo(UNSET);
    assertThat(collector.only().statusDescription()).isNull();
  }
}
