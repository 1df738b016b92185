// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import dev.tracer.SpanBuilder;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes a span of Tracer by Micrometer's API. Confined to one thread. */
final class BridgedSpanBuilder implements Span.Builder {
  private final BaggageFields fields;
  private final dev.tracer.Tracer tracer;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private @Nullable String name;
  private @Nullable BridgedTraceContext parent;
  private boolean noParent;
  private @Nullable Throwable error;

  BridgedSpanBuilder(dev.tracer.Tracer tracer, BaggageFields fields) {
    this.tracer = tracer;
    this.fields = fields;
  }

  /** What is told to the builder of Tracer, which wants the name first. */
  private interface Change {
    void applyTo(SpanBuilder builder);
  }

  private Span.Builder with(Change change) {
    changes.add(change);
    return this;
  }

  @Override
  public Span.Builder setParent(@Nullable TraceContext context) {
    parent = context == null ? null : Conversions.toOurs(context);
    return this;
  }

  @Override
  public Span.Builder setNoParent() {
    noParent = true;
    return this;
  }

  @Override
  public Span.Builder name(@Nullable String name) {
    this.name = name;
    return this;
  }

  @Override
  public Span.Builder event(@Nullable String value) {
    if (value != null) {
      events.add(value);
    }
    return this;
  }

  @Override
  public Span.Builder tag(String key, @Nullable String value) {
    return with(builder -> builder.set(key, value));
  }

  @Override
  public Span.Builder tag(String key, long value) {
    return with(builder -> builder.set(key, value));
  }

  @Override
  public Span.Builder tag(String key, double value) {
    return with(builder -> builder.set(key, value));
  }

  @Override
  public Span.Builder tag(String key, boolean value) {
    return with(builder -> builder.set(key, value));
  }

  @Override
  public Span.Builder tagOfStrings(String key, @Nullable List<String> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span.Builder tagOfLongs(String key, @Nullable List<Long> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span.Builder tagOfDoubles(String key, @Nullable List<Double> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span.Builder tagOfBooleans(String key, @Nullable List<Boolean> values) {
    return tagOfAny(key, values);
  }

  private Span.Builder tagOfAny(String key, @Nullable Object values) {
    return with(builder -> builder.set(key, values));
  }

  @Override
  public Span.Builder error(@Nullable Throwable throwable) {
    error = throwable;
    return this;
  }

  @Override
  public Span.Builder kind(Span.@Nullable Kind spanKind) {
    return with(builder -> builder.kind(Conversions.toOurs(spanKind)));
  }

  @Override
  public Span.Builder remoteServiceName(@Nullable String remoteServiceName) {
    return tag(Conversions.PEER_SERVICE, remoteServiceName);
  }

  @Override
  public Span.Builder remoteIpAndPort(@Nullable String ip, int port) {
    Conversions.peer(ip, port, this::tag, this::tag);
    return this;
  }

  @Override
  public Span.Builder startTimestamp(long startTimestamp, @Nullable TimeUnit unit) {
    return unit == null
        ? this
        : with(builder -> builder.startTime(Conversions.instant(startTimestamp, unit)));
  }

  @Override
  public Span.Builder addLink(@Nullable Link link) {
    if (link != null) {
      dev.tracer.SpanContext other = Conversions.toOurs(link.getTraceContext()).span().context();
      with(builder -> builder.link(other, Conversions.toOurs(link.getTags())));
    }
    return this;
  }

  @Override
  public Span start() {
    SpanBuilder builder = tracer.spanBuilder(name == null ? "" : name);
    Context context = parent == null ? Context.current() : parent.context();
    builder.parent(context);
    if (noParent) {
      builder.noParent();
    }
    if (fields.hasTags()) {
      fields.tags(context, builder::set);
    }
    for (Change change : changes) {
      change.applyTo(builder);
    }
    dev.tracer.Span span = builder.start();
    if (error != null) {
      span.fail(error);
    }
    for (String event : events) {
      span.event(event);
    }
    return new BridgedTraceContext(span, context).view();
  }
}
