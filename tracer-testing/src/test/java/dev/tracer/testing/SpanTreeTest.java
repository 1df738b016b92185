// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTreeTest {
  private final List<SpanData> checkout =
      List.of(
          span("charge-card", 3, 1)
              .kind(SpanKind.CLIENT)
              .micros(4_000, 11_500)
              .set("card.brand", "visa")
              .set("order.id", 42)
              .event("retry", 7_000, Attributes.of("attempt", 2, "exception.stacktrace", "at x"))
              .link(0x4d, 0x2a)
              .status(StatusCode.ERROR, "declined"),
          span("checkout", 1, 0)
              .kind(SpanKind.SERVER)
              .micros(0, 12_000)
              .status(StatusCode.OK, null),
          span("load-cart", 2, 1).micros(1_000, 1_000).set("order.id", 42).service("carts"));

  @Test
  void tree_tellsNameKindDurationAndStatus() {
    assertThat(SpanTree.of(checkout))
        .hasToString(
            """
            checkout [SERVER] 12ms OK
              load-cart
              charge-card [CLIENT] 7.5ms ERROR
            """);
  }

  @Test
  void tree_withEverything() {
    assertThat(SpanTree.of(checkout).withAttributes().withEvents().withLinks().withServices())
        .hasToString(
            """
            checkout [SERVER] @shop 12ms OK
              load-cart @carts order.id=42
              charge-card [CLIENT] @shop 7.5ms ERROR card.brand=visa order.id=42
                * retry +3ms attempt=2
                -> af7651916cd43dd000000000000004d-2a
            """);
  }

  @Test
  void attributes_canBeSelectedByNameAndBeginning() {
    assertThat(SpanTree.of(checkout).withAttributes("card.*", "attempt").withEvents())
        .hasToString(
            """
            checkout [SERVER] 12ms OK
              load-cart
              charge-card [CLIENT] 7.5ms ERROR card.brand=visa
                * retry +3ms attempt=2
            """);
  }

  @Test
  void stackTrace_isThereOnlyIfNamed() {
    assertThat(SpanTree.of(checkout).withAttributes("exception.stacktrace").withEvents().toString())
        .contains("* retry +3ms exception.stacktrace=\"at x\"");
  }

  @Test
  void withoutDurations_tellsNoTimes() {
    assertThat(SpanTree.of(checkout).withEvents().withoutDurations())
        .hasToString(
            """
            checkout [SERVER] OK
              load-cart
              charge-card [CLIENT] ERROR
                * retry
            """);
  }

  @Test
  void with_leavesTheTreeItWasCalledOnAlone() {
    SpanTree tree = SpanTree.of(checkout);
    String before = tree.toString();
    SpanTree unused = tree.withEvents().withoutDurations().withAttributes();

    assertThat(tree).hasToString(before);
    assertThat(unused.toString()).isNotEqualTo(before);
  }

  @Test
  void rootsAndOrphans_areAllThere() {
    assertThat(
            SpanTree.of(
                List.of(
                    span("second", 2, 0).trace(2).micros(1, 1),
                    span("first", 1, 0).micros(0, 0),
                    span("orphan", 3, 0xbeef).micros(0, 0))))
        .hasToString(
            """
            first
            second
            (missing parent beef)
              orphan
            """);
  }

  @Test
  void names_areEscaped() {
    assertThat(SpanTree.of(List.of(span("a\nb\u202e", 1, 0).micros(0, 0), span("", 2, 1))))
        .hasToString("a\\nb\\u202e\n  \"\" 1ms\n");
  }

  @Test
  void noSpans_areEmpty() {
    assertThat(SpanTree.of(List.of())).hasToString("");
    assertThatCode(() -> SpanTree.of(List.of()).assertIs("")).doesNotThrowAnyException();
  }

  @Test
  void assertIs_ignoresIndentationOfTheWholeAndSpaceAtEnds() {
    SpanTree.of(checkout)
        .assertIs(
            "\n      checkout [SERVER] 12ms OK  \r\n\n        load-cart\n"
                + "        charge-card [CLIENT] 7.5ms ERROR");
  }

  @Test
  void assertIs_nameThatEndsWithSpace_canBeWritten() {
    SpanTree.of(List.of(span("a ", 1, 0).micros(0, 0))).assertIs("a");
  }

  @Test
  void assertIs_otherTree_showsTheDifference() {
    assertThatThrownBy(
            () ->
                SpanTree.of(checkout)
                    .assertIs(
                        """
                        checkout [SERVER] 12ms OK
                          load-cart
                            SELECT
                          charge-card [CLIENT] 7.5ms
                        """))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            The spans are not as expected (- expected, + actual):
              checkout [SERVER] 12ms OK
                load-cart
            -     SELECT
            -   charge-card [CLIENT] 7.5ms
            +   charge-card [CLIENT] 7.5ms ERROR""");
  }

  @Test
  void assertIs_otherIndentation_isADifference() {
    assertThatThrownBy(
            () ->
                SpanTree.of(checkout)
                    .assertIs(
                        """
                        checkout [SERVER] 12ms OK
                          load-cart
                            charge-card [CLIENT] 7.5ms ERROR
                        """))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "a b c, a c, '  a|- b|  c'",
    "a c, a b c, '  a|+ b|  c'",
    "a b c, a x c, '  a|- b|+ x|  c'",
    "a a, a, '  a|- a'",
    "'', a, + a",
    "a, '', - a",
  })
  void difference_keepsWhatIsCommonAtBothEnds(String expected, String actual, String difference) {
    List<SpanData> spans = new ArrayList<>();
    for (String name : actual.split(" ", -1)) {
      if (!name.isEmpty()) {
        spans.add(span(name, spans.size() + 1, 0).micros(0, 0));
      }
    }

    assertThatThrownBy(() -> SpanTree.of(spans).assertIs(expected.replace(' ', '\n')))
        .hasMessage(
            "The spans are not as expected (- expected, + actual):\n"
                + difference.replace('|', '\n'));
  }
}
