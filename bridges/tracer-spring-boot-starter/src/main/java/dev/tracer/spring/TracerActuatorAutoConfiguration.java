// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import dev.tracer.micrometer.TracerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The actuator endpoint {@code tracer} and the tracer's meters. There is no health indicator: an
 * application whose spans do not arrive is well.
 *
 * @since 0.1
 */
@AutoConfiguration(after = TracerAutoConfiguration.class)
@Conditional(OnTracing.class)
@ConditionalOnBean(Tracer.class)
@Import({TracerActuatorAutoConfiguration.Ends.class, TracerActuatorAutoConfiguration.Meters.class})
public final class TracerActuatorAutoConfiguration {
  /** For Spring. */
  public TracerActuatorAutoConfiguration() {}

  /** The endpoint. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Endpoint.class)
  @ConditionalOnAvailableEndpoint(endpoint = TracerEndpoint.class)
  static class Ends {

    @Bean
    @ConditionalOnMissingBean
    static TracerEndpoint tracerEndpoint(Tracer tracer, ObjectProvider<EffectiveTracer> effective) {
      return new TracerEndpoint(tracer, effective.getIfAvailable());
    }
  }

  /** The meters. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static class Meters {

    @Bean
    @ConditionalOnMissingBean
    static TracerMetrics tracerMetrics(Tracer tracer) {
      return TracerMetrics.of(tracer);
    }
  }
}
