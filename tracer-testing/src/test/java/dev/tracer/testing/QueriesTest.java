// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.SpanKind;
import org.junit.jupiter.api.Test;

class QueriesTest {
  private final TestTracer test = TestTracer.create();

  private void query(String sql) {
    test.tracer()
        .spanBuilder("SELECT")
        .kind(SpanKind.CLIENT)
        .set("db.system.name", "h2database")
        .set("db.query.text", sql)
        .start()
        .end();
  }

  @Test
  void assertQueries_asManyAsAllowed_passes() {
    query("a");
    query("a");
    test.tracer().startSpan("no query").end();
    assertThatCode(() -> test.assertQueries(2)).doesNotThrowAnyException();
  }

  @Test
  void assertQueries_tooMany_saysWhichRepeats() {
    query("SELECT * FROM orders");
    for (int i = 0; i < 3; i++) {
      query("SELECT * FROM items WHERE order_id = ?");
    }
    assertThatThrownBy(() -> test.assertQueries(2))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "4 queries were made, at most 2 are allowed:\n"
                + "  3 x SELECT * FROM items WHERE order_id = ?\n"
                + "  1 x SELECT * FROM orders\n"
                + "One that repeats is mostly a query for each row of another one.");
  }

  @Test
  void assertQueries_ofWork_countsThatAlone() {
    query("before");
    assertThatCode(() -> test.assertQueries(1, span -> query("a"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> test.assertQueries(0, span -> query("b")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 x b");
    assertThatThrownBy(
            () ->
                test.assertQueries(
                    0,
                    span -> {
                      throw new IllegalStateException("of the work");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void assertQueries_negative_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.assertQueries(-1))
        .withMessageContaining("max");
  }
}
