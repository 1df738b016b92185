// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.StatusCode;
import dev.tracer.internal.CellWidth;
import dev.tracer.internal.Hex;
import dev.tracer.internal.SpanRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws the spans of one trace as text. One drawing; confined to one thread. */
final class Waterfall {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int GAP = 2;
  private static final int LEAST_SERVICES =
      8; // what does not leave that much goes to a second line
  private static final int LEAST_LABEL = 24; // the axis tells the time above the labels

  private final List<SpanData> spans;
  private final int width;
  private final WaterfallStyle style;
  private final TextLines lines;
  private final WaterfallDetails details;

  /** The services in the order of their first span in the tree, with their colours. */
  private final Map<String, String> services = new LinkedHashMap<>();

  private Waterfall(List<SpanData> spans, int width, WaterfallStyle style) {
    this.spans = spans;
    this.width = width;
    this.style = style;
    this.lines = new TextLines(style.color());
    this.details = new WaterfallDetails(style, Terminal.encodable(style.charset()));
  }

  /** The trace in lines of at most {@code width} cells, each with a line feed behind it. */
  static String render(List<SpanData> trace, int width, WaterfallStyle style) {
    return render(trace, width, style, "");
  }

  /** Like the other with a note behind the trace id, if it is not empty. */
  static String render(List<SpanData> trace, int width, WaterfallStyle style, String note) {
    if (trace.isEmpty()) {
      return "";
    }
    return new Waterfall(trace, Math.max(width, Terminal.MIN_WIDTH), style).draw(note);
  }

  /** A held trace with an empty line behind it, or one line why it cannot be drawn. */
  static String block(HeldTraces.Ready trace, int width, WaterfallStyle style) {
    try {
      return render(trace.spans(), width, style, trace.continued() ? "continued" : "") + '\n';
    } catch (RuntimeException e) { // an application's own SpanData may throw
      SpanData any = trace.spans().get(0);
      String id = Hex.format(any.traceIdHigh(), any.traceIdLow());
      String what = count(trace.spans().size(), "span") + " cannot be shown: ";
      return "trace " + id + ": " + what + e.getClass().getName() + "\n\n";
    }
  }

  private String draw(String note) {
    List<SpanRow> rows = SpanRow.of(spans);
    for (SpanRow row : rows) {
      SpanData span = row.span();
      if (span != null) {
        services.computeIfAbsent(
            span.resource().serviceName(), name -> WaterfallStyle.service(services.size()));
      }
    }
    int mostLabel = width * 45 / 100;
    List<WaterfallLabel> labels = labels(rows, mostLabel);
    int labelCells = Math.min(LEAST_LABEL, mostLabel);
    int timeCells = 0;
    for (WaterfallLabel label : labels) {
      labelCells = Math.max(labelCells, Math.min(mostLabel, label.cells()));
      SpanData span = label.span();
      timeCells = Math.max(timeCells, span == null ? 0 : duration(span).length());
    }
    int barColumn = labelCells + GAP + timeCells + GAP;
    TimeAxis axis = axis(width - barColumn);
    header(axis.length(), note);
    axisLine(axis, barColumn);
    for (WaterfallLabel label : labels) {
      row(label, labelCells, barColumn, axis);
    }
    return lines.toString();
  }

  private List<WaterfallLabel> labels(List<SpanRow> rows, int mostCells) {
    List<WaterfallLabel> labels = new ArrayList<>(rows.size());
    int levels = mostCells / 2 / style.pipe(true).length(); // half of it for the tree
    Map<SpanRow, WaterfallLabel> byRow = new HashMap<>();
    for (SpanRow row : rows) {
      WaterfallLabel above = row.parent() == null ? null : byRow.get(row.parent());
      WaterfallLabel label = WaterfallLabel.of(row, above, services.size() > 1, levels, details);
      byRow.put(row, label);
      labels.add(label);
    }
    return labels;
  }

  private TimeAxis axis(int cells) {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (SpanData span : spans) {
      start = Math.min(start, span.startEpochNanos());
      end = Math.max(end, Math.max(span.startEpochNanos(), span.endEpochNanos()));
    }
    return new TimeAxis(start, Math.max(0, end - start), cells);
  }

  private void header(long length, String note) {
    int errors = 0;
    for (SpanData span : spans) {
      errors += span.statusCode() == StatusCode.ERROR ? 1 : 0;
    }
    SpanData any = spans.get(0);
    String id = "trace " + Hex.format(any.traceIdHigh(), any.traceIdLow());
    String counts =
        style.dot() + details.duration(length) + style.dot() + count(spans.size(), "span");
    String failed = errors == 0 ? "" : style.dot() + count(errors, "error");
    String remark = note.isEmpty() ? "" : " (" + note + ")";
    int facts = CellWidth.of(style.dot() + counts + failed);
    int room = width - facts - CellWidth.of(id + remark);
    lines.add(id, WaterfallStyle.BOLD).add(remark);
    if (room >= LEAST_SERVICES) {
      lines.add(style.dot() + services(room));
    } else {
      lines.end();
      lines.add(services(Math.max(0, width - facts)));
    }
    lines.add(counts).add(failed, WaterfallStyle.RED).end();
  }

  /** As many services as fit, and how many more there are. */
  private String services(int room) {
    List<String> names = new ArrayList<>();
    for (String name : services.keySet()) {
      names.add(details.escape(name));
    }
    for (int n = names.size(); n > 0; n--) {
      String more = n == names.size() ? "" : " +" + (names.size() - n);
      String text = String.join(", ", names.subList(0, n)) + more;
      if (CellWidth.of(text) <= room) {
        return text;
      }
    }
    return CellWidth.elideEnd(names.get(0), room, style.ellipsis());
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private void axisLine(TimeAxis axis, int barColumn) {
    lines.add(TIME.format(Instant.ofEpochSecond(0, axis.start())), WaterfallStyle.DIM);
    for (TimeAxis.Tick tick : axis.ticks(style.unicode() ? "\u00b5s" : "us")) {
      lines.to(barColumn + tick.cell()).add(style.tick() + tick.text(), WaterfallStyle.DIM);
    }
    lines.end();
  }

  private void row(WaterfallLabel label, int labelCells, int barColumn, TimeAxis axis) {
    label.draw(lines, labelCells, services);
    SpanData span = label.span();
    if (span == null) {
      lines.end();
      return;
    }
    boolean failed = span.statusCode() == StatusCode.ERROR;
    String time = duration(span);
    lines.to(barColumn - GAP - time.length()).add(time);
    String color = services.getOrDefault(span.resource().serviceName(), "");
    bar(span, barColumn, axis, failed ? WaterfallStyle.RED : color);
    detail(label, details.error(label.row()), WaterfallStyle.RED);
    detail(label, details.events(span, axis), WaterfallStyle.DIM);
    detail(label, details.links(span), WaterfallStyle.DIM);
  }

  private void bar(SpanData span, int column, TimeAxis axis, String color) {
    TimeAxis.Bar bar = axis.bar(span.startEpochNanos(), span.endEpochNanos());
    int first = bar.first() / 2;
    StringBuilder cells = new StringBuilder();
    for (int cell = first; 2 * cell < bar.end(); cell++) {
      cells.append(style.bar(bar.covers(2 * cell), bar.covers(2 * cell + 1)));
    }
    for (EventData event : WaterfallDetails.untold(span)) {
      int at = axis.cell(event.epochNanos()) - first;
      if (at >= 0 && at < cells.length() && cells.length() > 1) {
        cells.replace(at, at + 1, style.event());
      }
    }
    lines.to(column + first).add(cells.toString(), color).end();
  }

  private void detail(WaterfallLabel label, @Nullable String text, String color) {
    if (text != null) {
      String lead = label.detailLead();
      int room = Math.max(8, width - CellWidth.of(lead));
      lines.add(lead, WaterfallStyle.DIM);
      lines.add(CellWidth.elideEnd(text, room, style.ellipsis()), color).end();
    }
  }

  private String duration(SpanData span) {
    return details.duration(span.durationNanos());
  }
}
