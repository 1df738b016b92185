// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Traces {@code @KafkaListener}s of batches where Spring Kafka is on the class path. Of single
 * records Spring makes observations itself.
 *
 * @since 0.1
 */
@AutoConfiguration(after = TracerAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.kafka.listener.BatchInterceptor")
@Conditional(OnTracing.class)
@ConditionalOnBean(Tracer.class)
public final class TracerKafkaAutoConfiguration {
  /** For Spring. */
  public TracerKafkaAutoConfiguration() {}

  @Bean
  static TracingBatchListeners tracingBatchListeners(BeanFactory beans) {
    return new TracingBatchListeners(beans);
  }
}
