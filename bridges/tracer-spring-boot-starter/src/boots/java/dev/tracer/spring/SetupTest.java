// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.testing.InMemoryExporter;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;

/** What the starter says of set-ups, good and bad. */
@ExtendWith(OutputCaptureExtension.class)
class SetupTest {
  private static final String OTLP =
      Boot.IS_4 ? "management.opentelemetry.tracing.export.otlp" : "management.otlp.tracing";

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TracerAutoConfiguration.class,
                  TracerObservationAutoConfiguration.class,
                  TracerTaskAutoConfiguration.class))
          .withPropertyValues("spring.application.name=shop");

  @Test
  void nothingConfigured_traces_sendsNothing_andSaysSo(CapturedOutput output) {
    application.run(
        context -> {
          assertThat(context).hasSingleBean(Tracer.class);
          Tracer tracer = context.getBean(Tracer.class);
          assertThat(tracer.isEnabled()).isTrue();
          assertThat(tracer.stats().exporters()).isEmpty();
        });

    assertThat(output)
        .contains(
            "Tracer traces 'shop': all traces (management.tracing.sampling.probability); spans go"
                + " nowhere: set management.otlp.tracing.endpoint (Boot 4:"
                + " management.opentelemetry.tracing.export.otlp.endpoint), or tracer.waterfall.");
  }

  @Test
  void endpoint_isExportedTo_andNamedWithoutSecrets(CapturedOutput output) {
    application
        .withPropertyValues(
            OTLP + ".endpoint=http://ann:secret1@127.0.0.1:1/v1/traces?key=secret2",
            OTLP + ".headers.api-key=secret3",
            "management.tracing.sampling.probability=0.25")
        .run(
            context -> {
              assertThat(context.getBean(Tracer.class).stats().exporters())
                  .singleElement()
                  .satisfies(exporter -> assertThat(exporter.name()).startsWith("otlp"));
              assertThat(context.getBean(EffectiveTracer.class).configuration().toString())
                  .doesNotContain("secret");
            });

    assertThat(output)
        .contains("0.25 of the traces (management.tracing.sampling.probability)")
        .contains("spans go by OTLP to http://127.0.0.1:1/v1/traces.")
        .doesNotContain("secret1", "secret2", "secret3");
  }

  @Test
  void endpoint_thatIsNoUrl_isTold_andTheApplicationStarts(CapturedOutput output) {
    application
        .withPropertyValues(OTLP + ".endpoint=collector:4318")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).contains(OTLP + ".endpoint cannot be used, no spans are sent there: ");
  }

  @Test
  void endpoint_whereNobodyListens_isToldWithItsAddress(CapturedOutput output) {
    application
        .withPropertyValues(
            OTLP + ".endpoint=http://127.0.0.1:1/v1/traces",
            OTLP + ".timeout=10s", // else a first attempt may be told as one without an answer
            "tracer.close-timeout=5m")
        .run(context -> context.getBean(Tracer.class).run("work", span -> {}));

    assertThat(output).contains("http://127.0.0.1:1/v1/traces: ").contains("Connection refused");
  }

  @Test
  void grpc_isTold_andHttpUsedInstead(CapturedOutput output) {
    application
        .withPropertyValues(
            OTLP + ".endpoint=http://collector.invalid:4317", OTLP + ".transport=grpc")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains(
            OTLP
                + ".transport=grpc is not spoken here: OTLP is sent over HTTP to"
                + " http://collector.invalid:4318/v1/traces.");
  }

  @Test
  void grpc_hasThePathOfHttp_whateverTheUrl(CapturedOutput output) {
    for (String url :
        new String[] {"http://a.invalid:4317/", "http://b.invalid", "http://c.invalid:9/own"}) {
      application
          .withPropertyValues(OTLP + ".endpoint=" + url, OTLP + ".transport=grpc")
          .run(context -> assertThat(context).hasNotFailed());
    }

    assertThat(output)
        .contains("over HTTP to http://a.invalid:4318/v1/traces.")
        .contains("over HTTP to http://b.invalid/v1/traces.")
        .contains("over HTTP to http://c.invalid:9/own.");
  }

  @Test
  void password_withAnAt_isNotTold() {
    assertThat(OtlpTarget.withoutSecrets("http://ann:p@ss@host:4318/v1/traces?a=b@c"))
        .isEqualTo("http://host:4318/v1/traces");
    assertThat(OtlpTarget.withoutSecrets("http://host/a@b")).isEqualTo("http://host/a@b");
  }

  @Test
  void numbers_outOfRange_endTheStart_andAreNamed() {
    String batches =
        Boot.IS_4
            ? "management.opentelemetry.tracing.export."
            : "management.tracing.opentelemetry.export.";
    for (String wrong :
        new String[] {
          "tracer.limits.attributes=-1",
          "tracer.limits.value-length=-1",
          "tracer.limits.events=-1",
          "tracer.limits.links=-1",
          batches + "max-batch-size=0",
          batches + "max-queue-size=0",
          batches + "schedule-delay=-1ms",
          batches + "timeout=25d",
          OTLP + ".timeout=-1s",
          "tracer.close-timeout=-1s"
        }) {
      application
          .withPropertyValues(OTLP + ".endpoint=http://127.0.0.1:1/v1/traces", wrong)
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageStartingWith(wrong.substring(0, wrong.indexOf('=')) + " must be"));
    }
  }

  @Test
  void sdk_disabled_isTold(CapturedOutput output) {
    application
        .withPropertyValues("OTEL_SDK_DISABLED=true")
        .run(context -> assertThat(context.getBean(Tracer.class).isEnabled()).isFalse());

    assertThat(output)
        .contains("Tracer is off: OTEL_SDK_DISABLED, or a customizer.")
        .doesNotContain("Tracer traces");
  }

  @Test
  void probability_outOfRange_endsTheStart_andIsNamed() {
    application
        .withPropertyValues("management.tracing.sampling.probability=2")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage("management.tracing.sampling.probability must be in [0, 1]: 2.0"));
  }

  @Test
  void b3AndZipkin_withoutBackends_areTold(CapturedOutput output) {
    application
        .withClassLoader(new FilteredClassLoader("dev.tracer.zipkin"))
        .withPropertyValues(
            "management.tracing.propagation.type=b3_multi",
            "management.zipkin.tracing.endpoint=http://127.0.0.1:1/api/v2/spans")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains(
            "management.tracing.propagation.type=[B3_MULTI] needs dev.tracer:tracer-backends on the"
                + " class path; no trace passes this way.")
        .contains(
            "management.zipkin.tracing.endpoint needs dev.tracer:tracer-backends on the class path;"
                + " no spans are sent there.");
  }

  @Test
  void reactor_withoutContextPropagation_isTold(CapturedOutput output) {
    application
        .withClassLoader(new FilteredClassLoader("io.micrometer.context"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskDecorator.class));

    assertThat(output)
        .contains("Reactor is on the class path without io.micrometer:context-propagation");
  }

  @Test
  void taskDecorator_ofTheApplication_runsBesideOurs_orThatIsTold(CapturedOutput output) {
    String told = "Boot 3.5 takes one TaskDecorator, and the application has its own";
    application.run(context -> assertThat(context).hasSingleBean(TaskDecorator.class));
    assertThat(output).doesNotContain(told);

    application
        .withBean("own", TaskDecorator.class, () -> task -> task)
        .run(
            context ->
                assertThat(context.getBeansOfType(TaskDecorator.class)).hasSize(Boot.IS_4 ? 2 : 1));
    assertThat(output.getOut().contains(told)).isEqualTo(!Boot.IS_4);
  }

  @Test
  void tracerOfTheApplication_isUsed(CapturedOutput output) {
    application
        .withUserConfiguration(OwnTracer.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(Tracer.class);
              io.micrometer.tracing.Span span =
                  context.getBean(io.micrometer.tracing.Tracer.class).nextSpan().name("work");
              span.start().end();
              context.getBean(Tracer.class).flush(Duration.ofMinutes(5));
              assertThat(context.getBean(InMemoryExporter.class).await(1, Duration.ofMinutes(5)))
                  .hasSize(1);
            });

    assertThat(output)
        .contains("Tracer uses the dev.tracer.Tracer bean of the application as it is");
  }

  @Test
  void otherTracers_areNotDoubled(CapturedOutput output) {
    for (String bridge :
        new String[] {
          "io.opentelemetry.javaagent.OpenTelemetryAgent",
          "io.micrometer.tracing.otel.bridge.OtelTracer",
          "io.micrometer.tracing.brave.bridge.BraveTracer"
        }) {
      application
          .withClassLoader(new OtherTracers(bridge))
          .run(
              context -> {
                assertThat(context.getBean(Tracer.class).isEnabled()).isFalse();
                assertThat(context).doesNotHaveBean(EffectiveTracer.class);
              });
    }

    assertThat(output)
        .contains("as it found the OpenTelemetry Java agent (remove -javaagent).")
        .contains("Tracer stands back, as it found micrometer-tracing-bridge-otel (remove it).")
        .contains("Tracer stands back, as it found micrometer-tracing-bridge-brave (remove it).");
  }

  @Test
  void openTelemetryStarter_isNotDoubled_unlessToldTo(CapturedOutput output) {
    ApplicationContextRunner beside =
        application.withClassLoader(
            new OtherTracers(
                "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration"));

    beside.run(context -> assertThat(context.getBean(Tracer.class).isEnabled()).isFalse());
    beside
        .withPropertyValues("tracer.enabled=true")
        .run(context -> assertThat(context.getBean(Tracer.class).isEnabled()).isTrue());

    assertThat(output)
        .contains("Tracer stands back, as it found opentelemetry-spring-boot-starter")
        .contains("To trace with both, set tracer.enabled=true.");
  }

  @Test
  void switches_ofBothBoots_turnItOff(CapturedOutput output) {
    for (String off :
        new String[] {
          "tracer.enabled", "management.tracing.enabled", "management.tracing.export.enabled"
        }) {
      application
          .withPropertyValues(off + "=false")
          .run(
              context -> {
                assertThat(context.getBean(Tracer.class).isEnabled()).isFalse();
                assertThat(context.getBean(io.micrometer.tracing.Tracer.class))
                    .isSameAs(io.micrometer.tracing.Tracer.NOOP);
              });
      assertThat(output).contains("Tracer is off: " + off + "=false.");
    }
  }

  @Test
  void observations_areNotNeeded() {
    application
        .withClassLoader(new FilteredClassLoader("org.aspectj", "reactor"))
        .run(
            context ->
                assertThat(context).hasNotFailed().doesNotHaveBean(ObservationRegistry.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnTracer {
    @Bean
    InMemoryExporter spans() {
      return InMemoryExporter.create();
    }

    @Bean
    Tracer own(InMemoryExporter spans) {
      return Tracer.builder("own").exporter(spans).build();
    }
  }
}
