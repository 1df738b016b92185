// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.List;
import java.util.Locale;

/**
 * The rows as bars, ours beside the peers': time as a share of the slowest one's. An SVG that
 * follows the reader's light or dark scheme and needs nothing else.
 */
final class Chart {
  private static final int WIDTH = 760;
  private static final int LEFT = 230;
  private static final int LONGEST = 400;
  private static final int BAR = 13;
  private static final int GAP = 12;
  private static final int HEAD = 46;
  private static final List<String> PEERS = List.of(Row.OURS, Row.OPEN_TELEMETRY, Row.BRAVE);

  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #1f2328 }
        .small { fill: #59636e; font-size: 11px }
        .tracer { fill: #0969da }
        .openTelemetry { fill: #9a6700 }
        .brave { fill: #6e7781 }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc }
          .small { fill: #9198a1 }
          .tracer { fill: #4493f8 }
          .openTelemetry { fill: #d29922 }
          .brave { fill: #8b949e }
        }
      </style>
      """;

  private Chart() {}

  /**
   * Draws.
   *
   * @param record the file that the figures are in
   */
  static String svg(List<RowResult> results, String record) {
    StringBuilder bars = new StringBuilder();
    int y = HEAD;
    for (RowResult result : results) {
      if (hasPeer(result)) {
        y = draw(result, bars, y) + GAP;
      }
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH,
            y + GAP));
    svg.append("<title>Time of one operation, ours beside OpenTelemetry's and Brave's</title>\n");
    svg.append(STYLE);
    legend(svg);
    svg.append(bars);
    text(svg, "small", LEFT, y + 2, "medians; less the same without tracing; record " + record);
    return svg.append("</svg>\n").toString();
  }

  private static boolean hasPeer(RowResult result) {
    return isDrawn(result, Row.OURS)
        && (isDrawn(result, Row.OPEN_TELEMETRY) || isDrawn(result, Row.BRAVE));
  }

  private static boolean isDrawn(RowResult result, String contestant) {
    return result.time(contestant) > 0; // and is a number
  }

  /** Returns where the next one begins. */
  private static int draw(RowResult result, StringBuilder svg, int top) {
    double slowest = 0;
    for (String peer : PEERS) {
      slowest = isDrawn(result, peer) ? Math.max(slowest, result.time(peer)) : slowest;
    }
    int y = top;
    for (String peer : PEERS) {
      if (isDrawn(result, peer)) {
        double width = Math.max(1, LONGEST * result.time(peer) / slowest);
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                peer,
                LEFT,
                y,
                width,
                BAR - 2));
        text(svg, "small", LEFT + 6 + (int) width, y + BAR - 4, Format.time(result.time(peer)));
        y += BAR;
      }
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
            LEFT - 10,
            (top + y) / 2 + 3,
            result.row.name()));
    return y;
  }

  private static void legend(StringBuilder svg) {
    int x = LEFT;
    for (String peer : PEERS) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"14\" width=\"11\" height=\"11\"/>%n",
              peer,
              x));
      text(svg, "name", x + 16, 24, name(peer));
      x += 130;
    }
  }

  private static String name(String peer) {
    return peer.equals(Row.OURS) ? "Tracer" : peer.equals(Row.BRAVE) ? "Brave" : "OpenTelemetry";
  }

  private static void text(StringBuilder svg, String type, int x, int y, String text) {
    svg.append(
        String.format(
            Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", type, x, y, text));
  }
}
