// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static dev.tracer.spring.WrongSettingException.checked;

import dev.tracer.Tracer;
import dev.tracer.micrometer.MicrometerTracing;
import dev.tracer.micrometer.MicrometerTracingBuilder;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.propagation.Propagator;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * A {@link Tracer} for the application, and Micrometer's tracer over it: what Spring observes then
 * becomes spans. Both stand back behind beans of the application of the same types; behind another
 * tracer on the class path, and with {@code tracer.enabled=false}, there is {@link Tracer#noop()}.
 *
 * @since 0.1
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
    },
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.NoopTracerAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@Import({
  TracerAutoConfiguration.Tracing.class,
  TracerAutoConfiguration.Micrometer.class,
  TracerAutoConfiguration.NoTracing.class
})
public final class TracerAutoConfiguration {
  /** For Spring. */
  public TracerAutoConfiguration() {}

  /** The tracer, and Micrometer's over it. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.class)
  @EnableConfigurationProperties({
    TracerProperties.class,
    TracingProperties.class,
    OtlpProperties.class,
    OpenTelemetryProperties.class,
    ZipkinProperties.class
  })
  static class Tracing {

    @Bean
    static AllProperties allTracerProperties(
        TracerProperties tracer,
        TracingProperties tracing,
        OtlpProperties otlp,
        OpenTelemetryProperties openTelemetry,
        ZipkinProperties zipkin) {
      return new AllProperties(tracer, tracing, otlp, openTelemetry, zipkin);
    }

    @Bean
    @ConditionalOnMissingBean(Tracer.class)
    static EffectiveTracer effectiveTracer(
        AllProperties properties, Environment environment, BeanFactory beans) {
      return new TracerMaker(properties, environment).make(new ApplicationParts(beans));
    }

    @Bean(destroyMethod = "") // EffectiveTracer closes it
    @ConditionalOnMissingBean(Tracer.class)
    static Tracer devTracer(EffectiveTracer effective) {
      return effective.tracer();
    }

    @Bean
    static ExecutorsEndFirst tracerExecutorsEndFirst(BeanFactory beans) {
      return new ExecutorsEndFirst(beans);
    }

    @Bean
    static SetupReport tracerSetupReport(
        ObjectProvider<EffectiveTracer> effective, ObjectProvider<MicrometerTracing> micrometer) {
      return new SetupReport(effective, micrometer);
    }
  }

  /** What Spring's observations are traced by. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.class)
  @ConditionalOnMissingBean(io.micrometer.tracing.Tracer.class)
  static class Micrometer {
    private static final String BAGGAGE = "management.tracing.baggage.";

    @Bean
    static MicrometerTracing micrometerTracing(Tracer tracer, TracingProperties properties) {
      var baggage = properties.baggage();
      var builder = MicrometerTracing.builder(tracer);
      if (baggage.enabled()) {
        fields("remote-fields", baggage.remoteFields(), builder::remoteFields);
        fields("local-fields", baggage.localFields(), builder::localFields);
        fields("tag-fields", baggage.tagFields(), builder::tagFields);
      }
      return checked(BAGGAGE + "local-fields", baggage.localFields(), builder::build);
    }

    private static void fields(
        String name, List<String> fields, Function<List<String>, MicrometerTracingBuilder> setter) {
      checked(BAGGAGE + name, fields, () -> setter.apply(fields));
    }

    @Bean
    static io.micrometer.tracing.Tracer micrometerTracer(MicrometerTracing tracing) {
      return tracing.tracer();
    }

    @Bean
    @ConditionalOnMissingBean
    static Propagator micrometerPropagator(MicrometerTracing tracing) {
      return tracing.propagator();
    }

    @Bean
    @ConditionalOnMissingBean
    static CurrentTraceContext micrometerCurrentTraceContext(MicrometerTracing tracing) {
      return tracing.currentTraceContext();
    }
  }

  /** Something to inject where nothing is traced. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.Not.class)
  static class NoTracing {

    @Bean
    @ConditionalOnMissingBean
    static Tracer devTracer() {
      return Tracer.noop();
    }

    @Bean
    static SmartInitializingSingleton tracerSetupReport(
        Environment environment, ResourceLoader resources) {
      return () -> SetupReport.standsBack(environment, resources.getClassLoader());
    }
  }
}
