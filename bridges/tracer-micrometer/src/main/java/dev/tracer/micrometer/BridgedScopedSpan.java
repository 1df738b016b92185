// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

/** A span that is current until it ends. To be ended by the thread that started it. */
final class BridgedScopedSpan implements ScopedSpan {
  private final BridgedSpan span;
  private final CurrentTraceContext.Scope scope;

  BridgedScopedSpan(BridgedSpan span, CurrentTraceContext.Scope scope) {
    this.span = span;
    this.scope = scope;
  }

  @Override
  public boolean isNoop() {
    return span.isNoop();
  }

  @Override
  public TraceContext context() {
    return span.context();
  }

  @Override
  public ScopedSpan name(@Nullable String name) {
    span.name(name);
    return this;
  }

  @Override
  public ScopedSpan tag(String key, @Nullable String value) {
    span.tag(key, value);
    return this;
  }

  @Override
  public ScopedSpan event(@Nullable String value) {
    span.event(value);
    return this;
  }

  @Override
  public ScopedSpan error(@Nullable Throwable throwable) {
    span.error(throwable);
    return this;
  }

  @Override
  public void end() {
    scope.close();
    span.end();
  }

  @Override
  public String toString() {
    return span.toString();
  }
}
