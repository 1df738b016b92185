// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import java.util.List;
import java.util.Locale;

/** A line chart of the traces kept in each second, as SVG; readable on narrow screens. */
final class Chart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 440;
  private static final int LEFT = 44;
  private static final int RIGHT = 626;
  private static final int TOP = 56;
  private static final int BOTTOM = 296;
  private static final int ROW = 28;
  private static final double MAX = 3;

  /** Ours last, so that they lie on top. */
  private static final List<String> SHOWN =
      List.of(
          "probability 1 %",
          "Honeycomb averaged throughput",
          "OpenTelemetry/Jaeger rate limit",
          "java-contrib averaged rate, 5 s",
          "adaptive",
          "rateLimiting");

  private static final String[] STROKES = {
    "#888888\" stroke-width=\"1.5",
    "#8e4a9e\" stroke-width=\"1.5\" stroke-dasharray=\"2 3",
    "#c48a00\" stroke-width=\"1.5\" stroke-dasharray=\"7 3",
    "#c8553d\" stroke-width=\"1.5",
    "#1f4e9c\" stroke-width=\"2",
    "#0b6e4f\" stroke-width=\"2.5"
  };

  private Chart() {}

  static String svg(List<Tally> tallies, double budget) {
    StringBuilder svg = new StringBuilder(16_000);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT)
        .append("\" font-family=\"sans-serif\" font-size=\"16\">\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, 8, 20, "Traces kept per second, in budgets of 500");
    text(svg, 8, 42, "25,000 to 75,000 requests/s, and four times as many for ten seconds");
    for (double line = 0; line <= MAX; line += 0.5) {
      String colour = line == 1 ? "black" : "#dddddd";
      line(svg, LEFT, RIGHT, y(line), y(line), colour);
      text(svg, 10, y(line) + 5, String.format(Locale.ROOT, "%.1f", line));
    }
    for (int place = 0; place < SHOWN.size(); place++) {
      for (Tally tally : tallies) {
        if (tally.name.equals(SHOWN.get(place))) {
          row(svg, tally, budget, place);
        }
      }
    }
    text(svg, LEFT, BOTTOM + 22, "0 s");
    text(svg, RIGHT - 42, BOTTOM + 22, tallies.get(0).headBySecond.length + " s");
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Tally tally, double budget, int place) {
    svg.append("<polyline fill=\"none\" stroke=\"").append(STROKES[place]);
    svg.append("\" points=\"");
    int[] kept = tally.headBySecond;
    for (int i = 0; i < kept.length; i++) {
      double x = LEFT + (RIGHT - LEFT) * (double) i / Math.max(1, kept.length - 1);
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(kept[i] / budget)));
    }
    svg.append("\"/>\n");
    int legend = SHOWN.size() - 1 - place;
    double x = 8 + legend % 2 * 300;
    double y = BOTTOM + 56 + legend / 2 * ROW;
    line(svg, x, x + 30, y - 5, y - 5, STROKES[place]);
    text(svg, x + 38, y, tally.name + (tally.ours ? " (ours)" : ""));
  }

  private static void line(
      StringBuilder svg, double x1, double x2, double y1, double y2, String stroke) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            x2,
            y1,
            y2,
            stroke));
  }

  private static double y(double budgets) {
    return BOTTOM - (BOTTOM - TOP) * Math.min(MAX, budgets) / MAX;
  }

  private static void text(StringBuilder svg, double x, double y, String text) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, text));
  }
}
