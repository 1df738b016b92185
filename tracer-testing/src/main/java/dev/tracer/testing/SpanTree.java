// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spans as a tree in text, one line each, children indented below their parents:
 *
 * <pre>
 * checkout [SERVER] 12ms ERROR
 *   load-cart 3ms
 *   charge-card [CLIENT] 7.5ms ERROR
 * </pre>
 *
 * <p>A line tells the name, the {@link SpanKind kind} unless it is {@code INTERNAL}, the exact
 * duration unless it is zero, and the {@link StatusCode status} unless it is {@code UNSET}. The
 * {@code with} methods make trees that tell more or less. Children come in the order of their
 * starts, at the same start in that of their ids. Spans whose parent did not end (or was not given)
 * hang on a line {@code (missing parent 5)} with its id in hexadecimal. Control characters are
 * escaped.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class SpanTree {
  // what a tree tells besides names, kinds and status
  private static final int DURATIONS = 1;
  private static final int EVENTS = 2;
  private static final int LINKS = 4;
  private static final int SERVICES = 8;

  private final List<SpanRow> rows;
  private final int parts;

  /** Names, or beginnings of names with {@code *}; empty: all; null: none. */
  private final @Nullable List<String> attributes;

  /** Added to the message when an assertion fails. */
  private final String hint;

  private SpanTree(List<SpanRow> rows, int parts, @Nullable List<String> attributes, String hint) {
    this.rows = rows;
    this.parts = parts;
    this.attributes = attributes;
    this.hint = hint;
  }

  /**
   * The tree of some spans, which may be of several traces.
   *
   * @throws NullPointerException if {@code spans} is null or contains null
   */
  public static SpanTree of(Collection<? extends SpanData> spans) {
    return of(spans, "");
  }

  static SpanTree of(Collection<? extends SpanData> spans, String hint) {
    return new SpanTree(SpanRow.of(requireNonNull(spans, "spans")), DURATIONS, null, hint);
  }

  /**
   * This tree with attributes of spans, events and links behind them: {@code order.id=42 user="Ada
   * L."}.
   *
   * @param names which ones, {@code http.*} for all that begin so; none at all for all attributes
   *     but {@code exception.stacktrace}
   * @throws NullPointerException if {@code names} is null or contains null
   */
  public SpanTree withAttributes(String... names) {
    return new SpanTree(rows, parts, List.of(names), hint);
  }

  /**
   * This tree with a line {@code * cache miss +3ms} for each event: its name, and when in the span.
   */
  public SpanTree withEvents() {
    return with(parts | EVENTS);
  }

  /** This tree with a line {@code -> 4-2a} for each link: the trace's and the span's id, in hex. */
  public SpanTree withLinks() {
    return with(parts | LINKS);
  }

  /** This tree with {@code @shop} behind the kind: the service that made the span. */
  public SpanTree withServices() {
    return with(parts | SERVICES);
  }

  /** This tree without durations: for spans timed by the system's clock. */
  public SpanTree withoutDurations() {
    return with(parts & ~DURATIONS);
  }

  private SpanTree with(int newParts) {
    return new SpanTree(rows, newParts, attributes, hint);
  }

  /**
   * Compares this tree with one written in the test. Common indentation of all lines, space at
   * their ends and empty lines do not matter.
   *
   * @throws AssertionError with the difference by lines, if they are not the same
   * @throws NullPointerException if {@code expected} is null
   */
  public void assertIs(String expected) {
    List<String> wanted = lines(requireNonNull(expected, "expected").stripIndent());
    List<String> actual = lines(toString());
    if (!wanted.equals(actual)) {
      StringBuilder text = new StringBuilder();
      text.append("The spans are not as expected (- expected, + actual):");
      appendDifference(text, wanted, actual);
      throw new AssertionError(text + hint);
    }
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.stripTrailing());
      }
    }
    return lines;
  }

  /** The lines of both: first and last ones that are the same once, between them all others. */
  private static void appendDifference(
      StringBuilder text, List<String> wanted, List<String> actual) {
    int head = 0;
    int least = Math.min(wanted.size(), actual.size());
    while (head < least && wanted.get(head).equals(actual.get(head))) {
      head++;
    }
    int wantedEnd = wanted.size();
    int actualEnd = actual.size();
    while (wantedEnd > head
        && actualEnd > head
        && wanted.get(wantedEnd - 1).equals(actual.get(actualEnd - 1))) {
      wantedEnd--;
      actualEnd--;
    }
    append(text, "\n  ", wanted.subList(0, head));
    append(text, "\n- ", wanted.subList(head, wantedEnd));
    append(text, "\n+ ", actual.subList(head, actualEnd));
    append(text, "\n  ", wanted.subList(wantedEnd, wanted.size()));
  }

  private static void append(StringBuilder text, String mark, List<String> lines) {
    for (String line : lines) {
      text.append(mark).append(line);
    }
  }

  /** The lines, each with a line feed behind it; empty if there are no spans. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (SpanRow row : rows) {
      String indent = "  ".repeat(row.depth());
      text.append(indent);
      if (row.missing) {
        long parent = row.span.parentSpanIdAsLong();
        text.append("(missing parent ").append(Long.toHexString(parent)).append(")\n");
      } else {
        appendSpan(text, row.span);
        appendEvents(text, row.span, indent);
        appendLinks(text, row.span, indent);
      }
    }
    return text.toString();
  }

  private boolean tells(int part) {
    return (parts & part) != 0;
  }

  private void appendSpan(StringBuilder text, SpanData span) {
    text.append(span.name().isEmpty() ? "\"\"" : SafeText.escape(span.name(), null));
    if (span.kind() != SpanKind.INTERNAL) {
      text.append(" [").append(span.kind()).append(']');
    }
    if (tells(SERVICES)) {
      text.append(" @").append(SafeText.escape(span.resource().serviceName(), null));
    }
    if (tells(DURATIONS) && span.durationNanos() != 0) {
      text.append(' ').append(DurationText.exact(span.durationNanos()));
    }
    if (span.statusCode() != StatusCode.UNSET) {
      text.append(' ').append(span.statusCode());
    }
    endLine(text, span.attributes());
  }

  private void appendEvents(StringBuilder text, SpanData span, String indent) {
    if (tells(EVENTS)) {
      for (EventData event : span.events()) {
        text.append(indent).append("  * ").append(SafeText.escape(event.name(), null));
        long after = event.epochNanos() - span.startEpochNanos();
        if (tells(DURATIONS) && after != 0) {
          text.append(after < 0 ? " " : " +").append(DurationText.exact(after));
        }
        endLine(text, event.attributes());
      }
    }
  }

  private void appendLinks(StringBuilder text, SpanData span, String indent) {
    if (tells(LINKS)) {
      for (LinkData link : span.links()) {
        text.append(indent).append("  -> ");
        text.append(withoutZeros(link.context().traceId())).append('-');
        text.append(withoutZeros(link.context().spanId()));
        endLine(text, link.attributes());
      }
    }
  }

  private static String withoutZeros(String hex) {
    int i = 0;
    while (i < hex.length() - 1 && hex.charAt(i) == '0') {
      i++;
    }
    return hex.substring(i);
  }

  private void endLine(StringBuilder text, Attributes all) {
    for (int i = 0; i < all.size(); i++) {
      if (isSelected(all.name(i))) {
        text.append(' ');
        SafeText.appendAttribute(text, all.name(i), all.value(i), null);
      }
    }
    text.append('\n');
  }

  private boolean isSelected(String name) {
    if (attributes == null) {
      return false;
    }
    for (String pattern : attributes) {
      int star = pattern.length() - 1;
      if (pattern.equals(name)
          || pattern.endsWith("*") && name.startsWith(pattern.substring(0, star))) {
        return true;
      }
    }
    return attributes.isEmpty() && !name.equals("exception.stacktrace");
  }
}
