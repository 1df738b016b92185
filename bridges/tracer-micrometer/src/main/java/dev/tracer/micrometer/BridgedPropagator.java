// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The formats of a tracer as a propagator of Micrometer's. Thread-safe; nothing here throws. */
final class BridgedPropagator implements Propagator {
  private final Tracer tracer;
  private final BaggageFields fields;

  BridgedPropagator(Tracer tracer, BaggageFields fields) {
    this.tracer = tracer;
    this.fields = fields;
  }

  @Override
  public List<String> fields() {
    return tracer.propagator().fields();
  }

  /** Writes the span of {@code context}, with its baggage over the current one. */
  @Override
  public <C> void inject(
      @Nullable TraceContext context, @Nullable C carrier, @Nullable Setter<C> setter) {
    if (context != null && setter != null) {
      Context told = Conversions.toOurs(context).over(Context.current());
      tracer.inject(told, new Target<>(carrier, setter), Target::set);
    }
  }

  @Override
  public <C> Span.Builder extract(@Nullable C carrier, @Nullable Getter<C> getter) {
    Context context = Context.current();
    if (carrier != null && getter != null) {
      context = tracer.extract(new Source<>(carrier, getter), Reader.INSTANCE);
    }
    return new BridgedSpanBuilder(tracer, fields).setParent(BridgedTraceContext.of(context));
  }

  @Override
  public String toString() {
    return "Propagator" + fields();
  }

  /** Where fields are written to: a carrier with what knows how. It may be null, if that knows. */
  private record Target<C>(@Nullable C carrier, Setter<C> setter) {
    void set(String key, String value) {
      setter.set(carrier, key, value);
    }
  }

  /** Where fields are read from: a carrier with what knows how. */
  private record Source<C>(C carrier, Getter<C> getter) {
    @Nullable String get(String key) {
      return getter.get(carrier, key);
    }

    List<String> getAll(String key) {
      List<String> values = new ArrayList<>();
      AllValues.of(getter, carrier, key).forEach(values::add);
      return values;
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
  }
}
