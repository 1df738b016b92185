// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Attributes;
import dev.tracer.TraceState;
import dev.tracer.internal.ValueSize;
import java.util.List;

/** How much memory a span holds, roughly: its texts, and a little for each part. Stateless. */
final class SpanSize {
  /** A span, event or link without its texts, and an attribute with its name, which is shared. */
  private static final int OBJECT = 160;

  private static final int ATTRIBUTE = 48;

  /**
   * An exception of a hundred frames that were read, at 80 bytes each, as the JDK's 17 and 25 have
   * it. To ask this one for its frames would copy them.
   */
  private static final int THROWABLE = 8192;

  private SpanSize() {}

  /** Bytes, more than a few per cent off only for values of types that only this process knows. */
  static long estimate(SpanData span) {
    long sum = OBJECT + span.name().length() + attributes(span.attributes());
    sum += ValueSize.of(span.statusDescription()) + state(span.traceState());
    List<EventData> events = span.events();
    for (int i = 0; i < events.size(); i++) {
      EventData event = events.get(i);
      sum += OBJECT + event.name().length() + attributes(event.attributes());
      sum += event.throwable() == null ? 0 : THROWABLE;
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
      sum += ATTRIBUTE + ValueSize.of(attributes.value(i));
    }
    return sum;
  }
}
