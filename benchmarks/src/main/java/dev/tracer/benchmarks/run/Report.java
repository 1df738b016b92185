// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as a table for people and as JSON for the record. */
final class Report {
  private static final String[] HEAD = {
    "row", "ours", "", "OpenTelemetry", "", "Brave", "", "ratio", "CPU", "÷ floor", "aim", ""
  };

  private final List<RowResult> results;

  Report(List<RowResult> results) {
    this.results = results;
  }

  /** One line a row, and one for each variant of a contestant. */
  String table() {
    List<String[]> lines = new ArrayList<>();
    lines.add(HEAD);
    for (RowResult result : results) {
      lines.add(line(result));
      for (Samples samples : result.contestants.values()) {
        if (samples.contestant.equals(Row.UNTRACED)) {
          lines.add(untraced(result, samples));
        } else if (samples.contestant.length() > Row.OPEN_TELEMETRY.length()) {
          lines.add(variant(result, samples));
        }
      }
    }
    return align(lines);
  }

  private String[] line(RowResult result) {
    String[] cells = new String[HEAD.length];
    cells[0] = result.row.name() + ": " + result.row.title();
    String first = result.row.equals(Row.FLOOR) ? "floor" : Row.OURS;
    cells[1] = Format.time(result.time(first));
    cells[2] = allocation(result, first);
    cells[3] = Format.time(result.time(Row.OPEN_TELEMETRY));
    cells[4] = allocation(result, Row.OPEN_TELEMETRY);
    cells[5] = Format.time(result.time(Row.BRAVE));
    cells[6] = allocation(result, Row.BRAVE);
    cells[7] = Format.ratio(result.ratio());
    cells[8] = Format.ratio(result.cpuRatio());
    cells[9] = Format.ratio(result.time(first) / floor());
    List<String> aims = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    for (Aim aim : result.row.aims()) {
      aims.add(aim.toString());
      verdicts.add(result.verdict(aim).word);
    }
    cells[10] = String.join(", ", aims);
    cells[11] = String.join(", ", verdicts);
    return cells;
  }

  /** Variants stand in OpenTelemetry's columns; nobody else has any. */
  private static String[] variant(RowResult result, Samples samples) {
    String[] cells = new String[HEAD.length];
    Arrays.fill(cells, "");
    cells[0] = "  " + samples.contestant;
    cells[3] = Format.time(samples.time());
    cells[4] = Format.bytes(samples.allocation());
    cells[7] = Format.ratio(samples.time() / result.time(Row.OURS));
    return cells;
  }

  /** What was subtracted from the line above, and which part of the throughput is left. */
  private static String[] untraced(RowResult result, Samples samples) {
    String[] cells = new String[HEAD.length];
    Arrays.fill(cells, "");
    cells[0] = "  " + samples.contestant;
    cells[1] = Format.time(samples.time());
    cells[2] = Format.bytes(samples.allocation());
    cells[7] = Format.ratio(result.kept());
    return cells;
  }

  private static String allocation(RowResult result, String contestant) {
    return Format.bytes(result.allocation(contestant));
  }

  private double floor() {
    for (RowResult result : results) {
      if (result.row.equals(Row.FLOOR)) {
        return result.time("floor");
      }
    }
    return Double.NaN;
  }

  private static String align(List<String[]> lines) {
    int[] widths = new int[HEAD.length];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < line.length; i++) {
        String pad = " ".repeat(widths[i] - line[i].length());
        boolean left = i == 0 || i >= HEAD.length - 2;
        row.append(left ? line[i] + pad : pad + line[i]).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A picture of the rows in which there are peers; see {@link Chart}. */
  String chart(String record) {
    return Chart.svg(results, record);
  }

  /** Everything that was measured. */
  Map<String, Object> json(Map<String, ?> head) {
    Map<String, Object> report = new LinkedHashMap<>(head);
    List<Object> rows = new ArrayList<>();
    for (RowResult result : results) {
      rows.add(json(result));
    }
    report.put("rows", rows);
    return report;
  }

  private static Map<String, Object> json(RowResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", result.row.name());
    row.put("title", result.row.title());
    row.put("threads", result.row.threads());
    if (!Double.isNaN(result.kept())) {
      row.put("kept", result.kept());
    }
    if (!Double.isNaN(result.ratio())) {
      row.put("ratio", result.ratio());
      Interval interval = result.ratioInterval();
      if (interval.isKnown()) {
        row.put("ratioLow", interval.low());
        row.put("ratioHigh", interval.high());
      }
      row.put("cpuRatio", result.cpuRatio());
    }
    List<Object> aims = new ArrayList<>();
    for (Aim aim : result.row.aims()) {
      Map<String, Object> verdict = new LinkedHashMap<>();
      verdict.put("aim", aim.toString());
      verdict.put("verdict", result.verdict(aim).word);
      aims.add(verdict);
    }
    row.put("aims", aims);
    List<Object> contestants = new ArrayList<>();
    for (Samples samples : result.contestants.values()) {
      contestants.add(json(samples));
    }
    row.put("contestants", contestants);
    return row;
  }

  private static Map<String, Object> json(Samples samples) {
    Map<String, Object> contestant = new LinkedHashMap<>();
    contestant.put("name", samples.contestant);
    contestant.put("medianNanos", samples.time());
    Interval interval = samples.timeInterval();
    if (interval.isKnown()) {
      contestant.put("lowNanos", interval.low());
      contestant.put("highNanos", interval.high());
    }
    contestant.put("meanCpuNanos", samples.cpuTime());
    contestant.put("bytes", samples.allocation());
    contestant.put("nanos", samples.nanos);
    return contestant;
  }
}
