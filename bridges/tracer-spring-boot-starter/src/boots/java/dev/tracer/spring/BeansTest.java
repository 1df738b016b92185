// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.micrometer.SpanMetrics;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.InMemoryExporter;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Beans of the application that take part, or are instead of the starter's. */
@ExtendWith(OutputCaptureExtension.class)
class BeansTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TracerAutoConfiguration.class,
                  TracerObservationAutoConfiguration.class,
                  TracerTaskAutoConfiguration.class))
          .withPropertyValues("spring.application.name=shop", "tracer.close-timeout=5m");

  @Test
  void beans_areToldInsteadOfTheProperties_thatTheyOverrule(CapturedOutput output) {
    application
        .withBean(Sampler.class, Sampler::alwaysOff)
        .withBean(Redaction.class, Redaction::none)
        .withBean(Propagator.class, Propagator::traceContext)
        .withBean(SpanMetrics.class, SpanMetrics::create)
        .withPropertyValues("management.tracing.sampling.probability=0.5")
        .run(
            context ->
                assertThat(context.getBean(EffectiveTracer.class).configuration())
                    .containsEntry("sampling", "sampled by a bean of the application")
                    .containsEntry("redaction", "by a bean of the application")
                    .containsEntry("propagation", "by a bean of the application")
                    .containsEntry("destinations", List.of()));

    assertThat(output)
        .contains("Tracer traces 'shop': sampled by a bean of the application; spans go nowhere");
  }

  @Test
  void beans_ofWhichOneAloneCounts_areThePrimaryOne_orEndTheStart() {
    ApplicationContextRunner two = application.withBean("first", Sampler.class, Sampler::alwaysOff);

    two.withBean("second", Sampler.class, Sampler::alwaysOn)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(NoUniqueBeanDefinitionException.class)
                    .hasMessageContaining("first,second"));
    two.withBean(
            "second", Sampler.class, Sampler::alwaysOn, definition -> definition.setPrimary(true))
        .withBean(InMemoryExporter.class, InMemoryExporter::create)
        .run(
            context -> {
              context.getBean(Tracer.class).run("kept", span -> {});
              assertThat(context.getBean(InMemoryExporter.class).await(1, Duration.ofMinutes(5)))
                  .hasSize(1);
            });
  }

  /** The executor is there before the tracer, so Spring itself would end it after that. */
  @Test
  void executorThatWaitsForItsTasks_hasTheirSpansExported() {
    InMemoryExporter spans = InMemoryExporter.create();
    application
        .withBean("executor", ThreadPoolTaskExecutor.class, BeansTest::waitingExecutor)
        .withBean(InMemoryExporter.class, () -> spans)
        .run(
            context -> {
              var executor = context.getBean(ThreadPoolTaskExecutor.class);
              var tracer = context.getBean(Tracer.class);
              var begun = new CountDownLatch(1);
              executor.execute(
                  () ->
                      tracer.run(
                          "last task",
                          span -> {
                            begun.countDown();
                            while (!executor.getThreadPoolExecutor().isShutdown()) {
                              Thread.onSpinWait();
                            }
                          }));
              begun.await();
            });

    assertThat(spans.spans()).extracting(SpanData::name).containsExactly("last task");
  }

  private static ThreadPoolTaskExecutor waitingExecutor() {
    ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
    executor.setWaitForTasksToCompleteOnShutdown(true);
    executor.setAwaitTerminationSeconds(300);
    return executor;
  }

  @Test
  void micrometerTracerOfTheApplication_withoutPropagator_isUsed() {
    application
        .withBean(
            "own", io.micrometer.tracing.Tracer.class, () -> io.micrometer.tracing.Tracer.NOOP)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(DefaultTracingObservationHandler.class)
                    .doesNotHaveBean(PropagatingSenderTracingObservationHandler.class)
                    .doesNotHaveBean(PropagatingReceiverTracingObservationHandler.class));
  }

  @Test
  void tracerAutoConfiguration_excluded_startsWithoutTracer() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                TracerObservationAutoConfiguration.class,
                TracerTaskAutoConfiguration.class,
                TracerJdbcAutoConfiguration.class,
                TracerActuatorAutoConfiguration.class))
        .withBean(DataSource.class, JdbcDataSource::new)
        .withPropertyValues("management.observations.annotations.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(DefaultTracingObservationHandler.class)
                    .getBean(DataSource.class)
                    .isInstanceOf(JdbcDataSource.class));
  }
}
