// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.export.SpanData;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Traces as plain text, for people and agents, bounded in bytes. */
final class TraceText {
  private static final int WIDTH = 120;

  /** About as many spans as could fit: the waterfall needs no more than that of a large trace. */
  private static final int LEAST_LINE = 40;

  private static final int MAX_STATEMENT = 200;

  private TraceText() {}

  /** One line a trace. */
  static String list(TraceList found, int maxBytes) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (TraceSummary trace : found.shown()) {
      String line = line(trace);
      if (text.length() + line.length() > maxBytes) {
        break;
      }
      text.append(line);
      shown++;
    }
    text.append(shown).append(" of ").append(found.matched()).append(" traces that match, ");
    return text.append(found.total()).append(" in memory\n").toString();
  }

  private static String line(TraceSummary trace) {
    return trace.id()
        + "  "
        + DurationText.moment(trace.startEpochNanos())
        + "  "
        + DurationText.rounded(trace.durationNanos())
        + "  "
        + trace.spans()
        + " spans  "
        + (trace.errors() > 0 ? trace.errors() + " errors  " : "")
        + (trace.running() > 0 ? trace.running() + " running  " : "")
        + SafeText.escape(trace.service(), null)
        + " > "
        + SafeText.escape(trace.name(), null)
        + '\n';
  }

  /** The waterfall of the spans, or of the first of them. */
  static String trace(List<SpanData> spans, int maxBytes) {
    List<SpanData> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(SpanData::startEpochNanos));
    int most = Math.max(1, Math.min(sorted.size(), maxBytes / LEAST_LINE));
    String text = waterfall(sorted.subList(0, most));
    int end = text.length() <= maxBytes ? text.length() : text.lastIndexOf('\n', maxBytes) + 1;
    String shown = text.substring(0, Math.max(0, end));
    long cut = text.substring(shown.length()).lines().count();
    if (most == sorted.size() && cut == 0) {
      return shown;
    }
    return shown
        + "(left out: "
        + cut
        + " lines, and "
        + (sorted.size() - most)
        + " spans that started later; ask with a larger maxBytes)\n";
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
      if (text.length() + line.length() > maxBytes) {
        break;
      }
      text.append(line);
      shown++;
    }
    if (shown < sorted.size()) {
      text.append("(left out: ").append(sorted.size() - shown).append(" operations with less)\n");
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
        WaterfallExporter.builder().to(stream).width(WIDTH).color(false).build();
    exporter.export(List.copyOf(spans));
    exporter.flush();
    exporter.close(Duration.ofSeconds(5));
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
