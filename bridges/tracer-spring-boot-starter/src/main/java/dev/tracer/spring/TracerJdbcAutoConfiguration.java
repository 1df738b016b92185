// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.jdbc.JdbcTracing;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Traces the application's {@link DataSource} beans where tracer-jdbc is on the class path.
 *
 * @since 0.1
 */
@AutoConfiguration(after = TracerAutoConfiguration.class)
@ConditionalOnClass({JdbcTracing.class, DataSource.class})
@Conditional(OnTracing.class)
@ConditionalOnBean(AllProperties.class)
@ConditionalOnBooleanProperty(name = "tracer.jdbc.enabled", matchIfMissing = true)
public final class TracerJdbcAutoConfiguration {
  /** For Spring. */
  public TracerJdbcAutoConfiguration() {}

  @Bean
  static TracingDataSources tracingDataSources(BeanFactory beans) {
    return new TracingDataSources(beans);
  }
}
