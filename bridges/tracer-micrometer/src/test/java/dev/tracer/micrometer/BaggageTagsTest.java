// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.testing.TestTracer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Baggage as attributes of every span. */
class BaggageTagsTest {
  @Test
  void spansThatStart_haveTheFields() {
    try (TestTracer test =
        TestTracer.create(builder -> builder.processor(BaggageTags.of(List.of("tenant"))))) {
      Baggage baggage = Baggage.of("Tenant", "acme").with("other", "o");
      try (Scope scope = Context.current().with(baggage).makeCurrent()) {
        test.tracer().startSpan("in").end();
      }
      test.tracer().startSpan("out").end();

      assertThat(test.spans().get(0).attributes().get("tenant")).isEqualTo("acme");
      assertThat(test.spans().get(0).attributes().size()).isEqualTo(1);
      assertThat(test.spans().get(1).attributes().isEmpty()).isTrue();
    }
  }

  @Test
  void localFields_areThoseOfTheProcessAlone() {
    BaggageTags tags = BaggageTags.of(List.of("tenant", "User"), List.of("user"));
    try (TestTracer test = TestTracer.create(builder -> builder.processor(tags))) {
      Baggage theirs = Baggage.of("user", "admin").with("tenant", "acme");
      try (Scope scope = Context.current().with(theirs).makeCurrent()) {
        test.tracer().startSpan("outside").end();
        var micrometer =
            MicrometerTracing.builder(test.tracer()).localFields(List.of("user")).build().tracer();
        try (var local = micrometer.createBaggageInScope("user", "ann")) {
          test.tracer().startSpan("inside").end();
        }
      }

      assertThat(test.spans().get(0).attributes()).hasToString("{tenant=acme}");
      assertThat(test.spans().get(1).attributes()).hasToString("{tenant=acme, User=ann}");
    }
  }

  @Test
  void of_null_throws() {
    assertThatThrownBy(() -> BaggageTags.of(null)).hasMessage("fields");
    assertThatThrownBy(() -> BaggageTags.of(List.of(), null)).hasMessage("localFields");
  }
}
