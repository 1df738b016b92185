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
  private static final String FRAME = "\tat "; // suppressed exceptions' stand further in
  private static final String SUPPRESSED = "\tSuppressed: ";

  /** How a cause's trace ends: with the number of frames that it has in common. */
  private static final String MORE = "\t... ";

  private static final int MOST_EXCEPTIONS = 10;

  /** Of an exception, as X-Ray's SDKs have it. */
  private static final int MOST_FRAMES = 50;

  /** Of all exceptions: leaves room in the document for the rest. */
  private static final int MOST_FRAMES_IN_ALL = 200;

  /** Spreads the ids of a span's exceptions; odd, so that none comes twice. */
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  /**
   * An exception.
   *
   * @param frames of its stack trace, all of them
   * @param causeFollows whether the next one is its cause
   */
  private record Failure(
      String type, @Nullable String message, List<String> frames, boolean causeFollows) {}

  private SegmentCause() {}

  /**
   * Writes it, and a comma; nothing if the span recorded none and did not fail.
   *
   * @param whole whether with stack traces
   */
  static void write(JsonWriter json, SpanData span, boolean whole) {
    List<Failure> failures = new ArrayList<>();
    for (EventData event : span.events()) {
      if (isException(event) && failures.size() < MOST_EXCEPTIONS) {
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
    int room = whole ? MOST_FRAMES_IN_ALL : 0;
    for (int i = 0; i < failures.size(); i++) {
      int shown = Math.min(failures.get(i).frames().size(), Math.min(MOST_FRAMES, room));
      exception(json, span.spanIdAsLong(), i, failures.get(i), shown);
      room -= shown;
    }
    json.close(']').raw("},");
  }

  /** Whether it tells of an exception; those of the Logs API have names of their own. */
  private static boolean isException(EventData event) {
    return event.name().equals("exception") || event.attributes().get("exception.type") != null;
  }

  private static void read(Attributes event, List<Failure> failures) {
    String type = SegmentWriter.asText(event.get("exception.type"));
    String message = SegmentWriter.asText(event.get("exception.message"));
    String trace = SegmentWriter.asText(event.get("exception.stacktrace"));
    List<String> lines = trace == null ? List.of() : List.of(trace.split("\\R"));
    int start = 0;
    String nextType = type == null ? "unknown" : type;
    String nextMessage = message;
    List<String> frames = List.of();
    while (failures.size() < MOST_EXCEPTIONS) {
      int end = nextCause(lines, start + 1);
      boolean hasCause = end < lines.size() && failures.size() < MOST_EXCEPTIONS - 1;
      frames = frames(lines, start, end, frames);
      failures.add(new Failure(nextType, nextMessage, frames, hasCause));
      if (!hasCause) {
        return;
      }
      String head = head(lines, end);
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

  /** Type and message of a cause; messages can have several lines. */
  private static String head(List<String> lines, int from) {
    StringBuilder head = new StringBuilder(lines.get(from).substring(CAUSED_BY.length()));
    for (int i = from + 1; i < lines.size() && !isTrace(lines.get(i)); i++) {
      head.append('\n').append(lines.get(i));
    }
    return head.toString();
  }

  private static boolean isTrace(String line) {
    return line.startsWith(FRAME)
        || line.startsWith(MORE)
        || line.startsWith(CAUSED_BY)
        || line.startsWith(SUPPRESSED);
  }

  /**
   * The frames of an exception. The number of those that it has in common with the enclosing one
   * counts once: lines that look like it may stand in a message, which may be a stranger's.
   *
   * @param enclosing those of the exception that it caused
   */
  private static List<String> frames(List<String> lines, int from, int to, List<String> enclosing) {
    List<String> frames = new ArrayList<>();
    int common = 0;
    for (int i = from; i < Math.min(to, lines.size()); i++) {
      String line = lines.get(i);
      if (line.startsWith(FRAME)) {
        frames.add(line.substring(FRAME.length()));
      } else if (line.startsWith(MORE)) {
        int end = line.indexOf(' ', MORE.length());
        common = end < 0 ? 0 : number(line.substring(MORE.length(), end));
      }
    }
    int first = enclosing.size() - Math.min(Math.max(0, common), enclosing.size());
    frames.addAll(enclosing.subList(first, enclosing.size()));
    return frames;
  }

  private static void exception(
      JsonWriter json, long spanId, int number, Failure failure, int shown) {
    json.raw("{\"id\":").string(id(spanId, number));
    json.raw(",\"type\":").string(failure.type()).raw(',');
    if (failure.message() != null) {
      json.raw("\"message\":").string(failure.message()).raw(',');
    }
    if (failure.causeFollows()) {
      json.raw("\"cause\":").string(id(spanId, number + 1)).raw(',');
    }
    List<String> frames = failure.frames();
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
    json.raw(",\"line\":").number(colon < 0 ? 0 : number(place.substring(colon + 1)));
    json.raw(",\"label\":").string(label(bracket < 0 ? frame : frame.substring(0, bracket)));
    json.raw("},");
  }

  /** The method without its class loader and module, {@code app//} and {@code java.base/}. */
  private static String label(String method) {
    int slash = method.lastIndexOf('/');
    if (method.startsWith("0x", slash + 1)) { // belongs to the name of a hidden class
      slash = method.lastIndexOf('/', slash - 1);
    }
    return method.substring(slash + 1);
  }

  /** The number; 0 if it is none. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
