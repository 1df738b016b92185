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

  // written only before the span is handed out
  private String name;
  private Attributes attributes;
  private List<EventData> events;
  private List<LinkData> links;
  private StatusCode statusCode;
  private @Nullable String statusDescription;
  private byte traceFlags;
  private TraceState traceState;

  private EditedSpan(SpanData span) {
    base = span instanceof EditedSpan edited ? edited.base : span;
    name = span.name();
    attributes = span.attributes();
    events = span.events();
    links = span.links();
    statusCode = span.statusCode();
    statusDescription = span.statusDescription();
    traceFlags = span.traceFlags();
    traceState = span.traceState();
  }

  static SpanData withName(SpanData span, String name) {
    EditedSpan edited = new EditedSpan(span);
    edited.name = requireNonNull(name, "name");
    return edited;
  }

  static SpanData withAttributes(SpanData span, Attributes attributes) {
    EditedSpan edited = new EditedSpan(span);
    edited.attributes = requireNonNull(attributes, "attributes");
    return edited;
  }

  static SpanData withEvents(SpanData span, List<EventData> events) {
    EditedSpan edited = new EditedSpan(span);
    edited.events = List.copyOf(requireNonNull(events, "events"));
    return edited;
  }

  static SpanData withLinks(SpanData span, List<LinkData> links) {
    EditedSpan edited = new EditedSpan(span);
    edited.links = List.copyOf(requireNonNull(links, "links"));
    return edited;
  }

  static SpanData withStatus(SpanData span, StatusCode code, @Nullable String description) {
    EditedSpan edited = new EditedSpan(span);
    edited.statusCode = requireNonNull(code, "code");
    edited.statusDescription = code == StatusCode.ERROR ? description : null;
    return edited;
  }

  static SpanData withSampling(SpanData span, boolean sampled, TraceState traceState) {
    EditedSpan edited = new EditedSpan(span);
    int others = edited.traceFlags & ~SpanContext.SAMPLED;
    edited.traceFlags = (byte) (sampled ? others | SpanContext.SAMPLED : others);
    edited.traceState = requireNonNull(traceState, "traceState");
    return edited;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public List<EventData> events() {
    return events;
  }

  @Override
  public List<LinkData> links() {
    return links;
  }

  @Override
  public StatusCode statusCode() {
    return statusCode;
  }

  @Override
  public @Nullable String statusDescription() {
    return statusDescription;
  }

  @Override
  public SpanKind kind() {
    return base.kind();
  }

  @Override
  public SpanContext context() {
    return SpanContext.of(
        base.traceIdHigh(),
        base.traceIdLow(),
        base.spanIdAsLong(),
        traceFlags,
        traceState,
        base.context().isRemote());
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
    return traceFlags;
  }

  @Override
  public TraceState traceState() {
    return traceState;
  }

  @Override
  public long parentSpanIdAsLong() {
    return base.parentSpanIdAsLong();
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
    return "Span{" + name + ' ' + traceId() + '-' + spanId() + '}';
  }
}
