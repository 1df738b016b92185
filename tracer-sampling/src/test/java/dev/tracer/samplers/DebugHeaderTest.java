// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebugHeaderTest {
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  private final TestClock clock = TestClock.create();
  private final DebugHeader header =
      new DebugHeader(
          "X-Trace-Debug", "secret", 3, Sampler.parentBased(Sampler.alwaysOff()), clock);
  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Tracer tracer =
      Tracer.builder("debug")
          .propagator(Propagator.composite(Propagator.traceContext(), header))
          .sampler(header)
          .exporter(exporter)
          .build();

  @AfterEach
  void close() {
    tracer.close();
  }

  private Span request(Map<String, String> headers) {
    Context received = tracer.extract(headers, CarrierGetter.ofMap());
    return tracer.spanBuilder("request").parent(received).start();
  }

  @Test
  void rightSecret_forcesTheTrace() {
    Context received = tracer.extract(Map.of("x-trace-debug", "secret"), CarrierGetter.ofMap());
    Span span = tracer.spanBuilder("request").parent(received).start();
    Span child = tracer.spanBuilder("child").parent(received.with(span)).start();
    Map<String, String> sent = new HashMap<>();
    tracer.inject(received.with(child), sent, CarrierSetter.ofMap());
    child.end();
    span.end();
    tracer.flush(Duration.ofMinutes(5));

    assertThat(span.context().traceState()).hasToString("ot=th:0");
    assertThat(sent.get("traceparent")).endsWith("-03");
    assertThat(sent).doesNotContainKey("x-trace-debug");
    assertThat(exporter.spans())
        .extracting(data -> data.name() + data.attributes())
        .containsExactly("child{}", "request{sampling.reason=debug}");
  }

  @Test
  void rightSecret_forcesWhatTheCallerDropped() {
    Span span = request(Map.of("traceparent", UNSAMPLED, "x-trace-debug", "secret"));

    assertThat(span.isSampled()).isTrue();
    assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @ParameterizedTest
  @CsvSource({"wrong", "Secret", "secre", "secrets", "''"})
  void wrongSecret_isRefusedAndCounted(String secret) {
    assertThat(request(Map.of("x-trace-debug", secret)).isSampled()).isFalse();
    assertThat(tracer.stats().refusedHeaders()).isOne();
  }

  @Test
  void noHeader_isDecidedAsUsual() {
    assertThat(request(Map.of()).isSampled()).isFalse();
    assertThat(tracer.stats().refusedHeaders()).isZero();
  }

  @Test
  void tooManyInAMinute_areDecidedAsUsual() {
    Map<String, String> headers = Map.of("x-trace-debug", "secret");
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 5; i++) {
        assertThat(request(headers).isSampled()).isEqualTo(i < 3);
      }
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(header.refused()).isEqualTo(6);
  }

  @Test
  void childrenOfAForcedRequest_doNotCount() {
    Context received = tracer.extract(Map.of("x-trace-debug", "secret"), CarrierGetter.ofMap());
    for (int i = 0; i < 3; i++) {
      Span span = tracer.spanBuilder("request").parent(received).start();
      for (int child = 0; child < 10; child++) {
        tracer.spanBuilder("child").parent(received.with(span)).start();
      }
      assertThat(span.isSampled()).isTrue();
    }
  }

  @Test
  void badSettings_areRefusedByName() {
    Sampler sampler = Sampler.alwaysOff();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DebugHeader.create("h", "", 1, sampler))
        .withMessageContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DebugHeader.create("h", "s", 0, sampler))
        .withMessageContaining("perMinute");
    assertThatNullPointerException()
        .isThrownBy(() -> DebugHeader.create("h", "s", 1, null))
        .withMessage("otherwise");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x trace debug", "x-trace\r\ndebug", "x-trace:debug", "größe"})
  void header_thatIsNoNameOfOne_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DebugHeader.create(name, "s", 1, Sampler.alwaysOff()))
        .withMessageStartingWith("header must be the name of a header: \"");
  }

  @Test
  void description_hidesTheSecret() {
    assertThat(header.toString()).doesNotContain("secret").contains("x-trace-debug", "ParentBased");
  }
}
