// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span that came over the wire, or a copy of one that a filter of the application made.
 * Immutable.
 */
final class ReceivedSpan implements SpanData {
  /** The bit of OTLP's {@code flags} that says that the parent is in another process. */
  private static final int REMOTE = 0x200;

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long parentId;
  private final long start;
  private final long end;
  private final int flags;
  private final int droppedAttributes;
  private final int droppedEvents;
  private final int droppedLinks;
  private final String name;
  private final SpanKind kind;
  private final StatusCode status;
  private final @Nullable String statusDescription;
  private final TraceState traceState;
  private final Attributes attributes;
  private final List<EventData> events;
  private final List<LinkData> links;
  private final Resource resource;
  private final InstrumentationScope scope;
  private final Cut cut;

  ReceivedSpan(SpanDraft draft) {
    this.traceIdHigh = draft.traceId.high();
    this.traceIdLow = draft.traceId.low();
    this.spanId = draft.spanId.low();
    this.parentId = draft.parentId.low();
    this.start = draft.start;
    this.end = draft.end;
    this.flags = draft.flags;
    this.droppedAttributes = draft.droppedAttributes;
    this.droppedEvents = draft.droppedEvents;
    this.droppedLinks = draft.droppedLinks;
    this.name = draft.name;
    this.kind = draft.kind;
    this.status = draft.status;
    this.statusDescription = draft.statusDescription;
    this.traceState = draft.traceState;
    this.attributes = draft.attributes;
    this.events = List.copyOf(draft.events);
    this.links = List.copyOf(draft.links);
    this.resource = draft.resource;
    this.scope = draft.scope;
    this.cut = draft.cut();
  }

  private ReceivedSpan(SpanData span) {
    this.traceIdHigh = span.traceIdHigh();
    this.traceIdLow = span.traceIdLow();
    this.spanId = span.spanIdAsLong();
    this.parentId = span.parentSpanIdAsLong();
    this.start = span.startEpochNanos();
    this.end = span.endEpochNanos();
    this.flags = span.traceFlags() & 0xFF | (span.isParentRemote() ? REMOTE : 0);
    this.droppedAttributes = span.droppedAttributes();
    this.droppedEvents = span.droppedEvents();
    this.droppedLinks = span.droppedLinks();
    this.name = requireNonNull(span.name(), "name");
    this.kind = requireNonNull(span.kind(), "kind");
    this.status = requireNonNull(span.statusCode(), "statusCode");
    this.statusDescription = span.statusDescription();
    this.traceState = requireNonNull(span.traceState(), "traceState");
    this.attributes = requireNonNull(span.attributes(), "attributes");
    this.events = List.copyOf(span.events());
    this.links = List.copyOf(span.links());
    this.resource = requireNonNull(span.resource(), "resource");
    this.scope = requireNonNull(span.instrumentationScope(), "instrumentationScope");
    this.cut = Cut.NOTHING;
  }

  /**
   * The span itself if a tracer made it; a copy if a filter, a redaction or a sampler did, whose
   * methods may be foreign code, or hold what was taken out of the span.
   */
  static SpanData own(SpanData span) {
    return span instanceof Span ? span : new ReceivedSpan(span);
  }

  /** What the viewer left out of it. */
  Cut cut() {
    return cut;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SpanKind kind() {
    return kind;
  }

  /** Made when asked for: most spans are never asked. */
  @Override
  public SpanContext context() {
    return SpanContext.of(traceIdHigh, traceIdLow, spanId, (byte) flags, traceState, false);
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanIdAsLong() {
    return spanId;
  }

  @Override
  public byte traceFlags() {
    return (byte) flags;
  }

  @Override
  public TraceState traceState() {
    return traceState;
  }

  @Override
  public long parentSpanIdAsLong() {
    return parentId;
  }

  @Override
  public boolean isParentRemote() {
    return (flags & REMOTE) != 0;
  }

  @Override
  public long startEpochNanos() {
    return start;
  }

  @Override
  public long endEpochNanos() {
    return end;
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
    return status;
  }

  @Override
  public @Nullable String statusDescription() {
    return statusDescription;
  }

  @Override
  public int droppedAttributes() {
    return droppedAttributes;
  }

  @Override
  public int droppedEvents() {
    return droppedEvents;
  }

  @Override
  public int droppedLinks() {
    return droppedLinks;
  }

  @Override
  public Resource resource() {
    return resource;
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return scope;
  }
}
