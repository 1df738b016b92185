// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import org.jspecify.annotations.Nullable;

/**
 * What threads other than the owner wrote to a span: the newest state of it. Immutable: a write
 * makes a copy, which takes the place of this one by compare-and-set. Bounded by the span's limits:
 * at most as many attributes again as the owner has set.
 *
 * @param name the new name of the span, if it was renamed
 */
record SideRecord(Attributes attributes, SpanDetails details, @Nullable String name) {
  static final SideRecord EMPTY = new SideRecord(Attributes.empty(), SpanDetails.NONE, null);

  boolean hasRoomFor(String key, int limit) {
    return attributes.size() < limit || attributes.contains(key);
  }

  SideRecord withAttribute(String key, Object value) {
    return new SideRecord(attributes.withStored(key, value), details, name);
  }

  SideRecord withDroppedAttribute() {
    return new SideRecord(attributes, details.withDroppedAttribute(), name);
  }

  SideRecord withEvent(EventData event, int limit) {
    return new SideRecord(attributes, details.withEvent(event, limit), name);
  }

  SideRecord withLink(LinkData link, int limit) {
    return new SideRecord(attributes, details.withLink(link, limit), name);
  }

  SideRecord withStatus(StatusCode code, @Nullable String description) {
    return new SideRecord(attributes, details.withStatus(code, description), name);
  }

  SideRecord withName(String newName) {
    return new SideRecord(attributes, details, newName);
  }
}
