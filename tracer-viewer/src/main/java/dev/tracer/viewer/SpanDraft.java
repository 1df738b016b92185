// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span while it is read, one field after the other in any order. Confined to one thread; a draft
 * makes one {@link ReceivedSpan}.
 */
final class SpanDraft {
  static final int MAX_EVENTS = 10_000;

  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();

  Resource resource = Resource.empty();
  InstrumentationScope scope = Received.NO_SCOPE;
  final List<EventData> events = new ArrayList<>(0);
  final List<LinkData> links = new ArrayList<>(0);
  final Id traceId = new Id(32);
  final Id spanId = new Id(16);
  final Id parentId = new Id(16);
  TraceState traceState = TraceState.empty();
  String name = "";
  SpanKind kind = SpanKind.INTERNAL;
  StatusCode status = StatusCode.UNSET;
  @Nullable String statusDescription;
  Attributes attributes = Attributes.empty();
  long start;
  long end;
  int flags;
  int droppedAttributes;
  int droppedEvents;
  int droppedLinks;
  private int cutAttributes;
  private int cutEvents;
  private int cutLinks;

  /** Whether trace and span have ids; a parent may be absent, but not malformed. */
  boolean isValid() {
    return traceId.isValid() && spanId.isValid() && !parentId.isMalformed();
  }

  /** Sets the kind by its number in OTLP; unknown ones count as internal. */
  void kind(long number) {
    kind = number >= 1 && number <= KINDS.length ? KINDS[(int) number - 1] : SpanKind.INTERNAL;
  }

  /** Sets the status by its number in OTLP; unknown ones count as unset. */
  void status(long number) {
    status = number >= 0 && number < CODES.length ? CODES[(int) number] : StatusCode.UNSET;
  }

  void attributes(AttributesDraft draft) {
    attributes = draft.build();
    droppedAttributes += draft.dropped();
    cutAttributes += draft.dropped();
  }

  void event(ItemParts parts) {
    if (events.size() < MAX_EVENTS) {
      events.add(parts.event());
      cutAttributes += parts.attributes.dropped();
    } else {
      droppedEvents++;
      cutEvents++;
    }
  }

  void link(ItemParts parts, Id otherTrace, Id otherSpan) {
    if (links.size() < MAX_EVENTS) {
      links.add(parts.link(otherTrace, otherSpan));
      cutAttributes += parts.attributes.dropped();
    } else {
      droppedLinks++;
      cutLinks++;
    }
  }

  /** What the limits left out, which counts as dropped, too. */
  Cut cut() {
    Cut cut = new Cut(cutAttributes, cutEvents, cutLinks);
    return cut.isNothing() ? Cut.NOTHING : cut;
  }
}
