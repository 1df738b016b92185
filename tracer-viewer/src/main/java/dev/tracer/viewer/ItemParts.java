// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.SpanContext;
import dev.tracer.TraceState;
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

  /** How many attributes were dropped, by the sender or here. */
  int dropped() {
    return dropped + attributes.dropped();
  }

  /** The span that a link leads to; malformed ids become zeros. */
  SpanContext linked(Id traceId, Id spanId) {
    return SpanContext.of(
        traceId.high(), traceId.low(), spanId.low(), (byte) flags, traceState, true);
  }

  /** A value as the text of a log line. */
  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
