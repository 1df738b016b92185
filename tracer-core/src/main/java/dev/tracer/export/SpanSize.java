// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Attributes;
import dev.tracer.TraceState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much memory a span holds, roughly: its texts, and a little for each part. Stateless. */
final class SpanSize {
  /** A span, event or link without its texts, and an attribute with its name, which is shared. */
  private static final int OBJECT = 160;

  private static final int ATTRIBUTE = 48;
  private static final int MAX_DEPTH = 16;

  private SpanSize() {}

  /** Bytes, more than a few per cent off only for values of types that only this process knows. */
  static long estimate(SpanData span) {
    long sum = OBJECT + span.name().length() + attributes(span.attributes());
    sum += state(span.traceState());
    List<EventData> events = span.events();
    for (int i = 0; i < events.size(); i++) {
      sum += OBJECT + attributes(events.get(i).attributes());
    }
    List<LinkData> links = span.links();
    for (int i = 0; i < links.size(); i++) {
      LinkData link = links.get(i);
      sum += OBJECT + attributes(link.attributes()) + state(link.context().traceState());
    }
    return sum;
  }

  private static long state(TraceState state) {
    return state.toString().length();
  }

  private static long attributes(Attributes attributes) {
    long sum = 0;
    for (int i = 0; i < attributes.size(); i++) {
      sum += ATTRIBUTE + value(attributes.value(i), MAX_DEPTH);
    }
    return sum;
  }

  private static long value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof ByteBuffer bytes) {
      return bytes.remaining();
    }
    long sum = 16;
    if (value instanceof List<?> items && depth > 0) {
      for (Object item : items) {
        sum += 8 + value(item, depth - 1);
      }
    } else if (value instanceof Map<?, ?> map && depth > 0) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += ATTRIBUTE + value(entry.getKey(), 1) + value(entry.getValue(), depth - 1);
      }
    }
    return sum;
  }
}
