// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

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
    "sometimes,            '',                     there is no such sampler",
    "parentbased_xyz,      '',                     there is no such sampler",
    "traceidratio,         2,                      'ratio must be in [0, 1]: 2.0'",
    "traceidratio,         NaN,                    'ratio must be in [0, 1]: NaN'",
    "traceidratio,         half,                   OTEL_TRACES_SAMPLER_ARG has no number: half",
    "jaeger_remote,        endpoint=x,             endpoint must be an HTTP URL: x",
    "jaeger_remote,        endpoint=ftp://u:p@x,   endpoint must be an HTTP URL: (not shown",
    "jaeger_remote,        pollingIntervalMs=0,    pollInterval must be positive: PT0S",
    "jaeger_remote,        pollingIntervalMs=1h,   OTEL_TRACES_SAMPLER_ARG has no number: 1h",
    "jaeger_remote,        initialSamplingRate=7,  'ratio must be in [0, 1]: 7.0'",
    "jaeger_remote,        token=ever,             OTEL_TRACES_SAMPLER_ARG has an unknown part: token",
  })
  void whatCannotBeUnderstood_isLoggedAndTheDefaultTaken(
      String name, String argument, String problem) {
    try (LogCapture log = new LogCapture()) {
      assertThat(read(name, argument).description()).isEqualTo("ParentBased{root:AlwaysOnSampler}");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("OTEL_TRACES_SAMPLER=" + name + " cannot be used")
          .contains(problem)
          .doesNotContain("u:p", "ever");
    }
  }

  @Test
  void nothing_isTheDefault() {
    assertThat(Sampling.fromEnvironment(Map.of()).description())
        .isEqualTo("ParentBased{root:AlwaysOnSampler}");
  }
}
