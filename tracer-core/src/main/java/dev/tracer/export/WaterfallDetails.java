// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.Hex;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The texts about a span below its bar: why it failed, its events and links. Confined to one
 * thread.
 */
final class WaterfallDetails {
  private static final String EXCEPTION = "exception";
  private static final int MOST_EVENTS = 3;

  /** Longer than any terminal is wide; bounds the work for huge messages. */
  private static final int MOST_CHARS = 2000;

  private final WaterfallStyle style;
  private final IntPredicate encodable;

  WaterfallDetails(WaterfallStyle style, IntPredicate encodable) {
    this.style = style;
    this.encodable = encodable;
  }

  WaterfallStyle style() {
    return style;
  }

  /**
   * Why the span failed; null if it did not, if nobody said why, or if a child failed of the same,
   * which is where it is told then.
   */
  @Nullable String error(SpanRow row) {
    SpanData span = row.span();
    String text = span == null ? null : rawError(span);
    if (text == null) {
      return null;
    }
    for (SpanRow child : row.children()) {
      SpanData other = child.span();
      if (other != null && text.equals(rawError(other))) {
        return null;
      }
    }
    return escape(text);
  }

  private static @Nullable String rawError(SpanData span) {
    if (span.statusCode() != StatusCode.ERROR) {
      return null;
    }
    String description = span.statusDescription();
    int i = lastException(span.events());
    if (i < 0) {
      return join(span.attributes().get("error.type"), description);
    }
    Attributes about = span.events().get(i).attributes();
    Object message = about.get("exception.message");
    return join(about.get("exception.type"), message == null ? description : message);
  }

  /** {@code IOException: reset by peer}, without the package. */
  private static @Nullable String join(@Nullable Object type, @Nullable Object message) {
    if (type == null) {
      return message == null || message.toString().isBlank() ? null : message.toString();
    }
    String name = type.toString();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return message == null ? simple : simple + ": " + message;
  }

  /** The first events with their places on the axis, and how many more there are; null if none. */
  @Nullable String events(SpanData span, TimeAxis axis) {
    List<String> facts = new ArrayList<>();
    List<EventData> events = untold(span);
    for (EventData event : events.subList(0, Math.min(MOST_EVENTS, events.size()))) {
      facts.add(escape(name(event)) + " @ " + duration(event.epochNanos() - axis.start()));
    }
    addCount(facts, events.size() - facts.size(), " more event");
    addCount(facts, span.droppedEvents(), " dropped event");
    return facts.isEmpty() ? null : String.join(style.dot(), facts);
  }

  /** The events but the one that {@link #error} tells of: the last exception of a failed span. */
  static List<EventData> untold(SpanData span) {
    List<EventData> events = span.events();
    int told = span.statusCode() == StatusCode.ERROR ? lastException(events) : -1;
    if (told < 0) {
      return events;
    }
    List<EventData> others = new ArrayList<>(events);
    others.remove(told);
    return others;
  }

  /** The index of the last exception, or -1. */
  private static int lastException(List<EventData> events) {
    int i = events.size() - 1;
    while (i >= 0 && !events.get(i).name().equals(EXCEPTION)) {
      i--;
    }
    return i;
  }

  private static String name(EventData event) {
    if (event.name().equals(EXCEPTION)) {
      Attributes about = event.attributes();
      String text = join(about.get("exception.type"), about.get("exception.message"));
      return text == null ? EXCEPTION : text;
    }
    return event.name();
  }

  /** The first link, and how many more there are; null if none. */
  @Nullable String links(SpanData span) {
    List<String> facts = new ArrayList<>();
    if (!span.links().isEmpty()) {
      SpanContext other = span.links().get(0).context();
      boolean same =
          other.traceIdHigh() == span.traceIdHigh() && other.traceIdLow() == span.traceIdLow();
      String trace = same ? "this trace" : Hex.format(other.traceIdHigh(), other.traceIdLow());
      facts.add(style.arrow() + trace + " span " + Hex.format(other.spanIdAsLong()));
      addCount(facts, span.links().size() - 1, " more link");
    }
    addCount(facts, span.droppedLinks(), " dropped link");
    return facts.isEmpty() ? null : String.join(style.dot(), facts);
  }

  private static void addCount(List<String> facts, int count, String what) {
    if (count > 0) {
      facts.add(count + what + (count == 1 ? "" : "s"));
    }
  }

  /** A duration rounded to three digits, in characters of this style. */
  String duration(long nanos) {
    String text = DurationText.rounded(nanos);
    return style.unicode() ? text : text.replace(DurationText.MICRO, 'u');
  }

  /** A text from the application in one line of characters that the destination has. */
  String escape(String text) {
    String bounded = text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
    return SafeText.escape(bounded, encodable);
  }
}
