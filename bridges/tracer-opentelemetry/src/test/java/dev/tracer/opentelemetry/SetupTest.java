// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Set-ups, good and bad. */
class SetupTest {
  private final TestTracer test = TestTracer.create();

  @AfterEach
  void close() {
    GlobalOpenTelemetry.resetForTest();
    test.close();
  }

  @Test
  void of_null_isNamed() {
    assertThatThrownBy(() -> OpenTelemetryBridge.of(null)).hasMessage("tracer");
  }

  @Test
  void register_isWhatTheGlobalAnswers() {
    OpenTelemetryBridge.of(test.tracer()).register();
    GlobalOpenTelemetry.getTracer("lib").spanBuilder("s").startSpan().end();
    assertThat(test.spans()).hasSize(1);
  }

  @Test
  void register_secondTime_tellsSo() {
    OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer()).register();
    assertThatThrownBy(bridge::register)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GlobalOpenTelemetry.set has already been called");
  }

  @Test
  void meters_areToldOnceAndDoNothing() {
    try (LogCapture log = new LogCapture()) {
      OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
      bridge.getMeter("lib").counterBuilder("n").build().add(1);
      bridge.getMeter("lib").counterBuilder("n").build().add(1);
      assertThat(log.messages()).singleElement().asString().contains("meter");
    }
  }

  /** What runs in a process whose API keeps its context elsewhere. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] args) {
      try (TestTracer test = TestTracer.create()) {
        var tracer = OpenTelemetryBridge.of(test.tracer()).getTracer("lib");
        Span outer = tracer.spanBuilder("outer").startSpan();
        try (Scope scope = outer.makeCurrent()) {
          tracer.spanBuilder("inner").startSpan().end();
          tracer.spanBuilder("given").setParent(Context.current()).startSpan().end();
        }
        outer.end();
        test.assertTree(
            """
            outer
              inner
              given
            """);
        System.out.println("nested");
      }
    }
  }

  @Test
  void anotherStorage_isTold_andTheirSpansNestAllTheSame() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Dio.opentelemetry.context.contextStorageProvider=default",
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(output).contains("OpenTelemetry's API keeps its context elsewhere", "nested");
    assertThat(process.exitValue()).isZero();
  }
}
