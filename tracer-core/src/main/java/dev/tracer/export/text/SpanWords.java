// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the waterfall says about a span below its line, in escaped words. Confined to one thread.
 */
final class SpanWords {
  private static final String EXCEPTION = "exception";
  private static final int MOST_EVENTS = 3;

  private final TextLines lines;
  private final TimeAxis axis;
  private final List<String> wanted;

  /**
   * Words for one drawing.
   *
   * @param wanted the names of the attributes to tell
   */
  SpanWords(TextLines lines, TimeAxis axis, List<String> wanted) {
    this.lines = lines;
    this.axis = axis;
    this.wanted = wanted;
  }

  static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /**
   * Why the span failed; empty if it did not, if nobody said why or the status is all that was
   * said, which is in the {@link Hint}, or if a child failed of the same, which is where it is told
   * then.
   */
  String error(SpanRow row) {
    String error = rawError(row.span);
    for (SpanRow child : row.children) {
      if (error.equals(rawError(child.span))) {
        return "";
      }
    }
    return lines.escape(error);
  }

  private static String rawError(SpanData span) {
    if (span.statusCode() != StatusCode.ERROR) {
      return "";
    }
    String description = span.statusDescription();
    int i = lastException(span);
    if (i < 0) {
      Object type = span.attributes().get("error.type");
      Object status = span.attributes().get("http.response.status_code");
      boolean isHint = type != null && status != null && type.toString().equals(status.toString());
      return join(isHint ? null : type, description);
    }
    Attributes about = span.events().get(i).attributes();
    Object message = about.get("exception.message");
    return join(about.get("exception.type"), message == null ? description : message);
  }

  /** {@code IOException: reset by peer}, without the package. */
  private static String join(@Nullable Object type, @Nullable Object message) {
    String name = type == null ? "" : type.toString();
    name = name.substring(name.lastIndexOf('.') + 1);
    return message == null ? name : name.isEmpty() ? message.toString() : name + ": " + message;
  }

  /** The index of the last exception among the events, or -1. */
  private static int lastException(SpanData span) {
    int i = span.events().size() - 1;
    while (i >= 0 && !span.events().get(i).name().equals(EXCEPTION)) {
      i--;
    }
    return i;
  }

  /** The events but the one that {@link #error} tells of: the last exception of a failed span. */
  static List<EventData> untold(SpanData span) {
    List<EventData> events = new ArrayList<>(span.events());
    int told = span.statusCode() == StatusCode.ERROR ? lastException(span) : -1;
    if (told >= 0) {
      events.remove(told);
    }
    return events;
  }

  /** The first events with their places on the axis, and how many more there are. */
  String events(SpanData span) {
    StringBuilder facts = new StringBuilder();
    List<EventData> events = untold(span);
    int shown = Math.min(MOST_EVENTS, events.size());
    for (EventData event : events.subList(0, shown)) {
      String name = event.name();
      if (name.equals(EXCEPTION)) {
        Attributes about = event.attributes();
        String told = join(about.get("exception.type"), about.get("exception.message"));
        name = told.isEmpty() ? name : told;
      }
      facts.append(facts.length() == 0 ? "" : " · ");
      facts.append(name.isEmpty() ? "\"\"" : lines.escape(name));
      facts.append(" @ ").append(DurationText.rounded(event.epochNanos() - axis.start()));
    }
    more(facts, events.size() - shown + span.droppedEvents(), "event");
    return facts.toString();
  }

  /** The first link, and how many more there are. */
  String links(SpanData span) {
    StringBuilder facts = new StringBuilder();
    int shown = Math.min(1, span.links().size());
    if (shown > 0) {
      SpanContext other = span.links().get(0).context();
      String trace = other.traceId();
      facts.append("→ ").append(trace.equals(span.traceId()) ? "this trace" : trace);
      facts.append(" span ").append(other.spanId());
    }
    more(facts, span.links().size() - shown + span.droppedLinks(), "link");
    return facts.toString();
  }

  private static void more(StringBuilder facts, int n, String what) {
    if (n > 0) {
      facts.append(facts.length() == 0 ? "" : " · ").append(count(n, "more " + what));
    }
  }

  /** The attributes that were asked for, of those that it has. */
  String attributes(SpanData span) {
    StringBuilder facts = new StringBuilder();
    for (String name : wanted) {
      Object value = span.attributes().get(name);
      if (value != null) {
        facts.append(facts.length() == 0 ? "" : " ");
        SafeText.appendAttribute(facts, name, value, lines.encoder());
      }
    }
    return facts.toString();
  }
}
