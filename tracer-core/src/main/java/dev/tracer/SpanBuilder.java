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
  private final SpanStarter starter;
  private final SpanOrigin origin;
  private final @Nullable String name;

  // mutable state: confined; read by the starter
  SpanKind kind = SpanKind.INTERNAL;

  /** Null for the current context. */
  @Nullable Context parent;

  private @Nullable AttributesBuilder attributes;

  /** Immutable. */
  List<LinkData> links = List.of();

  private long startEpochNanos = Timeline.NOW;

  SpanBuilder(SpanStarter starter, SpanOrigin origin, @Nullable String name) {
    this.starter = starter;
    this.origin = origin;
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

  /** Relates it to another span; see {@link Span#link(SpanContext, Attributes)}. */
  public SpanBuilder link(SpanContext context, Attributes attributes) {
    if (context != null) {
      LinkData link = origin.limiter.link(context, attributes);
      if (!Limiter.isEmpty(link)) {
        List<LinkData> more = new ArrayList<>(links);
        more.add(link);
        links = List.copyOf(more);
      }
    }
    return this;
  }

  /** Sets its start; by default the moment of {@link #start()}. */
  public SpanBuilder startTime(Instant time) {
    startEpochNanos = time == null ? Timeline.NOW : Timeline.epochNanos(time);
    return this;
  }

  /** Sets an attribute to a text. */
  public SpanBuilder set(String name, @Nullable String value) {
    collected().set(name, value);
    return this;
  }

  /** Sets an attribute to a text of one character. */
  public SpanBuilder set(String name, char value) {
    return set(name, String.valueOf(value));
  }

  /** Sets an attribute to a truth value. */
  public SpanBuilder set(String name, boolean value) {
    collected().set(name, value);
    return this;
  }

  /** Sets an attribute to an integer. */
  public SpanBuilder set(String name, long value) {
    collected().set(name, value);
    return this;
  }

  /** Sets an attribute to a floating-point number. */
  public SpanBuilder set(String name, double value) {
    collected().set(name, value);
    return this;
  }

  /** Sets an attribute to a value of any type, converted as {@link Attributes} tells. */
  public SpanBuilder set(String name, @Nullable Object value) {
    collected().set(name, origin.limiter.normalize(value));
    return this;
  }

  /** Sets all of {@code others}. */
  public SpanBuilder setAll(Attributes others) {
    if (others != null) {
      collected().setAll(others);
    }
    return this;
  }

  private AttributesBuilder collected() {
    if (attributes == null) {
      attributes = Attributes.builder();
    }
    return attributes;
  }

  /** Starts the span. It is not current yet: see {@link Span#makeCurrent()}. */
  public Span start() {
    Attributes told = attributes == null ? Attributes.empty() : attributes.build();
    return starter.start(origin, name, told, this);
  }

  /** Whether the application gave the start. */
  boolean hasStart() {
    return startEpochNanos != Timeline.NOW;
  }

  /** When the span starts, if that is now at {@code nanoTime}. */
  long start(TimeAnchor anchor, long nanoTime) {
    return hasStart() ? startEpochNanos : anchor.toEpoch(nanoTime);
  }
}
