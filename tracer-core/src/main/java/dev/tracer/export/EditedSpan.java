// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span with parts of it replaced; see {@link SpanData#withName} and its siblings. Immutable as
 * long as the span it was made from is. Editing an edited span does not nest.
 */
final class EditedSpan implements SpanData {
  private final SpanData base;
  private final Parts parts;

  private EditedSpan(SpanData base, Parts parts) {
    this.base = base;
    this.parts = parts;
  }

  static SpanData withName(SpanData span, String name) {
    Parts p = Parts.of(span);
    return edit(
        span,
        new Parts(
            requireNonNull(name, "name"),
            p.attributes,
            p.events,
            p.links,
            p.statusCode,
            p.statusDescription));
  }

  static SpanData withAttributes(SpanData span, Attributes attributes) {
    Parts p = Parts.of(span);
    return edit(
        span,
        new Parts(
            p.name,
            requireNonNull(attributes, "attributes"),
            p.events,
            p.links,
            p.statusCode,
            p.statusDescription));
  }

  static SpanData withEvents(SpanData span, List<EventData> events) {
    Parts p = Parts.of(span);
    List<EventData> copy = List.copyOf(requireNonNull(events, "events"));
    return edit(
        span, new Parts(p.name, p.attributes, copy, p.links, p.statusCode, p.statusDescription));
  }

  static SpanData withLinks(SpanData span, List<LinkData> links) {
    Parts p = Parts.of(span);
    List<LinkData> copy = List.copyOf(requireNonNull(links, "links"));
    return edit(
        span, new Parts(p.name, p.attributes, p.events, copy, p.statusCode, p.statusDescription));
  }

  static SpanData withStatus(SpanData span, StatusCode code, @Nullable String description) {
    Parts p = Parts.of(span);
    String kept = requireNonNull(code, "code") == StatusCode.ERROR ? description : null;
    return edit(span, new Parts(p.name, p.attributes, p.events, p.links, code, kept));
  }

  private static SpanData edit(SpanData span, Parts parts) {
    return new EditedSpan(span instanceof EditedSpan edited ? edited.base : span, parts);
  }

  @Override
  public String name() {
    return parts.name;
  }

  @Override
  public Attributes attributes() {
    return parts.attributes;
  }

  @Override
  public List<EventData> events() {
    return parts.events;
  }

  @Override
  public List<LinkData> links() {
    return parts.links;
  }

  @Override
  public StatusCode statusCode() {
    return parts.statusCode;
  }

  @Override
  public @Nullable String statusDescription() {
    return parts.statusDescription;
  }

  @Override
  public SpanKind kind() {
    return base.kind();
  }

  @Override
  public SpanContext context() {
    return base.context();
  }

  @Override
  public long traceIdHigh() {
    return base.traceIdHigh();
  }

  @Override
  public long traceIdLow() {
    return base.traceIdLow();
  }

  @Override
  public long spanIdAsLong() {
    return base.spanIdAsLong();
  }

  @Override
  public byte traceFlags() {
    return base.traceFlags();
  }

  @Override
  public TraceState traceState() {
    return base.traceState();
  }

  @Override
  public String traceId() {
    return base.traceId();
  }

  @Override
  public String spanId() {
    return base.spanId();
  }

  @Override
  public long parentSpanIdAsLong() {
    return base.parentSpanIdAsLong();
  }

  @Override
  public String parentSpanId() {
    return base.parentSpanId();
  }

  @Override
  public boolean isRoot() {
    return base.isRoot();
  }

  @Override
  public boolean isParentRemote() {
    return base.isParentRemote();
  }

  @Override
  public long startEpochNanos() {
    return base.startEpochNanos();
  }

  @Override
  public long endEpochNanos() {
    return base.endEpochNanos();
  }

  @Override
  public long durationNanos() {
    return base.durationNanos();
  }

  @Override
  public int droppedAttributes() {
    return base.droppedAttributes();
  }

  @Override
  public int droppedEvents() {
    return base.droppedEvents();
  }

  @Override
  public int droppedLinks() {
    return base.droppedLinks();
  }

  @Override
  public Resource resource() {
    return base.resource();
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return base.instrumentationScope();
  }

  @Override
  public String toString() {
    return "Span{" + parts.name + ' ' + traceId() + '-' + spanId() + '}';
  }

  /** What of a span can be edited. Immutable. */
  private record Parts(
      String name,
      Attributes attributes,
      List<EventData> events,
      List<LinkData> links,
      StatusCode statusCode,
      @Nullable String statusDescription) {
    static Parts of(SpanData span) {
      return span instanceof EditedSpan edited
          ? edited.parts
          : new Parts(
              span.name(),
              span.attributes(),
              span.events(),
              span.links(),
              span.statusCode(),
              span.statusDescription());
    }
  }
}
