// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only some spans have: events, links, a status, drop counts. Immutable: a change makes a
 * copy, so that it can be published by one reference. Copying a list for each event is cheap
 * because limits keep the lists short.
 */
record SpanDetails(
    List<EventData> events,
    List<LinkData> links,
    StatusCode status,
    @Nullable String description,
    int droppedAttributes,
    int droppedEvents,
    int droppedLinks) {
  static final SpanDetails NONE =
      new SpanDetails(List.of(), List.of(), StatusCode.UNSET, null, 0, 0, 0);

  SpanDetails withEvent(EventData event, int limit) {
    return events.size() >= limit ? withDropped(0, 1, 0) : withLists(append(events, event), links);
  }

  SpanDetails withLink(LinkData link, int limit) {
    return links.size() >= limit ? withDropped(0, 0, 1) : withLists(events, append(links, link));
  }

  SpanDetails withDroppedAttribute() {
    return withDropped(1, 0, 0);
  }

  /** The new status if it may replace this one: Ok is final, Unset replaces nothing. */
  SpanDetails withStatus(StatusCode code, @Nullable String text) {
    if (code == StatusCode.UNSET || status == StatusCode.OK) {
      return this;
    }
    return new SpanDetails(
        events,
        links,
        code,
        code == StatusCode.ERROR ? text : null,
        droppedAttributes,
        droppedEvents,
        droppedLinks);
  }

  /** These details with later ones behind them. */
  SpanDetails then(SpanDetails later, SpanLimits limits) {
    SpanDetails sum = this;
    for (EventData event : later.events) {
      sum = sum.withEvent(event, limits.events());
    }
    for (LinkData link : later.links) {
      sum = sum.withLink(link, limits.links());
    }
    return sum.withStatus(later.status, later.description)
        .withDropped(later.droppedAttributes, later.droppedEvents, later.droppedLinks);
  }

  private SpanDetails withLists(List<EventData> newEvents, List<LinkData> newLinks) {
    return new SpanDetails(
        newEvents, newLinks, status, description, droppedAttributes, droppedEvents, droppedLinks);
  }

  private SpanDetails withDropped(int moreAttributes, int moreEvents, int moreLinks) {
    return new SpanDetails(
        events,
        links,
        status,
        description,
        droppedAttributes + moreAttributes,
        droppedEvents + moreEvents,
        droppedLinks + moreLinks);
  }

  private static <T> List<T> append(List<T> list, T item) {
    List<T> copy = new ArrayList<>(list.size() + 1);
    copy.addAll(list);
    copy.add(item);
    return Collections.unmodifiableList(copy);
  }
}
