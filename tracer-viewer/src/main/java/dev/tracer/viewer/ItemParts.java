// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import org.jspecify.annotations.Nullable;

/** An event or link while it is read. Confined to one thread. */
final class ItemParts {
  String name = "";
  long time;
  int flags;
  int dropped;
  TraceState traceState = TraceState.empty();
  AttributesDraft attributes;

  ItemParts(Names names) {
    this.attributes = new AttributesDraft(names);
  }

  EventData event() {
    return new EventData(name, time, attributes.build(), dropped + attributes.dropped());
  }

  /** A link to another span; malformed ids become zeros. */
  LinkData link(Id traceId, Id spanId) {
    SpanContext linked =
        SpanContext.of(traceId.high(), traceId.low(), spanId.low(), (byte) flags, traceState, true);
    return new LinkData(linked, attributes.build(), dropped + attributes.dropped());
  }

  /** A value as the text of a log line. */
  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
