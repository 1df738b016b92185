// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Tracer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTracingBuilderTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "bad header", "x\n", "x:", "h\u00e9", "\""})
  void nameThatIsNoHeader_isRefused(String name) {
    Tracer tracer = Tracer.builder("x").disabled(true).build();
    HttpTracingBuilder builder = HttpTracing.builder(tracer);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> builder.requestHeaders("x-good", name), () -> builder.responseHeaders(name))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("names");
    }
    builder.requestHeaders("X-Good_1.~!");
  }
}
