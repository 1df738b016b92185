// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Span;
import dev.tracer.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes a span of Tracer by OpenTelemetry's API. Confined to one thread. */
final class BridgedSpanBuilder implements SpanBuilder {
  private final dev.tracer.SpanBuilder builder;
  private boolean parentIsGiven;

  BridgedSpanBuilder(Tracer tracer, String name) {
    this.builder = tracer.spanBuilder(name);
  }

  @Override
  public SpanBuilder setParent(@Nullable Context context) {
    if (context != null) {
      builder.parent(BridgedContext.unwrap(context));
      parentIsGiven = true;
    }
    return this;
  }

  @Override
  public SpanBuilder setNoParent() {
    builder.noParent();
    parentIsGiven = true;
    return this;
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext context) {
    return addLink(context, Attributes.empty());
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext context, @Nullable Attributes attributes) {
    if (context != null) {
      builder.link(Conversions.toOurs(context), Conversions.toOurs(attributes));
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, @Nullable String value) {
    if (key != null && value != null && !key.isEmpty()) {
      builder.set(key, value);
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, long value) {
    if (key != null && !key.isEmpty()) {
      builder.set(key, value);
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, double value) {
    if (key != null && !key.isEmpty()) {
      builder.set(key, value);
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, boolean value) {
    if (key != null && !key.isEmpty()) {
      builder.set(key, value);
    }
    return this;
  }

  @Override
  public <T> SpanBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    builder.set(Conversions.name(key), Conversions.value(value));
    return this;
  }

  @Override
  public SpanBuilder setAllAttributes(@Nullable Attributes attributes) {
    Conversions.forEach(attributes, builder::set);
    return this;
  }

  @Override
  public SpanBuilder setSpanKind(@Nullable SpanKind kind) {
    if (kind != null) {
      builder.kind(Conversions.toOurs(kind));
    }
    return this;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, @Nullable TimeUnit unit) {
    if (unit != null && timestamp > 0) {
      builder.startTime(Conversions.instant(timestamp, unit));
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span startSpan() {
    if (!parentIsGiven && !TracerContextStorage.isInUse()) {
      // another storage is in use: its current context may know what ours does not
      Context theirs = Context.current();
      if (io.opentelemetry.api.trace.Span.fromContextOrNull(theirs) != null) {
        builder.parent(BridgedContext.unwrap(theirs));
      }
    }
    Span span = builder.start();
    return span.isValid() ? new BridgedSpan(span) : io.opentelemetry.api.trace.Span.getInvalid();
  }
}
