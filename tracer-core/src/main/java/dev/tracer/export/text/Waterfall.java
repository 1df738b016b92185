// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static dev.tracer.export.text.TextLines.BOLD;
import static dev.tracer.export.text.TextLines.DIM;
import static dev.tracer.export.text.TextLines.PLAIN;
import static dev.tracer.export.text.TextLines.RED;

import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the spans of one trace as text. One drawing; confined to one thread. */
final class Waterfall {
  /** How a trace is to be drawn. */
  record Style(int width, Charset charset, boolean color, List<String> attributes) {}

  /**
   * The left end of a line.
   *
   * @param tree how it hangs on the lines above
   * @param mark tells that it failed
   * @param service if it is not the same as above
   * @param hint what tells it apart from others of its name
   * @param times how many it stands for, if not for one
   * @param lead the tree on lines about the span below it
   */
  private record Label(
      String tree,
      String mark,
      String service,
      String name,
      String hint,
      String times,
      String lead) {
    int cells() {
      String told = service.isEmpty() ? "" : service + " › ";
      return SafeText.cells(tree + mark + told + name + times)
          + (hint.isEmpty() ? 0 : 1 + SafeText.cells(hint));
    }
  }

  private static final int GAP = 2;
  private static final int LEAST_LABEL = 24; // the axis tells the time above the labels
  private static final int LEAST_HINT = 6;

  private final TextLines lines;
  private final TimeAxis axis;
  private final SpanWords words;
  private final List<WaterfallRow> rows;
  private final boolean continued;

  /** The services in the order of their first span in the tree, with their colours. */
  private final Map<String, String> services = new LinkedHashMap<>();

  /** The lines of the tree below the last row of each depth; deeper ones are not drawn. */
  private final String[] below;

  private int labelCells = LEAST_LABEL;
  private int barColumn;

  private Waterfall(List<SpanData> spans, Style style, boolean continued) {
    this.lines = new TextLines(style.width, style.charset, style.color);
    this.axis = TimeAxis.of(spans);
    this.words = new SpanWords(lines, axis, style.attributes);
    this.rows = WaterfallRow.of(SpanRow.of(spans));
    this.continued = continued;
    this.below = new String[mostLabel() / 4 + 1]; // half a label for the tree
    below[0] = "";
  }

  /**
   * The trace in lines of at most {@code style.width} cells, each with a line feed behind it.
   *
   * @param spans at least one
   * @param continued whether other spans of the trace were drawn before
   */
  static String render(List<SpanData> spans, Style style, boolean continued) {
    return new Waterfall(spans, style, continued).draw(spans);
  }

  private String draw(List<SpanData> spans) {
    List<Label> labels = measure();
    header(spans);
    axis.draw(lines, barColumn);
    for (int i = 0; i < rows.size(); i++) {
      line(rows.get(i), labels.get(i));
      details(rows.get(i), labels.get(i).lead);
    }
    return lines.toString();
  }

  private int mostLabel() {
    return lines.width() * 45 / 100;
  }

  /** Finds the services and the columns. */
  private List<Label> measure() {
    int timeCells = 0;
    for (WaterfallRow row : rows) {
      timeCells = Math.max(timeCells, time(row).length());
      services.putIfAbsent(service(row.span()), Integer.toString(36 - services.size() % 5));
    }
    List<Label> labels = new ArrayList<>();
    for (WaterfallRow row : rows) {
      Label label = label(row);
      labels.add(label);
      labelCells = Math.max(labelCells, label.cells());
    }
    labelCells = Math.min(labelCells, mostLabel());
    barColumn = labelCells + GAP + timeCells + GAP;
    return labels;
  }

  private Label label(WaterfallRow line) {
    SpanRow row = line.row();
    int depth = row.depth();
    int drawn = Math.min(depth, below.length - 1);
    String tree = "";
    if (drawn < depth) {
      tree = below[drawn];
    } else if (depth > 0) {
      tree = below[depth - 1] + (line.isLast() ? "└ " : "├ ");
      below[depth] = below[depth - 1] + (line.isLast() ? "  " : "│ ");
    }
    String lead = below[drawn] + (row.children.isEmpty() ? "  " : "│ ");
    SpanData span = row.span;
    if (row.missing) {
      String name = (continued ? "(parent " : "(missing parent ") + span.parentSpanId() + ")";
      return new Label(tree, "", "", name, "", "", lead);
    }
    return new Label(
        tree,
        line.isFailed() ? "✗ " : "",
        tellsService(row) ? lines.escape(service(span)) : "",
        (drawn == depth ? "" : "+" + (depth - drawn) + " ")
            + (span.name().isEmpty() ? "\"\"" : lines.escape(span.name())),
        lines.escape(Hint.of(line.alike())),
        line.isFolded() ? " × " + line.alike().size() : "",
        lead);
  }

  private boolean tellsService(SpanRow row) {
    SpanRow parent = row.parent();
    return services.size() > 1
        && (parent == null || parent.missing || !service(parent.span).equals(service(row.span)));
  }

  private void header(List<SpanData> spans) {
    lines.add("trace " + spans.get(0).traceId(), BOLD);
    lines.add(continued ? " (continued)" : "", PLAIN);
    fact(DurationText.rounded(axis.length()), PLAIN);
    fact(SpanWords.count(spans.size(), "span"), PLAIN);
    int errors = (int) rows.stream().filter(WaterfallRow::isFailed).count();
    if (errors > 0) {
      fact(SpanWords.count(errors, "error"), RED);
    }
    StringBuilder names = new StringBuilder();
    for (String service : services.keySet()) {
      names.append(names.length() == 0 ? "" : ", ").append(lines.escape(service));
    }
    fact(names.toString(), PLAIN);
    lines.end();
  }

  /** Adds a fact to the header, on a new line if there is no room. */
  private void fact(String fact, String sgr) {
    if (lines.column() + 3 + SafeText.cells(fact) > lines.width()) {
      lines.end();
    } else {
      lines.add(" · ", PLAIN);
    }
    lines.add(fact, lines.width(), sgr);
  }

  private void line(WaterfallRow row, Label label) {
    String hue = services.getOrDefault(service(row.span()), PLAIN);
    String mood = row.isFailed() ? RED : row.isMissing() ? DIM : PLAIN;
    lines.add(label.tree, DIM);
    lines.add(label.mark, RED);
    service(label, hue);
    int times = SafeText.cells(label.times);
    lines.add(label.name, labelCells - times - lines.column(), mood);
    int room = labelCells - times - lines.column() - 1;
    if (!label.hint.isEmpty() && room >= Math.min(LEAST_HINT, SafeText.cells(label.hint))) {
      lines.add(" ", PLAIN);
      lines.add(label.hint, room, DIM);
    }
    lines.add(label.times, BOLD);
    if (!row.isMissing()) {
      String time = time(row);
      lines.moveTo(barColumn - GAP - time.length());
      lines.add(time, PLAIN);
      bar(row, mood.isEmpty() ? hue : mood);
    }
    lines.end();
  }

  private void service(Label label, String hue) {
    if (!label.service.isEmpty()) {
      int room = labelCells - lines.column();
      lines.add(label.service, Math.min(room - 4, Math.max(8, room / 2 - 3)), hue);
      lines.add(" › ", DIM);
    }
  }

  private static String time(WaterfallRow row) {
    return row.isMissing() ? "" : DurationText.rounded(row.durationNanos());
  }

  private void bar(WaterfallRow row, String sgr) {
    int cells = lines.width() - barColumn;
    int first = (int) Math.min(2 * cells - 1, axis.position(row.startEpochNanos()) * 2 * cells);
    int end = Math.max(first + 1, (int) Math.ceil(axis.position(row.endEpochNanos()) * 2 * cells));
    int left = first / 2;
    StringBuilder bar = new StringBuilder();
    for (int half = 2 * left; half < end; half += 2) {
      bar.append(half < first ? '╺' : half + 1 < end ? '━' : '╸');
    }
    for (EventData event : row.isFolded() ? List.<EventData>of() : SpanWords.untold(row.span())) {
      int at = (int) Math.min(cells - 1, axis.position(event.epochNanos()) * cells) - left;
      if (at >= 0 && at < bar.length() && bar.length() > 1) {
        bar.setCharAt(at, '┿');
      }
    }
    lines.moveTo(barColumn + left);
    lines.add(bar.toString(), sgr);
  }

  private void details(WaterfallRow row, String lead) {
    if (!row.isMissing() && !row.isFolded()) {
      detail(lead, words.error(row.row()), RED);
      detail(lead, words.attributes(row.span()), DIM);
      detail(lead, words.events(row.span()), DIM);
      detail(lead, words.links(row.span()), DIM);
    }
  }

  private void detail(String lead, String detail, String sgr) {
    if (!detail.isEmpty()) {
      lines.add(lead, DIM);
      lines.add(detail, lines.width() - lines.column(), sgr);
      lines.end();
    }
  }

  private static String service(SpanData span) {
    return span.resource().serviceName();
  }
}
