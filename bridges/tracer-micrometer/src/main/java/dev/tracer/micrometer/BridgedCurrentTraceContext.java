// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.TraceContext;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The current context of Tracer as Micrometer sees it: there is only one. Stateless. */
final class BridgedCurrentTraceContext implements CurrentTraceContext {
  @Override
  public @Nullable TraceContext context() {
    return BridgedTraceContext.current();
  }

  /** For null a scope without span and baggage. */
  @Override
  public Scope newScope(@Nullable TraceContext context) {
    return context == null ? noSpan() : open(Conversions.toOurs(context).over(Context.current()));
  }

  /** For null a scope without span and baggage. */
  @Override
  public Scope maybeScope(@Nullable TraceContext context) {
    return newScope(context);
  }

  /**
   * A scope without span and baggage. Where nothing is to be recorded, that stays so. Where there
   * is nothing anyway it is none that could be forgotten: a reset of Micrometer's never closes it.
   */
  @SuppressWarnings("ReferenceEquality") // which span or context it is counts
  static Scope noSpan() {
    Context now = Context.current();
    if (now == Context.root()) {
      return Scope.NOOP;
    }
    return open(now.isSuppressed() ? Context.suppressed() : Context.root());
  }

  private static Scope open(Context context) {
    return new BridgedScope(context.makeCurrent());
  }

  @Override
  public <C> Callable<C> wrap(Callable<C> task) {
    return Context.current().wrap(task);
  }

  @Override
  public Runnable wrap(Runnable task) {
    return Context.current().wrap(task);
  }

  /** Tasks run in the context that is current where they are submitted. */
  @Override
  public Executor wrap(Executor delegate) {
    return Context.taskWrapping(delegate);
  }

  /** Tasks run in the context that is current where they are submitted. */
  @Override
  public ExecutorService wrap(ExecutorService delegate) {
    return Context.taskWrapping(delegate);
  }

  @Override
  public String toString() {
    return "CurrentTraceContext{" + context() + '}';
  }

  /** A scope of Tracer. */
  private record BridgedScope(dev.tracer.Scope scope) implements Scope {
    @Override
    public void close() {
      scope.close();
    }
  }
}
