// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;

/** All that an ended span tells, as text that two readings can be compared by. */
final class SpanSnapshot {
  private SpanSnapshot() {}

  static String of(SpanData span) {
    StringBuilder text = new StringBuilder();
    text.append(span.context()).append(' ').append(span.parentSpanId());
    text.append(' ').append(span.isParentRemote()).append(' ').append(span.kind());
    text.append(' ').append(span.name());
    text.append(' ').append(span.startEpochNanos()).append('-').append(span.endEpochNanos());
    text.append(' ').append(span.attributes());
    text.append(" events=").append(span.events()).append(" links=").append(span.links());
    text.append(' ').append(span.statusCode()).append(' ').append(span.statusDescription());
    text.append(" dropped=").append(span.droppedAttributes());
    text.append(',').append(span.droppedEvents()).append(',').append(span.droppedLinks());
    text.append(' ').append(span.resource()).append(span.instrumentationScope());
    return text.toString();
  }
}
