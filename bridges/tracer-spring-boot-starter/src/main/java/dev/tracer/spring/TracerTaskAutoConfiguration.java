// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Lets {@code @Async} and the application's task executor carry the current span: a {@link
 * TaskDecorator}, which Boot gives to the executors it makes.
 *
 * @since 0.1
 */
@AutoConfiguration(
    after = TracerAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
      "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration"
    })
@ConditionalOnClass(name = "io.micrometer.context.ContextSnapshotFactory")
@Conditional(OnTracing.class)
@Import({ // what looks for the application's, before ours is there
  TracerTaskAutoConfiguration.NoDecorator.class,
  TracerTaskAutoConfiguration.Decorator.class
})
public final class TracerTaskAutoConfiguration {
  /** For Spring. */
  public TracerTaskAutoConfiguration() {}

  /** The decorator. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(Fits.class)
  static class Decorator {

    @Bean
    static TaskDecorator tracerTaskDecorator() {
      return new ContextTaskDecorator();
    }
  }

  /** What to say where there is no room for one. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(TaskDecorator.class)
  @Conditional(FitsNot.class)
  static class NoDecorator {

    @Bean
    static SmartInitializingSingleton tracerTaskReport(ObjectProvider<Tracer> tracer) {
      return () ->
          new Warnings(
                  "Boot 3.5 takes one TaskDecorator, and the application has its own: @Async tasks"
                      + " do not carry the current span. Let it run the task in"
                      + " dev.tracer.Context.current().wrap(task).")
              .log();
    }
  }

  /** Whether Boot takes several decorators, as 4.0 does, or the application has none. */
  static class Fits extends SpringBootCondition implements ConfigurationCondition {
    @Override
    public ConfigurationPhase getConfigurationPhase() {
      return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      boolean several =
          ClassUtils.isPresent(
              "org.springframework.boot.EnvironmentPostProcessor", // as 4.0 has it
              context.getClassLoader());
      var beans = context.getBeanFactory();
      boolean none =
          beans == null || beans.getBeanNamesForType(TaskDecorator.class, true, false).length == 0;
      return new ConditionOutcome(
          several || none, ConditionMessage.forCondition("TaskDecorator").because("of others"));
    }
  }

  /** Whether it has one, and Boot takes no other. */
  static final class FitsNot extends Fits {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      ConditionOutcome positive = super.getMatchOutcome(context, metadata);
      return new ConditionOutcome(!positive.isMatch(), positive.getConditionMessage());
    }
  }
}
