// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Has executors of the application end before the tracer, which else may be gone when they have
 * waited for their last tasks. Those that the tracer's own parts bring stay behind it. Thread-safe.
 */
final class ExecutorsEndFirst implements BeanPostProcessor {
  private final BeanFactory beans;

  ExecutorsEndFirst(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof Executor
        && beans instanceof ConfigurableBeanFactory factory
        && !factory.isCurrentlyInCreation(EffectiveTracer.BEAN)) {
      factory.registerDependentBean(EffectiveTracer.BEAN, name);
    }
    return bean;
  }
}
