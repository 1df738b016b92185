// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import java.io.Console;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What is known of the terminal behind a stream. Stateless. */
final class Terminal {
  static final int DEFAULT_WIDTH = 100;
  static final int MIN_WIDTH = 40;
  static final int MAX_WIDTH = 1000;

  private Terminal() {}

  /** The width that the environment tells, within bounds; {@link #DEFAULT_WIDTH} if it does not. */
  static int width(@Nullable String columns) {
    if (columns == null) {
      return DEFAULT_WIDTH;
    }
    try {
      int width = Integer.parseInt(columns.strip());
      return width <= 0 ? DEFAULT_WIDTH : Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }

  /** Whether colours will be seen and are wanted (no-color.org). */
  static boolean hasColor(PrintStream out) {
    return out == System.out
        && isInteractive()
        && wantsColor(
            System.getenv("NO_COLOR"),
            System.getenv("TERM"),
            System.getProperty("os.name", ""),
            System.getenv("WT_SESSION"));
  }

  /** The part of {@link #hasColor} that the environment decides. */
  static boolean wantsColor(
      @Nullable String noColor, @Nullable String term, String os, @Nullable String wtSession) {
    if (noColor != null && !noColor.isEmpty()) {
      return false;
    }
    if (term == null || term.isEmpty()) {
      // Windows sets no TERM; its newer terminal understands colours and tells so
      return os.toLowerCase(Locale.ROOT).startsWith("windows") && wtSession != null;
    }
    return !term.equals("dumb");
  }

  /** Whether standard output is a terminal. From 22 on a console may exist without one. */
  @SuppressWarnings("SystemConsoleNull") // the null of older versions; newer ones are asked
  private static boolean isInteractive() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      MethodHandle isTerminal =
          MethodHandles.publicLookup()
              .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class));
      return (boolean) isTerminal.invokeExact(console);
    } catch (Throwable e) {
      return false;
    }
  }

  /**
   * The charset in which {@code out} presumably writes: only Java 18 and later let us ask, so for
   * other streams than standard output it is the default of {@code new PrintStream(file)}.
   */
  static Charset charset(PrintStream out) {
    if (out == System.out) {
      Charset charset = named(System.getProperty("stdout.encoding"));
      charset = charset == null ? named(System.getProperty("sun.stdout.encoding")) : charset;
      if (charset == null && Runtime.version().feature() >= 18) {
        charset = named(System.getProperty("native.encoding"));
      }
      if (charset != null) {
        return charset;
      }
    }
    return Charset.defaultCharset();
  }

  private static @Nullable Charset named(@Nullable String name) {
    try {
      return name == null || name.isEmpty() ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Which characters {@code charset} has. The result is confined to one thread. */
  static IntPredicate encodable(Charset charset) {
    if (charset.name().startsWith("UTF-")) {
      return codePoint -> true;
    }
    if (!charset.canEncode()) {
      return codePoint -> codePoint < 0x80;
    }
    CharsetEncoder encoder = charset.newEncoder();
    return codePoint -> codePoint < 0x80 || encoder.canEncode(Character.toString(codePoint));
  }
}
