// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.testing.TestTracer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCommentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{call f(?)}",
        " \n{? = call f(?)}",
        "SELECT 1 /* own */",
        "SELECT 1 -- own",
      })
  void append_whereNoneFits_leavesTheStatement(String sql) {
    try (TestTracer test = TestTracer.create()) {
      test.tracer()
          .run(
              "request",
              span ->
                  assertThat(SqlComment.append(sql, Context.current(), test.tracer()))
                      .isEqualTo(sql));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"call f(?)", "SELECT '{'", "", "SELECT 1;"})
  void append_elsewhere_tellsTheSpan(String sql) {
    try (TestTracer test = TestTracer.create()) {
      test.tracer()
          .run(
              "request",
              span ->
                  assertThat(SqlComment.append(sql, Context.current(), test.tracer()))
                      .contains("/*traceparent='00-" + span.traceId() + "-" + span.spanId()));
    }
  }
}
