// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span of Tracer as OpenTelemetry's API sees it. As thread-safe as that; nothing here throws.
 * Null arguments are ignored, as OpenTelemetry's own spans do.
 */
final class BridgedSpan implements io.opentelemetry.api.trace.Span {
  /** Beside a span's ids, in contexts that take no span of ours. */
  private static final ContextKey<BridgedSpan> HELD = ContextKey.named("dev.tracer.span");

  private final Span span;
  private final SpanContext context;

  BridgedSpan(Span span) {
    this.span = span;
    this.context = new BridgedSpanContext(span.context());
  }

  /** Tracer's side of any span: of one that is not from here, what can be passed on. */
  static Span unwrap(io.opentelemetry.api.trace.Span theirs) {
    if (theirs instanceof BridgedSpan bridged) {
      return bridged.span;
    }
    try {
      return Span.of(Conversions.toOurs(theirs.getSpanContext()));
    } catch (Throwable e) {
      Conversions.failed("span", e);
      return Span.invalid();
    }
  }

  /**
   * The span as {@code context} holds it, or null. One that another storage holds for us counts as
   * long as no other span was put in above it.
   */
  static io.opentelemetry.api.trace.@Nullable Span in(Context context) {
    var theirs = io.opentelemetry.api.trace.Span.fromContextOrNull(context);
    BridgedSpan held = context.get(HELD);
    if (held == null || theirs == null) {
      return theirs;
    }
    return held.context.getSpanId().equals(theirs.getSpanContext().getSpanId()) ? held : theirs;
  }

  /**
   * Puts this into {@code context}. That of the OpenTelemetry Java agent takes no span of a class
   * that it does not know: it gets the ids, so that its own spans nest in this one, and this
   * beside.
   */
  @Override
  public Context storeInContext(Context target) {
    Context stored = io.opentelemetry.api.trace.Span.super.storeInContext(target);
    if (stored instanceof BridgedContext
        || io.opentelemetry.api.trace.Span.fromContextOrNull(stored) == this) {
      return stored;
    }
    return target.with(io.opentelemetry.api.trace.Span.wrap(context)).with(HELD, this);
  }

  @Override
  public <T> io.opentelemetry.api.trace.Span setAttribute(
      @Nullable AttributeKey<T> key, @Nullable T value) {
    span.set(Conversions.name(key), Conversions.value(value));
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setAttribute(String key, @Nullable String value) {
    if (isName(key)) {
      span.set(key, value);
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setAttribute(String key, long value) {
    if (isName(key)) {
      span.set(key, value);
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setAttribute(String key, double value) {
    if (isName(key)) {
      span.set(key, value);
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setAttribute(String key, boolean value) {
    if (isName(key)) {
      span.set(key, value);
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setAllAttributes(@Nullable Attributes attributes) {
    Conversions.forEach(attributes, span::set);
    return this;
  }

  private static boolean isName(@Nullable String key) {
    return key != null && !key.isEmpty();
  }

  @Override
  public io.opentelemetry.api.trace.Span addEvent(String name, Attributes attributes) {
    if (name != null && span.isRecording()) {
      span.event(name, Conversions.toOurs(attributes));
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span addEvent(
      String name, Attributes attributes, long timestamp, TimeUnit unit) {
    if (name != null && unit != null && span.isRecording()) {
      span.event(name, Conversions.toOurs(attributes), Conversions.instant(timestamp, unit));
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span addLink(SpanContext other, Attributes attributes) {
    if (other != null && span.isRecording()) {
      span.link(Conversions.toOurs(other), Conversions.toOurs(attributes));
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span setStatus(StatusCode code, @Nullable String description) {
    if (code != null) {
      boolean described = description != null && !description.isEmpty();
      span.status(Conversions.toOurs(code), described ? description : null);
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span recordException(
      @Nullable Throwable exception, Attributes attributes) {
    if (exception != null && span.isRecording()) {
      span.recordException(exception, Conversions.toOurs(attributes));
    }
    return this;
  }

  @Override
  public io.opentelemetry.api.trace.Span updateName(String name) {
    span.rename(name);
    return this;
  }

  @Override
  public void end() {
    span.end();
  }

  @Override
  public void end(long timestamp, TimeUnit unit) {
    if (unit == null || timestamp == 0) { // which stands for now in OpenTelemetry's own spans
      span.end();
    } else {
      span.end(Conversions.instant(timestamp, unit));
    }
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public boolean isRecording() {
    return span.isRecording();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedSpan bridged && bridged.span == span;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(span);
  }

  @Override
  public String toString() {
    return span.toString();
  }
}
