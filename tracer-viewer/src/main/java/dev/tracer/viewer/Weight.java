// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of memory things take, a little more rather than less: texts that several spans
 * share count for each of them. Resources and the names of attributes count for none, for they are
 * shared by nearly all.
 */
final class Weight {
  static final int TRACE = 500;

  private static final int SPAN = 170; // the object and its place in the table of its trace
  private static final int EVENT = 120;
  private static final int LINK = 160;
  private static final int TEXT = 48;
  private static final int NUMBER = 24;
  private static final int REFERENCE = 8;
  private static final int ENTRY = 64;

  private Weight() {}

  static int of(SpanData span) {
    long bytes = SPAN + of(span.name()) + of(span.statusDescription()) + of(span.attributes());
    bytes += of(span.traceState());
    for (EventData event : span.events()) {
      bytes += EVENT + of(event.name()) + of(event.attributes());
    }
    for (LinkData link : span.links()) {
      bytes += LINK + of(link.attributes()) + of(link.context().traceState());
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  static int of(LogLine log) {
    return (int) Math.min(Integer.MAX_VALUE, SPAN + of(log.text()) + of(log.severity()));
  }

  private static long of(TraceState state) {
    return state.isEmpty() ? 0 : of(state.toString());
  }

  private static long of(Attributes attributes) {
    long bytes = 0;
    for (int i = 0; i < attributes.size(); i++) {
      String name = attributes.name(i);
      bytes += 2 * REFERENCE + (name.length() > Names.MAX_LENGTH ? of(name) : 0);
      bytes += ofValue(attributes.value(i));
    }
    return bytes;
  }

  private static long ofValue(@Nullable Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof ByteBuffer bytes) {
      return 2L * TEXT + bytes.remaining();
    }
    long sum = NUMBER;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        sum += REFERENCE + ofValue(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += ENTRY + ofValue(entry.getKey()) + ofValue(entry.getValue());
      }
    }
    return sum;
  }

  /** A text of characters up to U+00FF takes a byte each, others take two. */
  private static long of(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return TEXT + 2L * text.length();
      }
    }
    return (long) TEXT + text.length();
  }
}
