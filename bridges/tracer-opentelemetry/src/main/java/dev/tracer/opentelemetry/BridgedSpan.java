// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span of Tracer as OpenTelemetry's API sees it. As thread-safe as that; nothing here throws.
 * Null arguments are ignored, as OpenTelemetry's own spans do.
 */
final class BridgedSpan implements io.opentelemetry.api.trace.Span {
  private final Span span;
  private final SpanContext context;

  BridgedSpan(Span span) {
    this.span = span;
    this.context = new BridgedSpanContext(span.context());
  }

  /** Tracer's side of any span: of one that is not from here, what can be passed on. */
  static Span unwrap(io.opentelemetry.api.trace.Span theirs) {
    return theirs instanceof BridgedSpan bridged
        ? bridged.span
        : Span.of(Conversions.toOurs(theirs.getSpanContext()));
  }

  @Override
  public <T> io.opentelemetry.api.trace.Span setAttribute(
      @Nullable AttributeKey<T> key, @Nullable T value) {
    if (key != null && Conversions.isSet(key, value)) {
      span.set(key.getKey(), Conversions.value(value));
    }
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
    if (other != null && other.isValid() && span.isRecording()) {
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
