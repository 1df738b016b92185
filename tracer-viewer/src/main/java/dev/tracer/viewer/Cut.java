// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.export.SpanData;

/**
 * What the viewer left out of a span because of its limits, not the sender. Immutable.
 *
 * @param attributes how many attributes, those of events and links included
 * @param events how many events
 * @param links how many links
 */
record Cut(int attributes, int events, int links) {
  static final Cut NOTHING = new Cut(0, 0, 0);

  /** What was left out of a span; nothing of one that did not come over the wire. */
  static Cut of(SpanData span) {
    return span instanceof ReceivedSpan received ? received.cut() : NOTHING;
  }

  Cut plus(Cut other) {
    return new Cut(attributes + other.attributes, events + other.events, links + other.links);
  }

  boolean isNothing() {
    return attributes == 0 && events == 0 && links == 0;
  }
}
