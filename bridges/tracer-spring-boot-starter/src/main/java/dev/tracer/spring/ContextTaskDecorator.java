// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Context;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.concurrent.RunnableScheduledFuture;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Runs tasks with the observation and the context of the thread that hands them in. Nothing else of
 * that thread is carried: who a task runs as, say, stays the application's matter. A periodic task
 * is no part of the work that schedules it, and runs as it is.
 */
final class ContextTaskDecorator implements TaskDecorator {
  private final TaskDecorator observations =
      new ContextPropagatingTaskDecorator(
          ContextSnapshotFactory.builder()
              .captureKeyPredicate(ObservationThreadLocalAccessor.KEY::equals)
              .build());

  /* The observation outside, as a span that was started by hand inside of it is the current one. */
  @Override
  public Runnable decorate(Runnable task) {
    if (task instanceof RunnableScheduledFuture<?> future && future.isPeriodic()) {
      return task;
    }
    return observations.decorate(Context.current().wrap(task));
  }
}
