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
 * What only some spans have: events, links, a status, drop counts; and, of what threads other than
 * the owner wrote, attributes and a name. Immutable, so that it can be published by one reference,
 * also by a racing one: a change makes a copy. Copying a list for each event is cheap because
 * limits keep the lists short.
 */
final class SpanDetails {
  static final SpanDetails NONE =
      new SpanDetails(
          List.of(), List.of(), StatusCode.UNSET, null, 0, 0, 0, Attributes.empty(), null);

  final List<EventData> events;
  final List<LinkData> links;
  final StatusCode status;
  final @Nullable String description;
  final int droppedAttributes;
  final int droppedEvents;
  final int droppedLinks;

  /** Empty in a span's own details: its owner keeps them elsewhere. */
  final Attributes attributes;

  /** The new name of the span; null in its own details, or if it was not renamed. */
  final @Nullable String name;

  private SpanDetails(
      List<EventData> events,
      List<LinkData> links,
      StatusCode status,
      @Nullable String description,
      int droppedAttributes,
      int droppedEvents,
      int droppedLinks,
      Attributes attributes,
      @Nullable String name) {
    this.events = events;
    this.links = links;
    this.status = status;
    this.description = description;
    this.droppedAttributes = droppedAttributes;
    this.droppedEvents = droppedEvents;
    this.droppedLinks = droppedLinks;
    this.attributes = attributes;
    this.name = name;
  }

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
    return code == StatusCode.UNSET || status == StatusCode.OK
        ? this
        : new SpanDetails(
            events,
            links,
            code,
            code == StatusCode.ERROR ? text : null,
            droppedAttributes,
            droppedEvents,
            droppedLinks,
            attributes,
            name);
  }

  SpanDetails withAttribute(String key, Object value) {
    return with(attributes.withStored(key, value), name);
  }

  SpanDetails withName(String newName) {
    return with(attributes, newName);
  }

  /** How many things were too many. */
  int dropped() {
    return droppedAttributes + droppedEvents + droppedLinks;
  }

  /** These details with later ones behind them; without attributes and name. */
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
        newEvents,
        newLinks,
        status,
        description,
        droppedAttributes,
        droppedEvents,
        droppedLinks,
        attributes,
        name);
  }

  private SpanDetails withDropped(int moreAttributes, int moreEvents, int moreLinks) {
    return new SpanDetails(
        events,
        links,
        status,
        description,
        droppedAttributes + moreAttributes,
        droppedEvents + moreEvents,
        droppedLinks + moreLinks,
        attributes,
        name);
  }

  private SpanDetails with(Attributes newAttributes, @Nullable String newName) {
    return new SpanDetails(
        events,
        links,
        status,
        description,
        droppedAttributes,
        droppedEvents,
        droppedLinks,
        newAttributes,
        newName);
  }

  private static <T> List<T> append(List<T> list, T item) {
    List<T> copy = new ArrayList<>(list.size() + 1);
    copy.addAll(list);
    copy.add(item);
    return Collections.unmodifiableList(copy);
  }
}
