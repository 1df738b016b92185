// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import dev.tracer.kafka.KafkaTracing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Gives the application's factories of listener containers, and containers that are beans
 * themselves, an interceptor that traces batches, around the application's own. Only where
 * observation is enabled, as it is with single records. Thread-safe.
 */
final class TracingBatchListeners implements BeanPostProcessor, SmartInitializingSingleton {
  /** A field of {@link #OWNERS}; Spring Kafka 3 has no public method that tells it. */
  static final String INTERCEPTOR = "batchInterceptor";

  /** Factories and containers, by name as Spring Kafka may be absent where it is asked for. */
  static final List<String> OWNERS =
      List.of(
          "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory",
          "org.springframework.kafka.listener.AbstractMessageListenerContainer");

  private final BeanFactory beans;

  /** Null until all beans are there: containers start later. */
  private volatile @Nullable KafkaTracing tracing;

  TracingBatchListeners(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    tracing =
        beans
            .getBeanProvider(KafkaTracing.class)
            .getIfUnique(() -> KafkaTracing.of(beans.getBean(Tracer.class)));
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory
        && factory.getContainerProperties().isObservationEnabled()) {
      trace(factory);
    } else if (bean instanceof AbstractMessageListenerContainer<?, ?> container
        && container.getContainerProperties().isObservationEnabled()) {
      trace(container);
    }
    return bean;
  }

  private <K, V> void trace(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
    BatchInterceptor<K, V> traced = around(factory);
    if (traced != null) {
      factory.setBatchInterceptor(traced);
    }
  }

  private <K, V> void trace(AbstractMessageListenerContainer<K, V> container) {
    BatchInterceptor<K, V> traced = around(container);
    if (traced != null) {
      container.setBatchInterceptor(traced);
    }
  }

  /** An interceptor around the one that {@code owner} has; null if it cannot, or need not be. */
  @SuppressWarnings("unchecked") // of the owner's types
  private <K, V> @Nullable BatchInterceptor<K, V> around(Object owner) {
    DirectFieldAccessor fields = new DirectFieldAccessor(owner);
    if (!fields.isReadableProperty(INTERCEPTOR)) {
      return null;
    }
    Object theirs = fields.getPropertyValue(INTERCEPTOR);
    return theirs instanceof TracingBatchInterceptor<?, ?>
        ? null
        : new TracingBatchInterceptor<>((BatchInterceptor<K, V>) theirs, () -> tracing);
  }
}
