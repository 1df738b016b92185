// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes spans as OTLP in protobuf (opentelemetry-proto, {@code trace.proto}). A tag is the number
 * of a field times 8, and its wire type. Confined to one thread.
 */
final class ProtoSpanEncoder {
  /** The bits of {@code flags} above the W3C ones: "remoteness is known" and "is remote". */
  private static final int HAS_REMOTE = 0x100;

  private static final int REMOTE = 0x200;

  /** {@code ScopeSpans.spans}. */
  private static final int SPANS = 2 << 3 | 2;

  // Span
  private static final int TRACE_ID = 1 << 3 | 2;
  private static final int SPAN_ID = 2 << 3 | 2;
  private static final int TRACE_STATE = 3 << 3 | 2;
  private static final int PARENT_SPAN_ID = 4 << 3 | 2;
  private static final int NAME = 5 << 3 | 2;
  private static final int KIND = 6 << 3;
  private static final int START = 7 << 3 | 1;
  private static final int END = 8 << 3 | 1;
  private static final int ATTRIBUTES = 9 << 3 | 2;
  private static final int DROPPED_ATTRIBUTES = 10 << 3;
  private static final int EVENTS = 11 << 3 | 2;
  private static final int DROPPED_EVENTS = 12 << 3;
  private static final int LINKS = 13 << 3 | 2;
  private static final int DROPPED_LINKS = 14 << 3;
  private static final int STATUS = 15 << 3 | 2;
  private static final int FLAGS = 16 << 3 | 5;

  // Span.Event
  private static final int EVENT_TIME = 1 << 3 | 1;
  private static final int EVENT_NAME = 2 << 3 | 2;
  private static final int EVENT_ATTRIBUTES = 3 << 3 | 2;
  private static final int EVENT_DROPPED = 4 << 3;

  // Span.Link; its ids and trace state are as in Span
  private static final int LINK_ATTRIBUTES = 4 << 3 | 2;
  private static final int LINK_DROPPED = 5 << 3;
  private static final int LINK_FLAGS = 6 << 3 | 5;

  // Status
  private static final int STATUS_MESSAGE = 2 << 3 | 2;
  private static final int STATUS_CODE = 3 << 3;

  private final ProtoWriter out;
  private final ProtoAttributes attributes;

  ProtoSpanEncoder(ProtoWriter out, ProtoAttributes attributes) {
    this.out = out;
    this.attributes = attributes;
  }

  /** Writes a span as an element of {@code ScopeSpans.spans}. */
  @SuppressWarnings("EnumOrdinal") // the protocol has the kinds in the same order, from 1 on
  void write(SpanData span) {
    int message = out.begin(SPANS, 2);
    out.id(TRACE_ID, span.traceIdHigh(), span.traceIdLow());
    out.id(SPAN_ID, span.spanIdAsLong());
    traceState(span.traceState());
    if (span.parentSpanIdAsLong() != 0) {
      out.id(PARENT_SPAN_ID, span.parentSpanIdAsLong());
    }
    out.text(NAME, span.name());
    out.number(KIND, span.kind().ordinal() + 1);
    out.fixed64(START, unsigned(span.startEpochNanos()));
    out.fixed64(END, unsigned(span.endEpochNanos()));
    attributes.write(ATTRIBUTES, span.attributes());
    count(DROPPED_ATTRIBUTES, span.droppedAttributes());
    List<EventData> events = span.events();
    for (int i = 0; i < events.size(); i++) {
      event(events.get(i));
    }
    count(DROPPED_EVENTS, span.droppedEvents());
    List<LinkData> links = span.links();
    for (int i = 0; i < links.size(); i++) {
      link(links.get(i));
    }
    count(DROPPED_LINKS, span.droppedLinks());
    if (span.statusCode() != StatusCode.UNSET) {
      status(span.statusCode(), span.statusDescription());
    }
    out.fixed32(FLAGS, flags(span.traceFlags(), span.isParentRemote()));
    out.end(message, 2);
  }

  private static int flags(byte traceFlags, boolean remote) {
    return (traceFlags & 0xFF) | HAS_REMOTE | (remote ? REMOTE : 0);
  }

  /** The time as a {@code fixed64}, which knows nothing before 1970. */
  private static long unsigned(long epochNanos) {
    return Math.max(0, epochNanos);
  }

  private void traceState(TraceState state) {
    if (!state.isEmpty()) {
      out.text(TRACE_STATE, state.toString());
    }
  }

  private void count(int tag, int count) {
    if (count != 0) {
      out.number(tag, count);
    }
  }

  private void event(EventData event) {
    int message = out.begin(EVENTS, 2);
    out.fixed64(EVENT_TIME, unsigned(event.epochNanos()));
    out.text(EVENT_NAME, event.name());
    attributes.write(EVENT_ATTRIBUTES, event.attributes());
    count(EVENT_DROPPED, event.droppedAttributes());
    out.end(message, 2);
  }

  private void link(LinkData link) {
    SpanContext to = link.context();
    int message = out.begin(LINKS, 1);
    out.id(TRACE_ID, to.traceIdHigh(), to.traceIdLow());
    out.id(SPAN_ID, to.spanIdAsLong());
    traceState(to.traceState());
    attributes.write(LINK_ATTRIBUTES, link.attributes());
    count(LINK_DROPPED, link.droppedAttributes());
    out.fixed32(LINK_FLAGS, flags(to.traceFlags(), to.isRemote()));
    out.end(message, 1);
  }

  private void status(StatusCode code, @Nullable String description) {
    int message = out.begin(STATUS, 1);
    if (description != null && !description.isEmpty()) {
      out.text(STATUS_MESSAGE, description);
    }
    out.number(STATUS_CODE, code == StatusCode.OK ? 1 : 2);
    out.end(message, 1);
  }
}
