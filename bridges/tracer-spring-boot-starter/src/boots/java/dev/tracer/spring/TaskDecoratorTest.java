// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.testing.InMemoryExporter;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What tasks carry, and what they do not. */
class TaskDecoratorTest {
  private static final ThreadLocal<String> USER = new ThreadLocal<>();

  private final Tracer tracer = Tracer.builder("tasks").exporter(InMemoryExporter.create()).build();

  @Test
  void task_carriesSpanAndObservation_butNothingElse() throws Exception {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(context -> true);
    ContextRegistry.getInstance().registerThreadLocalAccessor("user", USER);
    SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
    executor.setTaskDecorator(new ContextTaskDecorator());
    CompletableFuture<String> seen = new CompletableFuture<>();
    Observation observation = Observation.start("work", registry);
    Span span = tracer.startSpan("work");
    USER.set("ann");
    try (Observation.Scope outer = observation.openScope();
        dev.tracer.Scope inner = span.makeCurrent()) {
      executor.execute(
          () ->
              seen.complete(
                  Span.current().spanId()
                      + " "
                      + (registry.getCurrentObservation() == observation)
                      + " "
                      + USER.get()));
    } finally {
      USER.remove();
      ContextRegistry.getInstance().removeThreadLocalAccessor("user");
      observation.stop();
      span.end();
    }

    assertThat(seen.get(5, TimeUnit.MINUTES)).isEqualTo(span.spanId() + " true null");
    tracer.close();
  }

  @Test
  void periodicTask_isNoPartOfWhatSchedulesIt_butALaterOneIs() throws Exception {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setTaskDecorator(new ContextTaskDecorator());
    scheduler.initialize();
    CompletableFuture<Span> periodic = new CompletableFuture<>();
    CompletableFuture<Span> later = new CompletableFuture<>();
    Span span = tracer.startSpan("request");
    try (dev.tracer.Scope scope = span.makeCurrent()) {
      scheduler.scheduleAtFixedRate(() -> periodic.complete(Span.current()), Duration.ofHours(1));
      scheduler.schedule(() -> later.complete(Span.current()), Instant.now());
    }

    assertThat(periodic.get(5, TimeUnit.MINUTES).isValid()).isFalse();
    assertThat(later.get(5, TimeUnit.MINUTES).spanId()).isEqualTo(span.spanId());
    span.end();
    scheduler.shutdown();
    tracer.close();
  }
}
