// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EditedSpanTest {
  private final SpanFixture original =
      span("pay", 2, 1)
          .trace(7)
          .kind(SpanKind.CLIENT)
          .remoteParent()
          .micros(3, 5)
          .dropped(4)
          .set("card", "4111")
          .event("retry", 4, Attributes.empty())
          .link(8, 9)
          .status(StatusCode.ERROR, "declined");

  @Test
  void eachEdit_changesItsPartAndNothingElse() throws ReflectiveOperationException {
    EventData event = new EventData("e", 1, Attributes.empty(), 0);
    LinkData link = new LinkData(original.context(), Attributes.empty(), 0);

    assertChanged(original.withName("x"), "name");
    assertChanged(original.withAttributes(Attributes.of("a", 1)), "attributes");
    assertChanged(original.withEvents(List.of(event)), "events");
    assertChanged(original.withLinks(List.of(link)), "links");
    assertChanged(original.withStatus(StatusCode.OK, null), "statusCode", "statusDescription");
    assertChanged(original.withStatus(StatusCode.ERROR, "other"), "statusDescription");
  }

  @Test
  void edits_addUp() {
    SpanData edited =
        original
            .withName("x")
            .withAttributes(Attributes.of("a", 1))
            .withEvents(List.of())
            .withLinks(List.of())
            .withStatus(StatusCode.UNSET, null);

    assertThat(edited.name()).isEqualTo("x");
    assertThat(edited.attributes()).isEqualTo(Attributes.of("a", 1));
    assertThat(edited.events()).isEmpty();
    assertThat(edited.links()).isEmpty();
    assertThat(edited.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(edited.statusDescription()).isNull();
    assertThat(edited.spanIdAsLong()).isEqualTo(2);
  }

  @Test
  void manyEdits_doNotNest() {
    SpanData edited = original;
    for (int i = 0; i < 100_000; i++) {
      edited = edited.withName("n" + i);
    }

    assertThat(edited.spanIdAsLong()).isEqualTo(2);
  }

  @Test
  void original_staysAsItIs() {
    original.withName("x").withAttributes(Attributes.empty());

    assertThat(original.name()).isEqualTo("pay");
    assertThat(original.attributes().get("card")).isEqualTo("4111");
  }

  @Test
  void list_changedLater_changesNothing() {
    List<EventData> events = new ArrayList<>(original.events());
    List<LinkData> links = new ArrayList<>(original.links());
    SpanData edited = original.withEvents(events).withLinks(links);
    events.clear();
    links.clear();

    assertThat(edited.events()).hasSize(1);
    assertThat(edited.links()).hasSize(1);
  }

  @Test
  void description_withoutError_isIgnored() {
    assertThat(original.withStatus(StatusCode.OK, "fine").statusDescription()).isNull();
  }

  @Test
  void null_throwsNamingTheArgument() {
    assertThatNullPointerException().isThrownBy(() -> original.withName(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> original.withAttributes(null))
        .withMessage("attributes");
    assertThatNullPointerException()
        .isThrownBy(() -> original.withEvents(null))
        .withMessage("events");
    assertThatNullPointerException()
        .isThrownBy(() -> original.withLinks(null))
        .withMessage("links");
    assertThatNullPointerException()
        .isThrownBy(() -> original.withStatus(null, null))
        .withMessage("code");
  }

  /** Compares all accessors of the interface, also those added later. */
  private void assertChanged(SpanData edited, String... expected)
      throws ReflectiveOperationException {
    Set<String> changed = new TreeSet<>();
    for (Method accessor : SpanData.class.getMethods()) {
      if (accessor.getParameterCount() == 0) {
        Object before = accessor.invoke(original);
        Object after = accessor.invoke(edited);
        if (before == null ? after != null : !before.equals(after)) {
          changed.add(accessor.getName());
        }
      }
    }
    assertThat(changed).containsExactly(expected);
  }
}
