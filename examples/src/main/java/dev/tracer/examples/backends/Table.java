// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table whose last column is broken into lines, so that all of it fits the terminal. */
final class Table {
  private static final int LEAST = 24;

  private final List<String[]> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(heads);
  }

  void add(String... cells) {
    rows.add(cells);
  }

  /** The lines, at most {@code width} columns wide if the first columns leave room. */
  List<String> lines(int width) {
    int last = rows.get(0).length - 1;
    int[] widths = new int[last + 1];
    rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length())));
    int used = Arrays.stream(widths, 0, last).sum() + 2 * last;
    widths[last] = Math.max(LEAST, width - used);
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      String[] cells = row.clone();
      for (String part : wrap(row[last], widths[last])) {
        cells[last] = part;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < last; i++) {
          line.append(cells[i]).append(" ".repeat(widths[i] - cells[i].length() + 2));
          cells[i] = "";
        }
        lines.add(line.append(part).toString().stripTrailing());
      }
    }
    return lines;
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The table in Markdown. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      lines.add("| " + String.join(" | ", row) + " |");
    }
    lines.add(
        1,
        Arrays.stream(rows.get(0)).map(cell -> "---").collect(Collectors.joining("|", "|", "|")));
    return lines;
  }
}
