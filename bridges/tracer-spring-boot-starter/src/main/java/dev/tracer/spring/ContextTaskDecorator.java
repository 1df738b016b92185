// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Context;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** Runs tasks with the observation and the context of the thread that hands them in. */
final class ContextTaskDecorator implements TaskDecorator {
  private final TaskDecorator observations = new ContextPropagatingTaskDecorator();

  /* The observation outside, as a span that was started by hand inside of it is the current one. */
  @Override
  public Runnable decorate(Runnable task) {
    return observations.decorate(Context.current().wrap(task));
  }
}
