// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndecidedTest {
  private static SpanContext remote(int flags) {
    return SpanContext.of(1, 2, 3, (byte) flags, TraceState.parse("a=1"), true);
  }

  @Test
  void undecided_keepsAllElse() {
    SpanContext context = remote(3);
    SpanContext undecided = context.undecided();

    assertThat(context.isUndecided()).isFalse();
    assertThat(undecided.isUndecided()).isTrue();
    assertThat(undecided.traceFlags()).isEqualTo((byte) 3);
    assertThat(undecided).hasToString(context.toString());
    assertThat(undecided.isRemote()).isTrue();
    assertThat(undecided).isNotEqualTo(context);
  }

  @Test
  void flagsFromOutside_cannotSayUndecided() {
    assertThat(remote(0xff).isUndecided()).isFalse();
  }

  @Test
  void span_passesItOn() {
    Span span = Span.of(remote(1).undecided());

    assertThat(span.isUndecided()).isTrue();
    assertThat(span.context()).isEqualTo(remote(1).undecided());
    assertThat(Span.of(remote(1)).isUndecided()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "0, false", "1, false"})
  void parentBasedSampler_asksRootSampler(int flags, boolean keeps) {
    Sampler root = keeps ? Sampler.alwaysOn() : Sampler.alwaysOff();
    try (Tracer tracer = Tracer.builder("test").sampler(Sampler.parentBased(root)).build()) {
      Context parent = Context.root().with(Span.of(remote(flags).undecided()));
      Span span = tracer.spanBuilder("request").parent(parent).start();

      assertThat(span.isSampled()).isEqualTo(keeps);
      assertThat(span.isUndecided()).isFalse();
      assertThat(span.context().traceIdLow()).isEqualTo(2);
      span.end();
    }
  }

  @Test
  void reportedFault_isCounted() {
    try (LogCapture log = new LogCapture();
        Tracer tracer = Tracer.builder("test").build()) {
      tracer.reportFault("test's instrumentation", new IllegalStateException("bug"));

      assertThat(tracer.stats().faults()).isEqualTo(1);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("The test's instrumentation");
    }
  }
}
