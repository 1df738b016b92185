// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.micrometer.MicrometerTracing;
import io.micrometer.common.annotation.ValueExpressionResolver;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.DefaultNewSpanParser;
import io.micrometer.tracing.annotation.ImperativeMethodInvocationProcessor;
import io.micrometer.tracing.annotation.MethodInvocationProcessor;
import io.micrometer.tracing.annotation.NewSpanParser;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.annotation.SpanTagAnnotationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What makes spans of observations: the handlers that Boot 3.5 brings, and 4.0 if {@code
 * spring-boot-micrometer-tracing} is there. Each stands back behind Boot's.
 *
 * @since 0.1
 */
@AutoConfiguration(
    after = TracerAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.NoopTracerAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration"
    })
@Import({
  TracerObservationAutoConfiguration.Handlers.class,
  TracerObservationAutoConfiguration.Group.class,
  TracerObservationAutoConfiguration.Annotations.class,
  TracerObservationAutoConfiguration.NoTracer.class
})
public final class TracerObservationAutoConfiguration {
  /* Boot's own orders, so that handlers of applications are where they expect them. */
  private static final int RECEIVER = 1000;
  private static final int SENDER = 2000;
  private static final int OTHERS = Ordered.LOWEST_PRECEDENCE - 1000;

  /** For Spring. */
  public TracerObservationAutoConfiguration() {}

  /** From observations to spans. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.class)
  @ConditionalOnBean(Tracer.class)
  static class Handlers {

    @Bean
    @ConditionalOnMissingBean
    @Order(OTHERS)
    static DefaultTracingObservationHandler defaultTracingObservationHandler(Tracer tracer) {
      return new DefaultTracingObservationHandler(tracer);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Propagator.class)
    @Order(SENDER)
    static PropagatingSenderTracingObservationHandler<?> propagatingSenderTracingObservationHandler(
        Tracer tracer, Propagator propagator) {
      return new PropagatingSenderTracingObservationHandler<>(tracer, propagator);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Propagator.class)
    @Order(RECEIVER)
    static PropagatingReceiverTracingObservationHandler<?>
        propagatingReceiverTracingObservationHandler(Tracer tracer, Propagator propagator) {
      return new PropagatingReceiverTracingObservationHandler<>(tracer, propagator);
    }

    @Bean
    @ConditionalOnBean(MicrometerTracing.class)
    static ObservationFilter tracerFailedResponses(MicrometerTracing tracing) {
      return new FailedResponses(tracing.tracer());
    }
  }

  /** One span for each observation, in 4.0 without {@code spring-boot-micrometer-tracing}. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.class)
  @ConditionalOnBean(Tracer.class)
  @ConditionalOnClass(
      name =
          "org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup")
  @ConditionalOnMissingClass(
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
  static class Group {

    @Bean
    static ObservationHandlerGroup tracingObservationHandlerGroup(Tracer tracer) {
      return new TracingHandlerGroup(tracer);
    }
  }

  /** {@code @NewSpan} and {@code @ContinueSpan}, where Boot does not bring them. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.class)
  @ConditionalOnBean(Tracer.class)
  @ConditionalOnClass(name = "org.aspectj.weaver.Advice")
  @ConditionalOnBooleanProperty("management.observations.annotations.enabled")
  static class Annotations {

    @Bean
    @ConditionalOnMissingBean(NewSpanParser.class)
    static DefaultNewSpanParser newSpanParser() {
      return new DefaultNewSpanParser();
    }

    @Bean
    @ConditionalOnMissingBean(MethodInvocationProcessor.class)
    static ImperativeMethodInvocationProcessor imperativeMethodInvocationProcessor(
        NewSpanParser newSpanParser,
        Tracer tracer,
        ObjectProvider<SpanTagAnnotationHandler> spanTags) {
      return new ImperativeMethodInvocationProcessor(
          newSpanParser, tracer, spanTags.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ValueExpressionResolver.class)
    static SpanTagAnnotationHandler spanTagAnnotationHandler(
        BeanFactory beans, ValueExpressionResolver resolver) {
      return new SpanTagAnnotationHandler(beans::getBean, ignored -> resolver);
    }

    @Bean
    @ConditionalOnMissingBean
    static SpanAspect spanAspect(MethodInvocationProcessor methodInvocationProcessor) {
      return new SpanAspect(methodInvocationProcessor);
    }
  }

  /** Something to inject where nothing is traced, if Boot brings nothing. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(OnTracing.Not.class)
  static class NoTracer {

    @Bean
    @ConditionalOnMissingBean
    static Tracer noopTracer() {
      return Tracer.NOOP;
    }

    @Bean
    @ConditionalOnMissingBean
    static Propagator noopPropagator() {
      return Propagator.NOOP;
    }
  }
}
