// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A field of baggage as Micrometer sees it, for the trace context it was asked for. Thread-safe but
 * for what the application does to it at once from several threads: then the last value counts.
 */
final class BridgedBaggage implements Baggage {
  // immutable state
  private final BaggageFields fields;
  private final String name;
  private final @Nullable BridgedTraceContext context;

  // mutable state
  /** Its value when it was asked for, or set here; null to look at what is current. */
  private volatile @Nullable String value;

  BridgedBaggage(
      BaggageFields fields,
      String name,
      @Nullable BridgedTraceContext context,
      @Nullable String value) {
    this.fields = fields;
    this.name = name;
    this.context = context;
    this.value = value;
  }

  /** What the calling thread sees of {@code context}: its baggage over the current one. */
  static Context view(@Nullable BridgedTraceContext context) {
    Context now = Context.current();
    return context == null ? now : BaggageFields.withBaggageOf(context.over(now), now);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String get() {
    String known = value;
    return known == null ? fields.get(view(BridgedTraceContext.current()), name) : known;
  }

  @Override
  public @Nullable String get(@Nullable TraceContext traceContext) {
    return traceContext == null
        ? get()
        : fields.get(Conversions.toOurs(traceContext).context(), name);
  }

  @Override
  @Deprecated
  public Baggage set(@Nullable String newValue) {
    return set(BridgedTraceContext.current(), newValue);
  }

  @Override
  @Deprecated
  public Baggage set(@Nullable TraceContext traceContext, @Nullable String newValue) {
    return set(traceContext == null ? null : Conversions.toOurs(traceContext), newValue);
  }

  private Baggage set(@Nullable BridgedTraceContext target, @Nullable String newValue) {
    value = newValue;
    if (target != null) {
      target.put(this, fields, name, newValue);
      fields.tag(target.span(), name, newValue);
    }
    return this;
  }

  @Override
  public BaggageInScope makeCurrent() {
    BridgedTraceContext current = BridgedTraceContext.current();
    return open(context == null ? current : context, value);
  }

  @Override
  public BaggageInScope makeCurrent(@Nullable String newValue) {
    value = newValue;
    return open(BridgedTraceContext.current(), newValue);
  }

  @Override
  public BaggageInScope makeCurrent(
      @Nullable TraceContext traceContext, @Nullable String newValue) {
    value = newValue;
    return open(
        traceContext == null ? BridgedTraceContext.current() : Conversions.toOurs(traceContext),
        newValue);
  }

  /** Has it in {@code target} and in the current context until the scope is closed. */
  private BaggageInScope open(@Nullable BridgedTraceContext target, @Nullable String newValue) {
    Context now = view(target);
    InScope scope =
        new InScope(this, newValue, target, fields.with(now, name, newValue).makeCurrent());
    if (target != null) {
      target.remove(this); // what it set without a scope is the scope's now
      target.put(scope, fields, name, newValue);
    }
    fields.tag(target == null ? Span.current() : target.span(), name, newValue);
    return scope;
  }

  @Override
  public String toString() {
    return "Baggage{" + name + '=' + get() + '}';
  }

  /** The time during which a field has a value. Closing again does nothing. */
  private static final class InScope implements BaggageInScope {
    private final BridgedBaggage baggage;
    private final @Nullable String value;
    private final @Nullable BridgedTraceContext target;
    private final Scope scope;

    InScope(
        BridgedBaggage baggage,
        @Nullable String value,
        @Nullable BridgedTraceContext target,
        Scope scope) {
      this.baggage = baggage;
      this.value = value;
      this.target = target;
      this.scope = scope;
    }

    @Override
    public String name() {
      return baggage.name;
    }

    @Override
    public @Nullable String get() {
      return value;
    }

    @Override
    public @Nullable String get(@Nullable TraceContext traceContext) {
      return traceContext == null ? value : baggage.get(traceContext);
    }

    @Override
    public void close() {
      scope.close();
      if (target != null) {
        target.remove(this);
      }
    }

    @Override
    public String toString() {
      return "BaggageInScope{" + baggage.name + '=' + value + '}';
    }
  }
}
