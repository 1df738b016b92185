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
import dev.tracer.internal.AttributeText;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
  private static final String STACK_TRACE = "exception.stacktrace";

  private final List<SpanRow> rows;
  private final Set<Part> parts;

  /** Names, or beginnings of names with {@code *}; empty: all; null: none. */
  private final @Nullable List<String> attributes;

  /** Added to the message when an assertion fails. */
  private final String hint;

  private SpanTree(
      List<SpanRow> rows, Set<Part> parts, @Nullable List<String> attributes, String hint) {
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
    List<SpanRow> rows = SpanRow.of(requireNonNull(spans, "spans"));
    return new SpanTree(rows, EnumSet.of(Part.DURATIONS), null, hint);
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
    return with(Part.EVENTS);
  }

  /** This tree with a line {@code -> 4-2a} for each link: the trace's and the span's id, in hex. */
  public SpanTree withLinks() {
    return with(Part.LINKS);
  }

  /** This tree with {@code @shop} behind the kind: the service that made the span. */
  public SpanTree withServices() {
    return with(Part.SERVICES);
  }

  /** This tree without durations: for spans timed by the system's clock. */
  public SpanTree withoutDurations() {
    Set<Part> fewer = EnumSet.copyOf(parts);
    fewer.remove(Part.DURATIONS);
    return new SpanTree(rows, fewer, attributes, hint);
  }

  private SpanTree with(Part part) {
    Set<Part> more = EnumSet.copyOf(parts);
    more.add(part);
    return new SpanTree(rows, more, attributes, hint);
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
      throw new AssertionError(
          "The spans are not as expected (- expected, + actual):\n"
              + TextDiff.of(wanted, actual)
              + hint);
    }
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    text.lines().map(String::stripTrailing).filter(s -> !s.isEmpty()).forEach(lines::add);
    return lines;
  }

  /** The lines, each with a line feed behind it; empty if there are no spans. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (SpanRow row : rows) {
      String indent = "  ".repeat(row.depth());
      SpanData span = row.span();
      text.append(indent);
      if (span == null) {
        appendMissing(text, row);
      } else {
        appendSpan(text, span);
        appendBelow(text, span, indent + "  ");
      }
    }
    return text.toString();
  }

  private static void appendMissing(StringBuilder text, SpanRow row) {
    SpanData child = row.children().get(0).span();
    long id = child == null ? 0 : child.parentSpanIdAsLong();
    text.append("(missing parent ").append(Long.toHexString(id)).append(")\n");
  }

  private void appendSpan(StringBuilder text, SpanData span) {
    text.append(span.name().isEmpty() ? "\"\"" : SafeText.escape(span.name(), SafeText.ANY));
    if (span.kind() != SpanKind.INTERNAL) {
      text.append(" [").append(span.kind()).append(']');
    }
    if (parts.contains(Part.SERVICES)) {
      text.append(" @").append(SafeText.escape(span.resource().serviceName(), SafeText.ANY));
    }
    if (parts.contains(Part.DURATIONS) && span.durationNanos() != 0) {
      text.append(' ').append(DurationText.exact(span.durationNanos()));
    }
    if (span.statusCode() != StatusCode.UNSET) {
      text.append(' ').append(span.statusCode());
    }
    appendAttributes(text, span.attributes());
    text.append('\n');
  }

  private void appendBelow(StringBuilder text, SpanData span, String indent) {
    if (parts.contains(Part.EVENTS)) {
      for (EventData event : span.events()) {
        text.append(indent).append("* ").append(SafeText.escape(event.name(), SafeText.ANY));
        long after = event.epochNanos() - span.startEpochNanos();
        if (parts.contains(Part.DURATIONS) && after != 0) {
          text.append(after < 0 ? " " : " +").append(DurationText.exact(after));
        }
        appendAttributes(text, event.attributes());
        text.append('\n');
      }
    }
    if (parts.contains(Part.LINKS)) {
      for (LinkData link : span.links()) {
        long high = link.context().traceIdHigh();
        String low = link.context().traceId().substring(16);
        text.append(indent).append("-> ");
        text.append(
            high == 0
                ? Long.toHexString(link.context().traceIdLow())
                : Long.toHexString(high) + low);
        text.append('-').append(Long.toHexString(link.context().spanIdAsLong()));
        appendAttributes(text, link.attributes());
        text.append('\n');
      }
    }
  }

  private void appendAttributes(StringBuilder text, Attributes all) {
    for (int i = 0; i < all.size(); i++) {
      if (isSelected(all.name(i))) {
        text.append(' ');
        AttributeText.append(text, all.name(i), all.value(i), SafeText.ANY);
      }
    }
  }

  private boolean isSelected(String name) {
    if (attributes == null) {
      return false;
    }
    for (String pattern : attributes) {
      if (pattern.endsWith("*")
          ? name.startsWith(pattern.substring(0, pattern.length() - 1))
          : name.equals(pattern)) {
        return true;
      }
    }
    return attributes.isEmpty() && !name.equals(STACK_TRACE);
  }

  /** What a tree tells besides names, kinds and status. */
  private enum Part {
    DURATIONS,
    EVENTS,
    LINKS,
    SERVICES
  }
}
