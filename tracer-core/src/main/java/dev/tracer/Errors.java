// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exceptions of the application, whose methods may themselves throw. */
final class Errors {
  private static final int MAX_CAUSES = 16;

  private Errors() {}

  /** The message, or null if there is none or asking for it fails. */
  static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }

  /**
   * The stack traces of an exception and its causes, in the form of {@code printStackTrace}, in up
   * to {@code max} characters. Built by hand so that a deep or cyclic chain of causes costs no more
   * than what is kept. Each exception of the chain gets an equal share of the room, since the last
   * cause tells most and would otherwise be the first to be cut.
   *
   * @param text takes it; empty
   * @return whether a part of it is missing
   */
  static boolean stackTrace(Throwable error, int max, StringBuilder text) {
    List<Throwable> chain = chain(error);
    boolean cut = false;
    for (int i = 0; i < chain.size(); i++) {
      int room = Math.max(0, max - text.length());
      if (i > 0) {
        text.append("Caused by: ");
      }
      cut |= appendOne(text, chain.get(i), text.length() + room / (chain.size() - i));
    }
    if (text.length() > max) {
      text.setLength(AttributeValues.cut(text, max));
      return true;
    }
    return cut;
  }

  private static List<Throwable> chain(Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = error; e != null && chain.size() < MAX_CAUSES; e = e.getCause()) {
      for (Throwable known : chain) {
        if (known == e) {
          return chain;
        }
      }
      chain.add(e);
    }
    return chain;
  }

  /** Appends up to about {@code end}; returns whether something was left out. */
  private static boolean appendOne(StringBuilder text, Throwable error, int end) {
    text.append(error.getClass().getName());
    String message = message(error);
    if (message != null) {
      text.append(": ").append(message);
    }
    text.append('\n');
    StackTraceElement[] frames = error.getStackTrace();
    for (int i = 0; i < frames.length; i++) {
      if (text.length() >= end) {
        text.append("\t... ").append(frames.length - i).append(" more\n");
        return true;
      }
      text.append("\tat ").append(frames[i]).append('\n');
    }
    return false;
  }
}
