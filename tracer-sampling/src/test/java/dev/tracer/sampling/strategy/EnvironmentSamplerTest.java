// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSamplerTest {
  private static Sampler read(String name, String argument) {
    Map<String, String> environment = new HashMap<>();
    if (name != null) {
      environment.put("OTEL_TRACES_SAMPLER", name);
    }
    if (argument != null) {
      environment.put("OTEL_TRACES_SAMPLER_ARG", argument);
    }
    return Sampling.fromEnvironment(environment);
  }

  @ParameterizedTest
  @CsvSource({
    ",                          ,    ParentBased{root:AlwaysOnSampler}",
    "always_on,                 ,    AlwaysOnSampler",
    "Always_Off,                0.5, AlwaysOffSampler",
    "traceidratio,              0.25, ProbabilitySampler{0.250000}",
    "traceidratio,              ,    ProbabilitySampler{1.000000}",
    "traceidratio,              0,   AlwaysOffSampler",
    "parentbased_always_on,     ,    ParentBased{root:AlwaysOnSampler}",
    "parentbased_always_off,    ,    ParentBased{root:AlwaysOffSampler}",
    "parentbased_traceidratio,  ' 0.01 ', ParentBased{root:ProbabilitySampler{0.010000}}",
    "xray, , 'AnyOf[RateLimitingSampler{1.0}[], ProbabilitySampler{0.050000}[]]'",
  })
  void names_areUnderstood(String name, String argument, String description) {
    assertThat(read(name, argument).description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource({
    "sometimes,            ''",
    "parentbased_xyz,      ''",
    "traceidratio,         2",
    "traceidratio,         NaN",
    "traceidratio,         half",
    "jaeger_remote,        endpoint=x",
    "jaeger_remote,        pollingIntervalMs=0",
    "jaeger_remote,        pollingIntervalMs=1h",
    "jaeger_remote,        initialSamplingRate=7",
    "jaeger_remote,        what=ever",
  })
  void whatCannotBeUnderstood_isLoggedAndTheDefaultTaken(String name, String argument) {
    try (LogCapture log = new LogCapture()) {
      assertThat(read(name, argument).description()).isEqualTo("ParentBased{root:AlwaysOnSampler}");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("OTEL_TRACES_SAMPLER or _ARG is ignored");
    }
  }

  @Test
  void nothing_isTheDefault() {
    assertThat(Sampling.fromEnvironment(Map.of()).description())
        .isEqualTo("ParentBased{root:AlwaysOnSampler}");
  }
}
