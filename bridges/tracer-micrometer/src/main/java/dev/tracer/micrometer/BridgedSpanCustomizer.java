// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Span;
import io.micrometer.tracing.SpanCustomizer;
import org.jspecify.annotations.Nullable;

/** Writes to whatever span is current at each call. Stateless; null arguments are ignored. */
final class BridgedSpanCustomizer implements SpanCustomizer {
  @Override
  public SpanCustomizer name(@Nullable String name) {
    if (name != null) {
      Span.current().rename(name);
    }
    return this;
  }

  @Override
  public SpanCustomizer tag(String key, @Nullable String value) {
    Span.current().set(key, value);
    return this;
  }

  @Override
  public SpanCustomizer tag(String key, long value) {
    Span.current().set(key, value);
    return this;
  }

  @Override
  public SpanCustomizer tag(String key, double value) {
    Span.current().set(key, value);
    return this;
  }

  @Override
  public SpanCustomizer tag(String key, boolean value) {
    Span.current().set(key, value);
    return this;
  }

  @Override
  public SpanCustomizer event(@Nullable String value) {
    if (value != null) {
      Span.current().event(value);
    }
    return this;
  }

  @Override
  public String toString() {
    return "SpanCustomizer{" + Span.current() + '}';
  }
}
