// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.internal.ProcessText;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What is known of the terminal behind a stream. Stateless. */
final class Terminal {
  static final int MIN_WIDTH = 40;
  static final int MAX_WIDTH = 1000;

  private Terminal() {}

  /** The width that {@code columns} tells, within bounds; 80 if it does not. */
  static int width(@Nullable String columns) {
    try {
      int width = columns == null ? 0 : Integer.parseInt(columns.strip());
      return width <= 0 ? 80 : Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    } catch (NumberFormatException e) {
      return 80;
    }
  }

  /** Whether colours will be seen and are wanted (no-color.org). */
  static boolean hasColor(PrintStream out) {
    return out == System.out
        && isInteractive()
        && wantsColor(
            ProcessText.variable("NO_COLOR"),
            ProcessText.variable("TERM"),
            ProcessText.variable("WT_SESSION"));
  }

  /** The part of {@link #hasColor} that the environment decides. Windows sets no {@code TERM}. */
  static boolean wantsColor(
      @Nullable String noColor, @Nullable String term, @Nullable String wtSession) {
    boolean able = term == null || term.isEmpty() ? wtSession != null : !term.equals("dumb");
    return able && (noColor == null || noColor.isEmpty());
  }

  /** Whether standard output is a terminal. From 22 on a console may exist without one. */
  @SuppressWarnings("SystemConsoleNull") // the null of older versions; newer ones are asked
  private static boolean isInteractive() {
    Console console = System.console();
    try {
      return console != null
          && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // before 22
    }
  }

  /**
   * The charset in which {@code out} presumably writes: only Java 18 and later let us ask, so for
   * other streams than standard output it is the default of {@code new PrintStream(file)}.
   */
  static Charset charset(PrintStream out) {
    String told = ProcessText.property("stdout.encoding");
    String name = told != null ? told : ProcessText.property("sun.stdout.encoding");
    try {
      return out == System.out && name != null ? Charset.forName(name) : Charset.defaultCharset();
    } catch (IllegalArgumentException e) {
      return Charset.defaultCharset();
    }
  }
}
