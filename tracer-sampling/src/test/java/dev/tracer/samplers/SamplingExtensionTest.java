// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code OTEL_TRACES_SAMPLER} with this module on the class path. */
class SamplingExtensionTest {
  private final SamplingExtension extension = new SamplingExtension();

  private static Settings settings(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.of(environment, Map.of());
  }

  @Test
  void extension_isFound() {
    assertThat(ServiceLoader.load(dev.tracer.config.TracerExtension.class))
        .hasAtLeastOneElementOfType(SamplingExtension.class);
  }

  @ParameterizedTest
  @CsvSource({
    "xray,          '',  'AnyOf[RateLimitingSampler{1.0}, ProbabilitySampler{0.05}]'",
    "rate_limiting, 7,   RateLimitingSampler{7.0}",
    "rate_limiting, '',  RateLimitingSampler{100.0}",
    "jaeger_remote, initialSamplingRate=0.5, JaegerRemoteSampler{ProbabilitySampler{0.5}}",
  })
  void name_isThatSampler(String name, String argument, String description) {
    var sampler = extension.sampler(name, settings("OTEL_TRACES_SAMPLER_ARG", argument));
    assertThat(sampler).isNotNull();
    assertThat(sampler.description()).isEqualTo(description);
    sampler.close();
  }

  @Test
  void production_andAdaptive_areThere() {
    assertThat(extension.sampler("production", settings())).isInstanceOf(TailSampler.class);
    assertThat(extension.sampler("adaptive", settings("OTEL_TRACES_SAMPLER_ARG", "5"))).isNotNull();
  }

  @Test
  void nameOfOthers_isLeftToThem() {
    assertThat(extension.sampler("always_on", settings())).isNull();
    assertThat(extension.sampler("nonsense", settings())).isNull();
  }

  /** Two in any second, of however many. */
  @Test
  void tracer_configuredByTheEnvironment_samplesSo() {
    AtomicInteger kept = new AtomicInteger();
    Settings settings =
        settings(
            "OTEL_TRACES_SAMPLER", "parentbased_rate_limiting", "OTEL_TRACES_SAMPLER_ARG", "2");
    try (Tracer tracer =
        settings.tracerBuilder().processor(span -> kept.incrementAndGet()).build()) {
      for (int i = 0; i < 1_000; i++) {
        tracer.startSpan("span").end();
      }
      assertThat(tracer.stats().sampledOut()).isEqualTo(1_000 - kept.get());
    }
    assertThat(kept.get()).isPositive().isLessThan(500);
  }

  /** A tail sampler cannot stand behind a parent-based one, and has one in it. */
  @Test
  void production_behindTheParent_isProduction() {
    Settings settings = settings("OTEL_TRACES_SAMPLER", "parentbased_production");
    try (Tracer tracer = settings.tracerBuilder().processor(span -> {}).build()) {
      assertThat(tracer.toString()).contains("TailSampler");
    }
    assertThat(Sampling.fromEnvironment(Map.of("OTEL_TRACES_SAMPLER", "parentbased_production")))
        .isInstanceOf(TailSampler.class);
  }

  @Test
  void service_isAlsoThatOfTheResourceAttributes() {
    String attributes = "OTEL_RESOURCE_ATTRIBUTES";
    assertThat(settings(attributes, "service.name=shop").serviceName()).isEqualTo("shop");
    assertThat(settings(attributes, "service.name=shop,x").serviceName())
        .isEqualTo("unknown_service:java");
    assertThat(settings(attributes, "service.name=shop", "OTEL_SERVICE_NAME", "till").serviceName())
        .isEqualTo("till");
    assertThat(SamplingExtension.serviceName(Map.of(attributes, "service.name=shop")))
        .isEqualTo("shop");
  }
}
