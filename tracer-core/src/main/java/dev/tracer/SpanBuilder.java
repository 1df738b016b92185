// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.LinkData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a span before it starts. What is told here, samplers see; prefer it to telling the span
 * later. Confined to one thread; can start several spans. Null values are ignored.
 *
 * @since 0.1
 */
public final class SpanBuilder {
  private final Tracer tracer;
  private final String name;
  private SpanKind kind = SpanKind.INTERNAL;
  private @Nullable Context parent;
  private Attributes.@Nullable Builder attributes;
  private List<LinkData> links = List.of();
  private long startEpochNanos = Engine.NOW;

  SpanBuilder(Tracer tracer, String name) {
    this.tracer = tracer;
    this.name = name;
  }

  /** Makes it a child of the span in {@code parent} instead of the current one. */
  public SpanBuilder parent(Context parent) {
    if (parent != null) {
      this.parent = parent;
    }
    return this;
  }

  /** Makes it the root of a new trace, whatever is current. */
  public SpanBuilder noParent() {
    this.parent = Context.root();
    return this;
  }

  /** Sets its role; {@link SpanKind#INTERNAL} by default. */
  public SpanBuilder kind(SpanKind kind) {
    if (kind != null) {
      this.kind = kind;
    }
    return this;
  }

  /** Relates it to another span. */
  public SpanBuilder link(SpanContext context) {
    return link(context, Attributes.empty());
  }

  /** Relates it to another span. */
  public SpanBuilder link(SpanContext context, Attributes attributes) {
    if (context != null) {
      links = links.isEmpty() ? new ArrayList<>() : links;
      links.add(tracer.engine.limiter.link(context, attributes));
    }
    return this;
  }

  /** Sets its start; by default the moment of {@link #start()}. */
  public SpanBuilder startTime(Instant time) {
    startEpochNanos = time == null ? Engine.NOW : Engine.epochNanos(time);
    return this;
  }

  /** Sets an attribute to a text. */
  public SpanBuilder set(String name, @Nullable String value) {
    attributes().set(name, value);
    return this;
  }

  /** Sets an attribute to a truth value. */
  public SpanBuilder set(String name, boolean value) {
    attributes().set(name, value);
    return this;
  }

  /** Sets an attribute to an integer. */
  public SpanBuilder set(String name, long value) {
    attributes().set(name, value);
    return this;
  }

  /** Sets an attribute to a floating-point number. */
  public SpanBuilder set(String name, double value) {
    attributes().set(name, value);
    return this;
  }

  /** Sets an attribute to a value of any type, converted as {@link Attributes} tells. */
  public SpanBuilder set(String name, @Nullable Object value) {
    attributes().set(name, tracer.engine.limiter.normalize(value));
    return this;
  }

  /** Sets all of {@code others}. */
  public SpanBuilder setAll(Attributes others) {
    if (others != null) {
      attributes().setAll(others);
    }
    return this;
  }

  private Attributes.Builder attributes() {
    if (attributes == null) {
      attributes = Attributes.builder();
    }
    return attributes;
  }

  /** Starts the span. It is not current yet: see {@link Span#makeCurrent()}. */
  public Span start() {
    return tracer.engine.start(
        tracer,
        name,
        kind,
        parent,
        attributes == null ? Attributes.empty() : attributes.build(),
        links.isEmpty() ? links : List.copyOf(links),
        startEpochNanos);
  }
}
