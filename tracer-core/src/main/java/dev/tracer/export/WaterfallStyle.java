// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a waterfall is drawn. Immutable.
 *
 * @param charset what the destination can show: other characters are escaped
 * @param unicode whether lines and bars are drawn with Unicode characters instead of ASCII ones
 * @param color whether to colour, by the escape sequences of ECMA-48
 */
record WaterfallStyle(Charset charset, boolean unicode, boolean color) {
  static final WaterfallStyle UNICODE = new WaterfallStyle(StandardCharsets.UTF_8, true, false);
  static final WaterfallStyle ASCII = new WaterfallStyle(StandardCharsets.US_ASCII, false, false);
  static final WaterfallStyle COLOR = new WaterfallStyle(StandardCharsets.UTF_8, true, true);

  static final String BOLD = "1";
  static final String DIM = "2";
  static final String RED = "31";
  private static final String[] SERVICES = {"36", "32", "35", "34", "33", "96", "92", "95"};

  /** Whether {@code charset} has all characters that the Unicode way of drawing takes. */
  static boolean canDraw(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode("━╺╸┿├└│·›✗…→\u00b5");
  }

  /** The style for a stream: what is null is found out. */
  static WaterfallStyle of(PrintStream out, @Nullable Boolean unicode, @Nullable Boolean color) {
    Charset charset = Terminal.charset(out);
    boolean colored = color == null ? Terminal.hasColor(out) : color;
    if (unicode == null) {
      return new WaterfallStyle(charset, canDraw(charset), colored);
    }
    return unicode
        ? new WaterfallStyle(StandardCharsets.UTF_8, true, colored)
        : new WaterfallStyle(charset, false, colored);
  }

  /** The colour of the n-th service of a trace. */
  static String service(int n) {
    return SERVICES[n % SERVICES.length];
  }

  /** A cell of a bar of which at least one half is covered. */
  String bar(boolean left, boolean right) {
    return !unicode ? "=" : left && right ? "━" : left ? "╸" : "╺";
  }

  /** An event on a bar. */
  String event() {
    return unicode ? "┿" : "+";
  }

  /** A mark of the time axis. */
  String tick() {
    return unicode ? "│" : "|";
  }

  /** The line from an ancestor to later children of it, or the space there. */
  String pipe(boolean open) {
    return unicode ? (open ? "│ " : "  ") : (open ? "|  " : "   ");
  }

  /** The line to a child. */
  String branch(boolean last) {
    return unicode ? (last ? "└ " : "├ ") : (last ? "`- " : "|- ");
  }

  /** Marks a failed span. */
  String error() {
    return unicode ? "✗ " : "! ";
  }

  /** Between a service and a span's name. */
  String of() {
    return unicode ? " › " : " > ";
  }

  /** Between the facts of a line. */
  String dot() {
    return unicode ? " · " : " - ";
  }

  /** Before a linked span. */
  String arrow() {
    return unicode ? "→ " : "-> ";
  }

  /** Stands for what was left out. */
  String ellipsis() {
    return unicode ? "…" : "..";
  }
}
