// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Tracer;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.sampling.Sampler;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What ends the start is told in a few lines: what, where it is set, why, and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(TracerAutoConfiguration.class))
          .withPropertyValues("spring.application.name=shop");

  @SpringBootConfiguration
  @ImportAutoConfiguration(TracerAutoConfiguration.class)
  static class Application {}

  @Test
  void start_withAWrongProperty_tellsItAsBootDoes(CapturedOutput output) {
    Throwable failure =
        catchThrowable(
            () ->
                new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run("--management.tracing.sampling.probability=2"));

    assertThat(failure).isNotNull();
    assertThat(output.getOut().replace("\r", ""))
        .contains(
            "APPLICATION FAILED TO START",
            "Tracer cannot be set up:\n\n"
                + "    Property: management.tracing.sampling.probability\n"
                + "    Value: \"2\"\n"
                + "    Origin: \"management.tracing.sampling.probability\" from property source"
                + " \"commandLineArgs\"\n"
                + "    Reason: must be in [0, 1]\n",
            "Give management.tracing.sampling.probability a value that is allowed");
    assertThat(output).doesNotContain("BeanCreationException", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tracer.sampling.max-traces-per-second=-1",
        "tracer.sampling.tail.max-traces=0",
        "tracer.sampling.tail.decision-wait=-1s",
        "tracer.sampling.tail.latency=-1s",
        "tracer.redaction.mask= ,a",
        "tracer.redaction.hash-key=secret",
        "tracer.limits.attributes=-1",
        "tracer.close-timeout=-1s",
        "management.tracing.baggage.remote-fields= ,a",
        "management.tracing.baggage.local-fields=both",
      })
  void wrongProperty_isNamedWithItsValueUnlessThatIsSecret(String setting) {
    String property = setting.substring(0, setting.indexOf('='));
    FailureAnalysis analysis =
        analysisOf(
            application.withPropertyValues(
                "tracer.sampling.tail.enabled=" + property.contains(".tail."),
                "management.tracing.baggage.remote-fields=both",
                setting));

    assertThat(analysis.getDescription())
        .contains("    Property: " + property + "\n", "Reason: ")
        .doesNotContain("Origin");
    assertThat(analysis.getDescription().contains("    Value: "))
        .isEqualTo(!property.endsWith("hash-key"));
    assertThat(analysis.getDescription()).doesNotContain("secret");
    assertThat(analysis.getAction()).contains(property);
  }

  @Test
  void twoPropertiesThatExcludeEachOther_areBothNamed() {
    FailureAnalysis analysis =
        analysisOf(
            application.withPropertyValues(
                "tracer.sampling.max-traces-per-second=10",
                "management.tracing.sampling.probability=0.5"));

    assertThat(analysis.getDescription())
        .contains(
            "Property: tracer.sampling.max-traces-per-second",
            "Reason: and management.tracing.sampling.probability exclude each other");
  }

  @Test
  void severalBeans_ofWhichOneAloneCounts_areNamed() {
    FailureAnalysis analysis =
        analysisOf(
            application
                .withBean("first", Sampler.class, Sampler::alwaysOff)
                .withBean("second", Sampler.class, Sampler::alwaysOn));

    assertThat(analysis.getDescription())
        .contains("dev.tracer.sampling.Sampler", "first,second")
        .doesNotContain("Property:");
    assertThat(analysis.getAction()).contains("@Primary");
  }

  @Test
  void customizerThatThrows_isNamed_withWhatAndWhere() {
    FailureAnalysis analysis =
        analysisOf(
            application.withBean(
                "ownCustomizer",
                TracerBuilderCustomizer.class,
                () ->
                    builder -> {
                      throw new UnsupportedOperationException("not on Mondays");
                    }));

    assertThat(analysis.getDescription())
        .contains(
            "Reason: the TracerBuilderCustomizer bean 'ownCustomizer' failed:"
                + " java.lang.UnsupportedOperationException: not on Mondays",
            "WrongSettingTest.java:");
    assertThat(analysis.getAction()).contains("'ownCustomizer'");
  }

  @Test
  void exporterOfTwoTracers_isTold() {
    SpanExporter shared = ConsoleExporter.create();
    try (Tracer other = Tracer.builder("other").exporter(shared).build()) {
      FailureAnalysis analysis =
          analysisOf(application.withBean("shared", SpanExporter.class, () -> shared));

      assertThat(other.isEnabled()).isTrue();
      assertThat(analysis.getDescription())
          .contains("SpanExporter bean 'shared'", "serves a processor already; make one for each");
      assertThat(analysis.getAction()).contains("'shared'");
    }
  }

  private static FailureAnalysis analysisOf(ApplicationContextRunner wrong) {
    AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
    wrong.run(
        context ->
            analysis.set(new WrongSettingAnalyzer(null).analyze(context.getStartupFailure())));
    assertThat(analysis.get()).isNotNull();
    return analysis.get();
  }
}
