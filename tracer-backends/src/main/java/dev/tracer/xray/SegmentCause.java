// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Attributes;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Hex;
import dev.tracer.internal.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The member {@code cause} of a document: the exceptions that a span recorded, each with its
 * causes, read from the text that {@code Throwable.printStackTrace} writes.
 */
final class SegmentCause {
  private static final String CAUSED_BY = "Caused by: ";
  private static final int MOST_EXCEPTIONS = 10;
  private static final int MOST_FRAMES = 50;

  /** Spreads the ids of a span's exceptions; odd, so that none comes twice. */
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  /**
   * An exception.
   *
   * @param lines of its stack trace, whole lines
   * @param causeFollows whether the next one is its cause
   */
  private record Failure(
      String type, @Nullable String message, List<String> lines, boolean causeFollows) {}

  private SegmentCause() {}

  /**
   * Writes it, and a comma; nothing if the span recorded none and did not fail.
   *
   * @param whole whether with stack traces
   */
  static void write(JsonWriter json, SpanData span, boolean whole) {
    List<Failure> failures = new ArrayList<>();
    for (EventData event : span.events()) {
      if (event.name().equals("exception") && failures.size() < MOST_EXCEPTIONS) {
        read(event.attributes(), failures);
      }
    }
    if (failures.isEmpty() && span.statusCode() == StatusCode.ERROR) {
      String type = SegmentWriter.asText(span.attributes().get("error.type"));
      String message = span.statusDescription();
      if (type != null || message != null) {
        failures.add(new Failure(type == null ? "error" : type, message, List.of(), false));
      }
    }
    if (failures.isEmpty()) {
      return;
    }
    json.raw("\"cause\":{\"exceptions\":[");
    for (int i = 0; i < failures.size(); i++) {
      exception(json, span.spanIdAsLong(), i, failures.get(i), whole);
    }
    json.close(']').raw("},");
  }

  private static void read(Attributes event, List<Failure> failures) {
    String type = SegmentWriter.asText(event.get("exception.type"));
    String message = SegmentWriter.asText(event.get("exception.message"));
    String trace = SegmentWriter.asText(event.get("exception.stacktrace"));
    List<String> lines = trace == null ? List.of() : List.of(trace.split("\\R", -1));
    int start = 0;
    String nextType = type == null ? "unknown" : type;
    String nextMessage = message;
    while (failures.size() < MOST_EXCEPTIONS) {
      int end = nextCause(lines, start + 1);
      boolean hasCause = end < lines.size() && failures.size() < MOST_EXCEPTIONS - 1;
      failures.add(new Failure(nextType, nextMessage, frames(lines, start, end), hasCause));
      if (!hasCause) {
        return;
      }
      String head = lines.get(end).substring(CAUSED_BY.length());
      int colon = head.indexOf(": ");
      nextType = colon < 0 ? head : head.substring(0, colon);
      nextMessage = colon < 0 ? null : head.substring(colon + 2);
      start = end;
    }
  }

  private static int nextCause(List<String> lines, int from) {
    int i = from;
    while (i < lines.size() && !lines.get(i).startsWith(CAUSED_BY)) {
      i++;
    }
    return i;
  }

  private static List<String> frames(List<String> lines, int from, int to) {
    List<String> frames = new ArrayList<>();
    for (int i = from; i < Math.min(to, lines.size()); i++) {
      if (lines.get(i).startsWith("\tat ")) { // suppressed ones stand further in
        frames.add(lines.get(i).substring(4));
      }
    }
    return frames;
  }

  private static void exception(
      JsonWriter json, long spanId, int number, Failure failure, boolean whole) {
    json.raw("{\"id\":").string(id(spanId, number));
    json.raw(",\"type\":").string(failure.type()).raw(',');
    if (failure.message() != null) {
      json.raw("\"message\":").string(failure.message()).raw(',');
    }
    if (failure.causeFollows()) {
      json.raw("\"cause\":").string(id(spanId, number + 1)).raw(',');
    }
    List<String> frames = failure.lines();
    int shown = whole ? Math.min(frames.size(), MOST_FRAMES) : 0;
    if (shown < frames.size()) {
      json.raw("\"truncated\":").number(frames.size() - shown).raw(',');
    }
    json.raw("\"stack\":[");
    for (String frame : frames.subList(0, shown)) {
      frame(json, frame);
    }
    json.close(']').raw("},");
  }

  private static String id(long spanId, int number) {
    return Hex.format(spanId + (number + 1) * STEP);
  }

  /** Writes {@code module/package.Class.method(File.java:line)} in its parts. */
  private static void frame(JsonWriter json, String frame) {
    int bracket = frame.indexOf('(');
    int end = frame.lastIndexOf(')');
    String place = bracket >= 0 && end > bracket ? frame.substring(bracket + 1, end) : "";
    int colon = place.lastIndexOf(':');
    json.raw("{\"path\":").string(colon < 0 ? place : place.substring(0, colon));
    json.raw(",\"line\":").number(colon < 0 ? 0 : line(place.substring(colon + 1)));
    json.raw(",\"label\":").string(bracket < 0 ? frame : frame.substring(0, bracket)).raw("},");
  }

  private static int line(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
