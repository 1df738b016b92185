// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Resource;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.testing.InMemoryExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What properties do, and that {@code OTEL_*} goes before them. */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(TracerAutoConfiguration.class))
          .withUserConfiguration(Spans.class)
          .withPropertyValues("spring.application.name=shop", "tracer.close-timeout=5m");

  @Configuration(proxyBeanMethods = false)
  static class Spans {
    @Bean
    InMemoryExporter spans() {
      return InMemoryExporter.create();
    }
  }

  /** The spans of some work in an application with these properties. */
  private List<SpanData> spans(Consumer<Tracer> work, String... properties) {
    List<SpanData> spans = new ArrayList<>();
    application
        .withPropertyValues(properties)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Tracer tracer = context.getBean(Tracer.class);
              work.accept(tracer);
              tracer.flush(Duration.ofMinutes(5));
              spans.addAll(context.getBean(InMemoryExporter.class).spans());
            });
    return spans;
  }

  private Map<String, String> headers(String... properties) {
    Map<String, String> headers = new HashMap<>();
    Consumer<Tracer> work =
        tracer -> tracer.run("work", span -> tracer.inject(headers, CarrierSetter.ofMap()));
    assertThat(spans(work, properties)).hasSize(1);
    return headers;
  }

  private Resource resource(String... properties) {
    return spans(tracer -> tracer.run("work", span -> {}), properties).get(0).resource();
  }

  @Test
  void name_andAttributes_describeTheService() {
    Resource resource =
        resource(
            "spring.application.group=sales",
            "management.opentelemetry.resource-attributes.team=t, 1");

    assertThat(resource.serviceName()).isEqualTo("shop");
    assertThat(resource.attributes().get("service.namespace")).isEqualTo("sales");
    assertThat(resource.attributes().get("team")).isEqualTo("t, 1");
  }

  @Test
  void variables_goBeforeProperties() {
    Resource resource =
        resource(
            "management.opentelemetry.resource-attributes.team=theirs",
            "management.opentelemetry.resource-attributes.floor=2",
            "management.tracing.sampling.probability=0",
            "OTEL_SERVICE_NAME=by-variable",
            "OTEL_RESOURCE_ATTRIBUTES=team=ours",
            "otel.traces.sampler=always_on");

    assertThat(resource.serviceName()).isEqualTo("by-variable");
    assertThat(resource.attributes().get("team")).isEqualTo("ours");
    assertThat(resource.attributes().get("floor")).isEqualTo("2");
  }

  @Test
  void name_isThatOfTheVariable_onlyIfItNamesTheService() {
    assertThat(resource("OTEL_RESOURCE_ATTRIBUTES=k8s.service.name=x").serviceName())
        .isEqualTo("shop");
    assertThat(resource("OTEL_RESOURCE_ATTRIBUTES=team=t, service.name=x").serviceName())
        .isEqualTo("x");
  }

  @Test
  void headers_neverGoToAServerThatAVariableNames() {
    Warnings warnings = new Warnings();
    application
        .withPropertyValues(
            "management.otlp.tracing.endpoint=http://a.invalid/v1/traces",
            "management.otlp.tracing.headers.api-key=secret",
            "OTEL_EXPORTER_OTLP_ENDPOINT=http://b.invalid")
        .run(
            context -> {
              var settings =
                  new SettingsBuilder(
                          context.getBean(AllProperties.class), context.getEnvironment(), warnings)
                      .build();
              assertThat(settings.isSet("OTEL_EXPORTER_OTLP_TRACES_HEADERS")).isFalse();
              assertThat(settings.isSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")).isFalse();
            });
  }

  @Test
  void otlpAndBatches_haveTheirSettings_byEitherBootsNames() {
    String[][] names = {
      {"management.otlp.tracing", "management.tracing.opentelemetry.export"},
      {"management.opentelemetry.tracing.export.otlp", "management.opentelemetry.tracing.export"}
    };
    for (String[] name : names) {
      application
          .withPropertyValues(
              name[0] + ".endpoint=http://a.invalid/v1/traces",
              name[0] + ".headers.api-key=a b",
              name[0] + ".timeout=3s",
              name[0] + ".compression=gzip",
              name[1] + ".max-queue-size=99",
              name[1] + ".max-batch-size=9",
              name[1] + ".schedule-delay=2s",
              name[1] + ".timeout=4s")
          .run(
              context -> {
                var settings =
                    new SettingsBuilder(
                            context.getBean(AllProperties.class),
                            context.getEnvironment(),
                            new Warnings())
                        .build();
                String otlp = "OTEL_EXPORTER_OTLP_TRACES_";
                assertThat(settings.text("OTEL_TRACES_EXPORTER", "")).isEqualTo("otlp");
                assertThat(settings.text(otlp + "ENDPOINT", ""))
                    .isEqualTo("http://a.invalid/v1/traces");
                assertThat(settings.pairs(otlp + "HEADERS")).containsEntry("api-key", "a b");
                assertThat(settings.text(otlp + "TIMEOUT", "")).isEqualTo("3000");
                assertThat(settings.text(otlp + "COMPRESSION", "")).isEqualTo("gzip");
                assertThat(settings.text("OTEL_BSP_MAX_QUEUE_SIZE", "")).isEqualTo("99");
                assertThat(settings.text("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "")).isEqualTo("9");
                assertThat(settings.text("OTEL_BSP_SCHEDULE_DELAY", "")).isEqualTo("2000");
                assertThat(settings.text("OTEL_BSP_EXPORT_TIMEOUT", "")).isEqualTo("4000");
              });
    }
  }

  @Test
  void zipkin_isExportedTo_byEitherBootsNames() {
    for (String name :
        new String[] {"management.zipkin.tracing", "management.tracing.export.zipkin"}) {
      application
          .withPropertyValues(name + ".endpoint=http://127.0.0.1:1/api/v2/spans")
          .run(
              context ->
                  assertThat(context.getBean(Tracer.class).stats().exporters())
                      .anySatisfy(exporter -> assertThat(exporter.name()).contains("zipkin")));
    }
  }

  @Test
  void probability_decides() {
    Consumer<Tracer> work = tracer -> tracer.run("work", span -> {});

    assertThat(spans(work)).hasSize(1);
    assertThat(spans(work, "management.tracing.sampling.probability=0")).isEmpty();
    assertThat(spans(work, "management.tracing.sampling.probability=1.0")).hasSize(1);
  }

  @Test
  void tail_keepsWhatFailed_andWhatWasSlow() {
    Consumer<Tracer> work =
        tracer -> {
          for (String name : List.of("fine", "failed")) {
            Span span = tracer.spanBuilder(name).startTime(Instant.EPOCH).start();
            if (name.equals("failed")) {
              span.fail(new IllegalStateException("no"));
            }
            span.end(Instant.EPOCH.plusMillis(1)); // however coarse the machine's clock is
          }
        };

    assertThat(
            spans(
                work,
                "management.tracing.sampling.probability=0",
                "tracer.sampling.tail.enabled=true"))
        .extracting(SpanData::name)
        .containsExactly("failed");
    assertThat(
            spans(
                work,
                "management.tracing.sampling.probability=0",
                "tracer.sampling.tail.enabled=true",
                "tracer.sampling.tail.errors=false",
                "tracer.sampling.tail.latency=1ns"))
        .hasSize(2);
  }

  @Test
  void formats_areWrittenAndRead_asTold() {
    assertThat(headers()).containsKey("traceparent").doesNotContainKey("b3");
    assertThat(headers("management.tracing.propagation.type=b3")).containsOnlyKeys("b3");
    assertThat(headers("management.tracing.propagation.produce=b3_multi,w3c"))
        .containsKeys("traceparent", "x-b3-traceid");
    assertThat(headers("management.tracing.propagation.type=b3", "OTEL_PROPAGATORS=tracecontext"))
        .containsOnlyKeys("traceparent");
    String parent = "4bf92f3577b34da6a3ce929d0e0e4736";
    Consumer<Tracer> work =
        tracer -> {
          Context theirs =
              tracer.extract(Map.of("b3", parent + "-00f067aa0ba902b7-1"), CarrierGetter.ofMap());
          tracer.spanBuilder("work").parent(theirs).start().end();
        };
    assertThat(spans(work).get(0).traceId()).as("B3 is read").isEqualTo(parent);
  }

  @Test
  void redactionAndLimits_count() {
    Consumer<Tracer> work =
        tracer ->
            tracer.run(
                "work", span -> span.set("iban", "DE1").set("note", "12345").set("password", "x"));

    SpanData span =
        spans(work, "tracer.redaction.mask=iban", "tracer.limits.value-length=3").get(0);
    assertThat(span.attributes().get("iban")).isEqualTo("REDACTED");
    assertThat(span.attributes().get("note")).isEqualTo("123");
    assertThat(spans(work, "tracer.redaction.enabled=false").get(0).attributes().get("password"))
        .isEqualTo("x");
  }

  @Test
  void baggage_becomesAttributes_andIsInLogLines() {
    Map<String, String> logged = new HashMap<>();
    Consumer<Tracer> work =
        tracer -> {
          try (var scope =
              Context.current().with(Baggage.empty().with("tenant", "t1")).makeCurrent()) {
            tracer.run("work", span -> logged.putAll(MDC.getCopyOfContextMap()));
          }
        };

    SpanData span =
        spans(
                work,
                "management.tracing.baggage.tag-fields=tenant",
                "management.tracing.baggage.correlation.fields=tenant")
            .get(0);
    assertThat(span.attributes().get("tenant")).isEqualTo("t1");
    assertThat(logged)
        .containsEntry("tenant", "t1")
        .containsEntry("traceId", span.traceId())
        .containsEntry("spanId", span.spanId())
        .containsEntry("trace_id", span.traceId())
        .containsEntry("span_id", span.spanId());
  }

  @Test
  void localFields_thatACallerSends_areNeitherAttributesNorInLogLines() {
    Map<String, String> logged = new HashMap<>();
    Consumer<Tracer> work =
        tracer -> {
          Context theirs =
              tracer.extract(Map.of("baggage", "user=admin,tenant=t1"), CarrierGetter.ofMap());
          try (var scope = theirs.makeCurrent()) {
            tracer.run("work", span -> logged.putAll(MDC.getCopyOfContextMap()));
          }
        };

    SpanData span =
        spans(
                work,
                "management.tracing.baggage.local-fields=user",
                "management.tracing.baggage.tag-fields=user,tenant",
                "management.tracing.baggage.correlation.fields=user,tenant")
            .get(0);
    assertThat(span.attributes().get("tenant")).isEqualTo("t1");
    assertThat(span.attributes().get("user")).isNull();
    assertThat(logged).containsEntry("tenant", "t1").doesNotContainKey("user");
  }

  @Test
  void mdc_canBeOff() {
    spans(
        tracer -> tracer.run("work", span -> assertThat(MDC.get("traceId")).isNull()),
        "tracer.mdc.enabled=false");
  }

  @Test
  void waterfall_isOnInTheProfileDev_orWhereAskedFor(CapturedOutput output) {
    spans(tracer -> tracer.run("quiet", span -> {}));
    assertThat(output.getOut()).doesNotContain("quiet");

    spans(tracer -> tracer.run("shown in dev", span -> {}), "spring.profiles.active=dev");
    spans(tracer -> tracer.run("shown as asked", span -> {}), "tracer.waterfall=true");
    assertThat(output.getOut()).contains("shown in dev").contains("shown as asked");

    spans(
        tracer -> tracer.run("not shown", span -> {}),
        "spring.profiles.active=dev",
        "tracer.waterfall=false");
    assertThat(output.getOut()).doesNotContain("not shown");
  }

  @Test
  void end_sendsWhatIsLeft() {
    InMemoryExporter[] spans = new InMemoryExporter[1];
    application.run(
        context -> {
          spans[0] = context.getBean(InMemoryExporter.class);
          Span span = context.getBean(Tracer.class).startSpan("last");
          span.end();
        });

    assertThat(spans[0].spans()).extracting(SpanData::name).containsExactly("last");
  }

  @Test
  void customizer_hasTheLastWord() {
    application
        .withBean(TracerBuilderCustomizer.class, () -> builder -> builder.disabled(true))
        .run(context -> assertThat(context.getBean(Tracer.class).isEnabled()).isFalse());
  }
}
