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
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws the spans of one trace as text, in characters of Unicode; a charset that lacks them gets
 * ones of ASCII in the end. One drawing; confined to one thread.
 */
final class Waterfall {
  private static final String SIGNS = "━╺╸┿├└│·›✗…→\u00b5";
  private static final String ASCII = "===++`|->!~>u";

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";

  // the parts of a label
  private static final int TREE = 0;
  private static final int MARK = 1;
  private static final int SERVICE = 2;
  private static final int NAME = 3;
  private static final int LEAD = 4;

  private static final int GAP = 2;
  private static final int LEAST_LABEL = 24; // the axis tells the time above the labels
  private static final int TICK_CELLS = 9; // at least, from one to the next
  private static final String EXCEPTION = "exception";
  private static final int MOST_EVENTS = 3;

  /** Longer than any terminal is wide; bounds the work for huge texts. */
  private static final int MOST_CHARS = 2000;

  private final List<SpanRow> rows;
  private final int width;
  private final boolean color;
  private final CharsetEncoder encoder;
  private final boolean continued;

  /** The services in the order of their first span in the tree, with their colours. */
  private final Map<String, String> services = new LinkedHashMap<>();

  /** The lines of the tree below the last row of each depth; deeper ones are not drawn. */
  private final String[] below;

  private final StringBuilder text = new StringBuilder();
  private long start = Long.MAX_VALUE;
  private long length;
  private int errors;
  private int labelCells = LEAST_LABEL;
  private int barColumn;
  private int column;

  /** The column up to which the line is written: spaces follow only in front of something. */
  private int written;

  private Waterfall(
      List<SpanData> spans, int width, Charset charset, boolean color, boolean continued) {
    this.rows = SpanRow.of(spans);
    this.width = width;
    this.color = color;
    this.continued = continued;
    this.encoder = charset.newEncoder();
    this.below = new String[mostLabel() / 4 + 1]; // half a label for the tree
    below[0] = "";
  }

  /**
   * The trace in lines of at most {@code width} cells, each with a line feed behind it.
   *
   * @param spans at least one
   * @param continued whether other spans of the trace were drawn before
   */
  static String render(
      List<SpanData> spans, int width, Charset charset, boolean color, boolean continued) {
    return new Waterfall(spans, width, charset, color, continued).draw(spans);
  }

  private String draw(List<SpanData> spans) {
    List<String[]> labels = measure();
    header(spans);
    axis();
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), labels.get(i));
    }
    if (!encoder.canEncode(SIGNS)) {
      for (int i = 0; i < text.length(); i++) {
        int sign = SIGNS.indexOf(text.charAt(i));
        if (sign >= 0) {
          text.setCharAt(i, ASCII.charAt(sign));
        }
      }
    }
    return text.toString();
  }

  private int mostLabel() {
    return width * 45 / 100;
  }

  /** Finds services, errors, the length of the axis, and the columns. */
  private List<String[]> measure() {
    long end = Long.MIN_VALUE;
    int timeCells = 0;
    for (SpanRow row : rows) {
      SpanData span = row.span;
      start = Math.min(start, span.startEpochNanos());
      end = Math.max(end, Math.max(span.startEpochNanos(), span.endEpochNanos()));
      timeCells = Math.max(timeCells, time(row).length());
      errors += isFailed(row) ? 1 : 0;
      services.putIfAbsent(service(span), Integer.toString(36 - services.size() % 5));
    }
    length = Math.max(0, end - start);
    List<String[]> labels = new ArrayList<>();
    for (SpanRow row : rows) {
      String[] label = label(row);
      labels.add(label);
      int cells = SafeText.cells(label[TREE] + label[MARK] + label[SERVICE] + label[NAME]);
      labelCells = Math.max(labelCells, cells);
    }
    labelCells = Math.min(labelCells, mostLabel());
    barColumn = labelCells + GAP + timeCells + GAP;
    return labels;
  }

  /**
   * The parts of the left end of a line: the tree, the error mark, the service if it is not the
   * same as above, the name; and the tree on lines about the span below it.
   */
  private String[] label(SpanRow row) {
    int depth = row.depth();
    int drawn = Math.min(depth, below.length - 1);
    String tree = "";
    if (drawn < depth) {
      tree = below[drawn];
    } else if (depth > 0) {
      tree = below[depth - 1] + (row.isLast() ? "└ " : "├ ");
      below[depth] = below[depth - 1] + (row.isLast() ? "  " : "│ ");
    }
    String lead = below[drawn] + (row.children.isEmpty() ? "  " : "│ ");
    if (row.missing) {
      String name = (continued ? "(parent " : "(missing parent ") + row.span.parentSpanId() + ")";
      return new String[] {tree, "", "", name, lead};
    }
    SpanRow parent = row.parent();
    String service = service(row.span);
    boolean told =
        services.size() > 1
            && (parent == null || parent.missing || !service(parent.span).equals(service));
    return new String[] {
      tree,
      isFailed(row) ? "✗ " : "",
      told ? escape(service) + " › " : "",
      (drawn == depth ? "" : "+" + (depth - drawn) + " ")
          + (row.span.name().isEmpty() ? "\"\"" : escape(row.span.name())),
      lead
    };
  }

  private void header(List<SpanData> spans) {
    add("trace " + spans.get(0).traceId(), BOLD);
    add(continued ? " (continued)" : "", "");
    fact(DurationText.rounded(length), "");
    fact(count(spans.size(), "span"), "");
    if (errors > 0) {
      fact(count(errors, "error"), RED);
    }
    StringBuilder names = new StringBuilder();
    for (String service : services.keySet()) {
      names.append(names.length() == 0 ? "" : ", ").append(escape(service));
    }
    fact(names.toString(), "");
    end();
  }

  /** Adds a fact to the header, on a new line if there is no room. */
  private void fact(String fact, String sgr) {
    if (column + 3 + SafeText.cells(fact) > width) {
      end();
    } else {
      add(" · ", "");
    }
    add(SafeText.elide(fact, width), sgr);
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private void axis() {
    add(DurationText.moment(start).replace('T', ' ').substring(0, 23) + 'Z', DIM);
    int cells = width - barColumn;
    double least = (double) length * TICK_CELLS / cells;
    long step = DurationText.axisUnit(length);
    for (int i = 0; step < least && step < Long.MAX_VALUE / 3; i++) { // 1, 2, 5, 10, 20 ...
      step = i % 3 == 1 ? step / 2 * 5 : 2 * step;
    }
    for (long nanos = 0; nanos >= 0 && nanos <= length; nanos += step) {
      String tick = "│" + DurationText.tick(nanos, length);
      int at = barColumn + (int) (position(start + nanos) * cells);
      if (at > column && at + tick.length() <= width) {
        column = at;
        add(tick, DIM);
      }
    }
    end();
  }

  /** Where a moment is on the axis, from 0 to 1. */
  private double position(long nanos) {
    return length == 0 ? 0 : Math.max(0, Math.min(1, (double) (nanos - start) / (double) length));
  }

  private void row(SpanRow row, String[] label) {
    SpanData span = row.span;
    String hue = services.getOrDefault(service(span), "");
    String mood = isFailed(row) ? RED : row.missing ? DIM : "";
    add(label[TREE], DIM);
    add(label[MARK], RED);
    if (!label[SERVICE].isEmpty()) {
      int room = labelCells - column;
      String service = label[SERVICE].substring(0, label[SERVICE].length() - 3);
      add(SafeText.elide(service, Math.min(room - 4, Math.max(8, room / 2 - 3))), hue);
      add(" › ", DIM);
    }
    add(SafeText.elide(label[NAME], labelCells - column), mood);
    if (!row.missing) {
      String time = time(row);
      to(barColumn - GAP - time.length());
      add(time, "");
      bar(span, mood.isEmpty() ? hue : mood);
    }
    end();
    if (!row.missing) {
      detail(label[LEAD], escape(error(row)), RED);
      detail(label[LEAD], events(span), DIM);
      detail(label[LEAD], links(span), DIM);
    }
  }

  private static String time(SpanRow row) {
    return row.missing ? "" : DurationText.rounded(row.span.durationNanos());
  }

  private void bar(SpanData span, String sgr) {
    int cells = width - barColumn;
    int first = (int) Math.min(2 * cells - 1, position(span.startEpochNanos()) * 2 * cells);
    int end = Math.max(first + 1, (int) Math.ceil(position(span.endEpochNanos()) * 2 * cells));
    int left = first / 2;
    StringBuilder bar = new StringBuilder();
    for (int half = 2 * left; half < end; half += 2) {
      bar.append(half < first ? '╺' : half + 1 < end ? '━' : '╸');
    }
    for (EventData event : untold(span)) {
      int at = (int) Math.min(cells - 1, position(event.epochNanos()) * cells) - left;
      if (at >= 0 && at < bar.length() && bar.length() > 1) {
        bar.setCharAt(at, '┿');
      }
    }
    to(barColumn + left);
    add(bar.toString(), sgr);
  }

  private void detail(String lead, String detail, String sgr) {
    if (!detail.isEmpty()) {
      add(lead, DIM);
      add(SafeText.elide(detail, width - column), sgr);
      end();
    }
  }

  /**
   * Why the span failed; empty if it did not, if nobody said why, or if a child failed of the same,
   * which is where it is told then.
   */
  private static String error(SpanRow row) {
    String error = rawError(row.span);
    for (SpanRow child : row.children) {
      if (error.equals(rawError(child.span))) {
        return "";
      }
    }
    return error;
  }

  private static String rawError(SpanData span) {
    if (span.statusCode() != StatusCode.ERROR) {
      return "";
    }
    String description = span.statusDescription();
    int i = lastException(span);
    if (i < 0) {
      return join(span.attributes().get("error.type"), description);
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
  private static List<EventData> untold(SpanData span) {
    List<EventData> events = new ArrayList<>(span.events());
    int told = span.statusCode() == StatusCode.ERROR ? lastException(span) : -1;
    if (told >= 0) {
      events.remove(told);
    }
    return events;
  }

  /** The first events with their places on the axis, and how many more there are. */
  private String events(SpanData span) {
    StringBuilder facts = new StringBuilder();
    List<EventData> events = untold(span);
    int shown = Math.min(MOST_EVENTS, events.size());
    for (EventData event : events.subList(0, shown)) {
      String name = event.name();
      if (name.equals(EXCEPTION)) {
        Attributes about = event.attributes();
        name = join(about.get("exception.type"), about.get("exception.message"));
      }
      facts
          .append(facts.length() == 0 ? "" : " · ")
          .append(escape(name.isEmpty() ? EXCEPTION : name));
      facts.append(" @ ").append(DurationText.rounded(event.epochNanos() - start));
    }
    more(facts, events.size() - shown + span.droppedEvents(), "event");
    return facts.toString();
  }

  /** The first link, and how many more there are. */
  private static String links(SpanData span) {
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

  private static boolean isFailed(SpanRow row) {
    return !row.missing && row.span.statusCode() == StatusCode.ERROR;
  }

  private static String service(SpanData span) {
    return span.resource().serviceName();
  }

  /** A text from the application in one line of characters that the destination has. */
  private String escape(String raw) {
    String bounded = raw.length() <= MOST_CHARS ? raw : raw.substring(0, MOST_CHARS);
    return SafeText.escape(bounded, encoder);
  }

  /** Goes to a column unless the line is longer already. */
  private void to(int goal) {
    column = Math.max(column, goal);
  }

  /**
   * Adds an escaped text.
   *
   * @param sgr its colour, the parameter of the control sequence SGR; empty for none
   */
  private void add(String piece, String sgr) {
    String content = piece.stripTrailing();
    if (!content.isEmpty()) {
      boolean colored = color && !sgr.isEmpty();
      text.append(" ".repeat(column - written)).append(colored ? "\u001b[" + sgr + "m" : "");
      text.append(content).append(colored ? "\u001b[0m" : "");
      written = column + SafeText.cells(content);
    }
    column += SafeText.cells(piece);
  }

  private void end() {
    text.append('\n');
    column = 0;
    written = 0;
  }
}
