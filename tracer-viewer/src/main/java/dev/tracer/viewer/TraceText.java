// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.SpanRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Traces as plain text, for people and agents, bounded in bytes. */
final class TraceText {
  private static final int WIDTH = 120;

  /** About as many spans as could fit: the waterfall needs no more than that of a large trace. */
  private static final int LEAST_LINE = 40;

  /** The exporter would draw more in several pieces. */
  private static final int MOST_SPANS = 10_000;

  private static final int MOST_SERVICES = 20;
  private static final int MOST_NAMES = 3;
  private static final int MAX_STATEMENT = 200;

  private TraceText() {}

  /** One line a trace. */
  static String list(TraceList found, int maxBytes) {
    StringBuilder text = new StringBuilder();
    long bytes = 0;
    int shown = 0;
    for (TraceSummary trace : found.shown()) {
      String line = line(trace);
      bytes += bytes(line);
      if (bytes > maxBytes) {
        break;
      }
      text.append(line);
      shown++;
    }
    text.append(shown).append(" of ").append(count(found.matched(), "trace"));
    text.append(found.matched() == 1 ? " that matches, " : " that match, ");
    return text.append(found.total()).append(" in memory\n").toString();
  }

  private static String line(TraceSummary trace) {
    return trace.id()
        + "  "
        + DurationText.moment(trace.startEpochNanos())
        + "  "
        + DurationText.rounded(trace.durationNanos())
        + "  "
        + count(trace.spans(), "span")
        + "  "
        + (trace.errors() > 0 ? count(trace.errors(), "error") + "  " : "")
        + (trace.running() > 0 ? trace.running() + " running  " : "")
        + SafeText.escape(trace.service(), null)
        + " > "
        + SafeText.escape(trace.name(), null)
        + '\n';
  }

  /**
   * The waterfall of the spans, or of the first of them below the totals of all.
   *
   * @param conflicts how many more had the id of another one
   */
  static String trace(List<SpanData> spans, int conflicts, int maxBytes) {
    List<SpanData> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(SpanData::startEpochNanos));
    int most = Math.max(1, Math.min(sorted.size(), Math.min(maxBytes / LEAST_LINE, MOST_SPANS)));
    boolean whole = most == sorted.size();
    String drawn = waterfall(sorted.subList(0, most));
    String text = whole ? drawn : head(sorted, most) + withoutHead(drawn, sorted.get(0));
    String shown = text.substring(0, fitting(text, maxBytes));
    long cut = text.substring(shown.length()).lines().count();
    return shown
        + (whole && cut == 0 ? "" : leftOut(cut, sorted.subList(most, sorted.size())))
        + rings(spans)
        + negatives(spans)
        + cuts(spans)
        + (conflicts > 0
            ? "(lost: " + count(conflicts, "span") + " with the id of another span)\n"
            : "");
  }

  /** The length of the whole lines that fit into so many bytes of UTF-8. */
  private static int fitting(String text, int maxBytes) {
    long bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int line = text.indexOf('\n', end);
      int next = line < 0 ? text.length() : line + 1;
      bytes += bytes(text.substring(end, next));
      if (bytes > maxBytes) {
        return end;
      }
      end = next;
    }
    return end;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A line about the rings of parents, which the waterfall cuts open; empty without any. */
  private static String rings(List<SpanData> spans) {
    Set<Long> ids = spans.stream().map(SpanData::spanIdAsLong).collect(Collectors.toSet());
    List<SpanData> cut =
        SpanRow.of(spans).stream()
            .filter(row -> row.depth() == 0 && !row.missing)
            .map(row -> row.span)
            .filter(span -> !span.isRoot() && ids.contains(span.parentSpanIdAsLong()))
            .toList();
    return cut.isEmpty()
        ? ""
        : "(" + count(cut.size(), "ring") + " of parents, cut open at: " + names(cut) + ")\n";
  }

  /** A line about the spans that end before they start; empty without any. */
  private static String negatives(List<SpanData> spans) {
    List<SpanData> found =
        spans.stream()
            .filter(span -> span.endEpochNanos() != 0)
            .filter(span -> span.endEpochNanos() < span.startEpochNanos())
            .toList();
    boolean one = found.size() == 1;
    return found.isEmpty()
        ? ""
        : "("
            + count(found.size(), "span")
            + (one ? " ends before it starts: " : " end before they start: ")
            + names(found)
            + ")\n";
  }

  /** The names of the first spans. */
  private static String names(List<SpanData> spans) {
    return spans.stream()
            .limit(MOST_NAMES)
            .map(span -> SafeText.escape(cut(span.name()), null))
            .collect(Collectors.joining(", "))
        + (spans.size() > MOST_NAMES ? ", ..." : "");
  }

  /** A line about what the viewer's limits left out of spans; empty if that is nothing. */
  private static String cuts(List<SpanData> spans) {
    Cut cut = spans.stream().map(Cut::of).reduce(Cut.NOTHING, Cut::plus);
    if (cut.isNothing()) {
      return "";
    }
    String facts =
        (cut.attributes() > 0 ? ", " + count(cut.attributes(), "attribute") : "")
            + (cut.events() > 0 ? ", " + count(cut.events(), "event") : "")
            + (cut.links() > 0 ? ", " + count(cut.links(), "link") : "");
    return "(beyond the viewer's limits: " + facts.substring(2) + ")\n";
  }

  /** What the waterfall's head says, of the whole trace, and how much of it follows. */
  private static String head(List<SpanData> spans, int drawn) {
    SpanData first = spans.get(0);
    TraceId id = new TraceId(first.traceIdHigh(), first.traceIdLow());
    TraceSummary summary = StoredTrace.summarize(id, spans, 0);
    String services =
        summary.services().stream()
            .limit(MOST_SERVICES)
            .map(service -> SafeText.escape(service, null))
            .collect(Collectors.joining(", "));
    int others = summary.services().size() - MOST_SERVICES;
    return "trace "
        + id
        + " · "
        + DurationText.rounded(summary.durationNanos())
        + " · "
        + count(summary.spans(), "span")
        + (summary.errors() > 0 ? " · " + count(summary.errors(), "error") : "")
        + " · "
        + services
        + (others > 0 ? " and " + others + " more" : "")
        + "\nthe first "
        + count(drawn, "span")
        + ":\n";
  }

  /** The lines of a waterfall from its axis on, which begins with the start of the first span. */
  private static String withoutHead(String waterfall, SpanData first) {
    String start = DurationText.moment(first.startEpochNanos()).replace('T', ' ').substring(0, 23);
    int axis = waterfall.indexOf('\n' + start);
    return axis < 0 ? waterfall : waterfall.substring(axis + 1);
  }

  private static String leftOut(long lines, List<SpanData> later) {
    long failed = later.stream().filter(span -> span.statusCode() == StatusCode.ERROR).count();
    return "(left out: "
        + count(lines, "line")
        + ", and "
        + count(later.size(), "span")
        + " that started later"
        + (failed > 0 ? ", " + failed + " of them failed" : "")
        + "; ask with a larger maxBytes)\n";
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** What the trace waited for, an operation a line, those that took most first. */
  static String criticalPath(List<SpanData> spans, int maxBytes) {
    Map<String, List<CriticalPath.Share>> operations = new LinkedHashMap<>();
    for (CriticalPath.Share share : CriticalPath.of(spans)) {
      operations.computeIfAbsent(operation(share.span()), o -> new ArrayList<>()).add(share);
    }
    List<Map.Entry<String, List<CriticalPath.Share>>> sorted =
        new ArrayList<>(operations.entrySet());
    sorted.sort(Comparator.comparingLong(entry -> -nanos(entry.getValue())));
    long whole = Math.max(1, sorted.stream().mapToLong(entry -> nanos(entry.getValue())).sum());
    StringBuilder text = new StringBuilder();
    text.append("critical path, ").append(DurationText.rounded(whole)).append(":\n");
    long bytes = bytes(text.toString());
    int shown = 0;
    for (Map.Entry<String, List<CriticalPath.Share>> entry : sorted) {
      long nanos = nanos(entry.getValue());
      int count = entry.getValue().size();
      String line =
          "  "
              + DurationText.rounded(nanos)
              + "  "
              + Math.round(1000.0 * nanos / whole) / 10.0
              + " %  "
              + (count > 1 ? count + " x " : "")
              + entry.getKey()
              + '\n';
      bytes += bytes(line);
      if (bytes > maxBytes) {
        break;
      }
      text.append(line);
      shown++;
    }
    if (shown < sorted.size()) {
      text.append("(left out: ").append(count(sorted.size() - shown, "operation"));
      text.append(" with less)\n");
    }
    return text.toString();
  }

  private static long nanos(List<CriticalPath.Share> shares) {
    return shares.stream().mapToLong(CriticalPath.Share::nanos).sum();
  }

  private static String operation(SpanData span) {
    Object statement = span.attributes().get("db.query.text");
    if (statement == null) {
      statement = span.attributes().get("db.statement"); // the name of older conventions
    }
    return SafeText.escape(span.resource().serviceName(), null)
        + " > "
        + SafeText.escape(span.name(), null)
        + (statement == null ? "" : "  " + SafeText.escape(cut(statement.toString()), null));
  }

  private static String cut(String text) {
    return text.length() <= MAX_STATEMENT ? text : text.substring(0, MAX_STATEMENT) + "...";
  }

  private static String waterfall(List<SpanData> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    WaterfallExporter exporter =
        WaterfallExporter.builder()
            .to(stream)
            .charset(StandardCharsets.UTF_8)
            .width(WIDTH)
            .color(false)
            .build();
    exporter.export(List.copyOf(spans));
    exporter.flush();
    exporter.close(Duration.ofSeconds(5));
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
