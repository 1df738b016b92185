// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import dev.tracer.export.SpanData;
import dev.tracer.export.text.WaterfallExporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Two traces as text: next to each other where there is room, else one below the other. */
final class SideBySide {
  private static final int ROOM = 160;
  private static final int LEAST = 80;
  private static final int MOST = 1000;
  private static final String GAP = " │ ";

  private SideBySide() {}

  /** The width of the terminal, as {@code examples/run} tells it. */
  static int columns() {
    String columns = System.getenv("COLUMNS");
    boolean known = columns != null && columns.matches("[1-9][0-9]{0,3}");
    return known ? Math.min(MOST, Integer.parseInt(columns)) : LEAST;
  }

  static String draw(
      String leftTitle, List<SpanData> left, String rightTitle, List<SpanData> right, int columns) {
    if (columns < ROOM) {
      int width = Math.max(LEAST, columns);
      return leftTitle
          + "\n"
          + String.join("\n", waterfall(left, width))
          + "\n\n"
          + rightTitle
          + "\n"
          + String.join("\n", waterfall(right, width))
          + "\n";
    }
    int width = (columns - GAP.length()) / 2;
    List<String> before = waterfall(left, width);
    List<String> after = waterfall(right, width);
    StringBuilder text = new StringBuilder(line(leftTitle, rightTitle, width));
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      text.append(
          line(
              i < before.size() ? before.get(i) : "", i < after.size() ? after.get(i) : "", width));
    }
    return text.toString();
  }

  private static String line(String left, String right, int width) {
    String cut = left.length() > width ? left.substring(0, width - 1) + "…" : left;
    return (cut + " ".repeat(width - cut.length()) + GAP + right).stripTrailing() + "\n";
  }

  private static List<String> waterfall(List<SpanData> spans, int width) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    WaterfallExporter waterfall =
        WaterfallExporter.builder().to(stream).width(width).color(false).build();
    waterfall.export(spans);
    waterfall.close(Duration.ofSeconds(5));
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
