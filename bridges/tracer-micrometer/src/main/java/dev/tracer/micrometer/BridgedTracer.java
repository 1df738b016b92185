// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.SpanCustomizer;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tracer of ours as Micrometer sees it. Thread-safe. */
final class BridgedTracer implements Tracer {
  private static final SpanCustomizer CUSTOMIZER = new BridgedSpanCustomizer();

  private final dev.tracer.Tracer tracer;
  private final BaggageFields fields;
  private final CurrentTraceContext current = new BridgedCurrentTraceContext();

  BridgedTracer(dev.tracer.Tracer tracer, BaggageFields fields) {
    this.tracer = tracer;
    this.fields = fields;
  }

  @Override
  public Span nextSpan() {
    return start("", Context.current());
  }

  @Override
  public Span nextSpan(@Nullable Span parent) {
    return parent == null ? nextSpan() : start("", BridgedSpan.contextOf(parent).context());
  }

  private BridgedSpan start(String name, Context parent) {
    var builder = tracer.spanBuilder(name).parent(parent);
    if (fields.hasTags()) {
      fields.tags(parent, builder::set);
    }
    return new BridgedTraceContext(builder.start(), parent).view();
  }

  /** For null a scope without span and baggage. */
  @Override
  public SpanInScope withSpan(@Nullable Span span) {
    CurrentTraceContext.Scope scope =
        span == null
            ? BridgedCurrentTraceContext.noSpan()
            : current.newScope(BridgedSpan.contextOf(span));
    return scope::close;
  }

  @Override
  public ScopedSpan startScopedSpan(@Nullable String name) {
    BridgedSpan span = start(name == null ? "" : name, Context.current());
    return new BridgedScopedSpan(span, current.newScope(span.context()));
  }

  @Override
  public Span.Builder spanBuilder() {
    return new BridgedSpanBuilder(tracer, fields);
  }

  @Override
  public TraceContext.Builder traceContextBuilder() {
    return new BridgedTraceContextBuilder();
  }

  @Override
  public CurrentTraceContext currentTraceContext() {
    return current;
  }

  @Override
  public SpanCustomizer currentSpanCustomizer() {
    return CUSTOMIZER;
  }

  @Override
  public @Nullable Span currentSpan() {
    BridgedTraceContext context = BridgedTraceContext.current();
    return context == null ? null : context.view();
  }

  @Override
  public Map<String, String> getAllBaggage() {
    return getAllBaggage(null);
  }

  @Override
  public Map<String, String> getAllBaggage(@Nullable TraceContext traceContext) {
    return fields.all(BridgedBaggage.view(context(traceContext)));
  }

  private static @Nullable BridgedTraceContext context(@Nullable TraceContext traceContext) {
    return traceContext == null ? BridgedTraceContext.current() : Conversions.toOurs(traceContext);
  }

  /** Never null: a field that has no value yet can be given one. */
  @Override
  public Baggage getBaggage(String name) {
    BridgedTraceContext context = BridgedTraceContext.current();
    String value = fields.get(BridgedBaggage.view(context), name);
    return new BridgedBaggage(fields, name, context, value);
  }

  /** Null if the field has no value. */
  @Override
  public @Nullable Baggage getBaggage(@Nullable TraceContext traceContext, String name) {
    BridgedTraceContext context = context(traceContext);
    String value = fields.get(BridgedBaggage.view(context), name);
    return value == null ? null : new BridgedBaggage(fields, name, context, value);
  }

  @Override
  @Deprecated
  public Baggage createBaggage(String name) {
    return new BridgedBaggage(fields, name, BridgedTraceContext.current(), null);
  }

  @Override
  @Deprecated
  public Baggage createBaggage(String name, @Nullable String value) {
    return createBaggage(name).set(value);
  }

  @Override
  public BaggageInScope createBaggageInScope(String name, @Nullable String value) {
    return new BridgedBaggage(fields, name, null, value).makeCurrent(value);
  }

  @Override
  public BaggageInScope createBaggageInScope(
      @Nullable TraceContext traceContext, String name, @Nullable String value) {
    return new BridgedBaggage(fields, name, null, value).makeCurrent(traceContext, value);
  }

  @Override
  public List<String> getBaggageFields() {
    return fields.remote();
  }

  @Override
  public String toString() {
    return "Tracer{" + tracer.resource().serviceName() + '}';
  }
}
