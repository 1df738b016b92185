// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;

/**
 * Has requests be named by their own route where an error page answers them.
 *
 * @since 0.1
 */
@AutoConfiguration(after = TracerAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.springframework.web.filter.ServerHttpObservationFilter")
@Conditional(OnTracing.class)
public final class TracerServletAutoConfiguration {
  /** For Spring. */
  public TracerServletAutoConfiguration() {}

  @Bean
  static FilterRegistrationBean<ErrorPageFilter> tracerErrorPageFilter() {
    var registration = new FilterRegistrationBean<>(new ErrorPageFilter());
    // Tomcat includes the page where a part of the answer has been sent
    registration.setDispatcherTypes(DispatcherType.ERROR, DispatcherType.INCLUDE);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
