// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which OpenTelemetry's API keeps span and baggage. It does not publish them, but
 * whatever stores itself in a context shows its key.
 */
final class TheirKeys {
  static final ContextKey<?> SPAN = keyOf(Span.getInvalid());
  static final ContextKey<?> BAGGAGE = keyOf(Baggage.empty());

  private TheirKeys() {}

  private static ContextKey<?> keyOf(ImplicitContextKeyed value) {
    Probe probe = new Probe();
    value.storeInContext(probe);
    ContextKey<?> key = probe.key;
    if (key == null) {
      throw new IllegalStateException("this version of opentelemetry-api stores spans otherwise");
    }
    return key;
  }

  /** A context that remembers the key it was given. */
  private static final class Probe implements Context {
    private @Nullable ContextKey<?> key;

    @Override
    public <V> @Nullable V get(ContextKey<V> key) {
      return null;
    }

    @Override
    public <V> Context with(ContextKey<V> given, V value) {
      key = given;
      return this;
    }
  }
}
