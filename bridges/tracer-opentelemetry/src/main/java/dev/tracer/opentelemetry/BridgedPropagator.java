// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The formats of a tracer as a propagator of OpenTelemetry's. Thread-safe. */
final class BridgedPropagator implements TextMapPropagator {
  private final Tracer tracer;

  BridgedPropagator(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Collection<String> fields() {
    return tracer.propagator().fields();
  }

  @Override
  public <C> void inject(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapSetter<C> setter) {
    if (context != null && setter != null) {
      tracer.inject(BridgedContext.unwrap(context), new Target<>(carrier, setter), Target::set);
    }
  }

  @Override
  public <C> Context extract(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
    Context base = context == null ? Context.root() : context;
    if (getter == null) {
      return base;
    }
    dev.tracer.Context ours = BridgedContext.unwrap(base);
    Source<C> source = new Source<>(carrier, getter);
    dev.tracer.Context extracted = tracer.extract(ours, source, Reader.INSTANCE);
    return extracted == ours ? base : BridgedContext.of(extracted);
  }

  /** Where fields are written to: a carrier with what knows how. It may be null, if that knows. */
  private static final class Target<C> {
    private final @Nullable C carrier;
    private final TextMapSetter<C> setter;

    Target(@Nullable C carrier, TextMapSetter<C> setter) {
      this.carrier = carrier;
      this.setter = setter;
    }

    private void set(String key, String value) {
      setter.set(carrier, key, value);
    }
  }

  /** Where fields are read from: a carrier with what knows how. */
  private static final class Source<C> {
    private final @Nullable C carrier;
    private final TextMapGetter<C> getter;

    Source(@Nullable C carrier, TextMapGetter<C> getter) {
      this.carrier = carrier;
      this.getter = getter;
    }

    private @Nullable String get(String key) {
      return getter.get(carrier, key);
    }

    private List<String> getAll(String key) {
      List<String> values = new ArrayList<>();
      getter.getAll(carrier, key).forEachRemaining(values::add);
      return values;
    }

    @SuppressWarnings("deprecation") // formats with variable names have no other way
    private Iterable<String> keys() {
      return carrier == null ? List.of() : getter.keys(carrier);
    }
  }

  /** Reads a source by what it brings along. Stateless. */
  private enum Reader implements CarrierGetter<Source<?>> {
    INSTANCE;

    @Override
    public @Nullable String get(Source<?> source, String key) {
      return source.get(key);
    }

    @Override
    public List<String> getAll(Source<?> source, String key) {
      return source.getAll(key);
    }

    @Override
    public Iterable<String> keys(Source<?> source) {
      return source.keys();
    }
  }
}
