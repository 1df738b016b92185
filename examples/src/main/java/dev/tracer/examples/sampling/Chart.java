// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import java.util.List;
import java.util.Locale;

/** A line chart of the traces kept in each second, as SVG. */
final class Chart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = 630;
  private static final int TOP = 40;
  private static final int BOTTOM = 320;
  private static final double MAX = 3;

  private static final List<String> SHOWN =
      List.of(
          "rateLimiting",
          "adaptive",
          "probability 1 %",
          "java-contrib averaged rate, 5 s",
          "OpenTelemetry/Jaeger rate limit",
          "Honeycomb averaged throughput");
  private static final String[] COLOURS = {
    "#0b6e4f", "#1f4e9c", "#888888", "#c8553d", "#d4a017", "#8e4a9e"
  };

  private Chart() {}

  static String svg(List<Tally> tallies, double budget) {
    StringBuilder svg = new StringBuilder(16_000);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT)
        .append("\" font-family=\"sans-serif\" font-size=\"12\">\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, LEFT, 22, "Traces kept per second, in budgets; traffic 25,000 to 300,000 requests/s");
    for (double line = 0; line <= MAX; line += 0.5) {
      double y = y(line);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
              LEFT,
              RIGHT,
              y,
              y,
              line == 1 ? "black" : "#dddddd"));
      text(svg, 30, y + 4, String.format(Locale.ROOT, "%.1f", line));
    }
    int row = 0;
    for (Tally tally : tallies) {
      int place = SHOWN.indexOf(tally.name);
      if (place >= 0) {
        line(svg, tally, budget, COLOURS[place]);
        double y = TOP + 20 + 24 * row++;
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%.1f\" width=\"14\" height=\"4\" fill=\"%s\"/>%n",
                RIGHT + 14,
                y - 6,
                COLOURS[place]));
        text(svg, RIGHT + 34, y, tally.name + (tally.ours ? " (ours)" : ""));
      }
    }
    text(svg, LEFT, BOTTOM + 24, "0 s");
    text(svg, RIGHT - 30, BOTTOM + 24, tallies.get(0).keptBySecond.length + " s");
    return svg.append("</svg>\n").toString();
  }

  private static void line(StringBuilder svg, Tally tally, double budget, String colour) {
    svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"").append(colour);
    svg.append("\" points=\"");
    int[] kept = tally.keptBySecond;
    for (int i = 0; i < kept.length; i++) {
      double x = LEFT + (RIGHT - LEFT) * (double) i / Math.max(1, kept.length - 1);
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(kept[i] / budget)));
    }
    svg.append("\"/>\n");
  }

  private static double y(double budgets) {
    return BOTTOM - (BOTTOM - TOP) * Math.min(MAX, budgets) / MAX;
  }

  private static void text(StringBuilder svg, double x, double y, String text) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, text));
  }
}
