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
    "traceidratio,              0.25, ProbabilitySampler{0.25}",
    "traceidratio,              ,    ProbabilitySampler{1.0}",
    "traceidratio,              0,   AlwaysOffSampler",
    "parentbased_always_on,     ,    ParentBased{root:AlwaysOnSampler}",
    "parentbased_always_off,    ,    ParentBased{root:AlwaysOffSampler}",
    "parentbased_traceidratio,  ' 0.01 ', ParentBased{root:ProbabilitySampler{0.01}}",
    "xray, , 'AnyOf[RateLimitingSampler{1.0}, ProbabilitySampler{0.05}]'",
  })
  void names_areUnderstood(String name, String argument, String description) {
    assertThat(read(name, argument).description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource({"sometimes", "parentbased_xyz", "parentbased_sometimes"})
  void nameThatIsNotKnown_isLoggedAndTheDefaultTaken(String name) {
    try (LogCapture log = new LogCapture()) {
      assertThat(read(name, "0.5").description()).isEqualTo("ParentBased{root:AlwaysOnSampler}");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("OTEL_TRACES_SAMPLER=" + name + " cannot be used", "there is no such sampler");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "traceidratio,         5,                      ProbabilitySampler{1.0}, 'ratio must be in'",
    "traceidratio,         NaN,                    ProbabilitySampler{1.0}, 'ratio must be in'",
    "traceidratio,         half,                   ProbabilitySampler{1.0}, no number: half",
    "parentbased_traceidratio, -1,   ParentBased{root:ProbabilitySampler{1.0}}, ratio must be in",
    "jaeger_remote,        endpoint=x,             JaegerRemoteSampler{0.001}, (host x)",
    "jaeger_remote,        endpoint=ftp://u:p@x,   JaegerRemoteSampler{0.001}, begins with neither",
    "jaeger_remote,        pollingIntervalMs=0,    JaegerRemoteSampler{0.001}, must be positive",
    "jaeger_remote,        pollingIntervalMs=1h,   JaegerRemoteSampler{0.001}, no number: 1h",
    "jaeger_remote,        initialSamplingRate=7,  JaegerRemoteSampler{0.001}, ratio must be in",
    "jaeger_remote,        token=ever,             JaegerRemoteSampler{0.001}, unknown part: token",
  })
  void argumentThatCannotBeUnderstood_countsAsNotSet(
      String name, String argument, String description, String problem) {
    try (LogCapture log = new LogCapture()) {
      Sampler sampler = read(name, argument);
      try {
        assertThat(sampler.description())
            .isEqualTo(description.replace("r{0.001}", "r{ProbabilitySampler{0.001}}"));
      } finally {
        sampler.close();
      }
      assertThat(log.warnings())
          .anySatisfy(
              warning ->
                  assertThat(warning.toString())
                      .contains("OTEL_TRACES_SAMPLER_ARG counts as not set", problem)
                      .doesNotContain("u:p", "ever"));
    }
  }

  @Test
  void nothing_isTheDefault() {
    assertThat(Sampling.fromEnvironment(Map.of()).description())
        .isEqualTo("ParentBased{root:AlwaysOnSampler}");
  }
}
