// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import org.jspecify.annotations.Nullable;

/** Exceptions of the application, whose methods may themselves throw. */
final class Errors {
  private static final int MAX_CAUSES = 16;

  private Errors() {}

  /** The message, or null if there is none or asking for it fails. */
  static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * The stack trace as {@code printStackTrace} prints it, up to {@code max} characters. Built by
   * hand so that a deep or cyclic chain of causes costs no more than what is kept.
   */
  static String stackTrace(Throwable error, int max) {
    StringBuilder text = new StringBuilder(Math.min(max, 1024));
    Throwable cause = error;
    for (int i = 0; cause != null && i < MAX_CAUSES && text.length() < max; i++) {
      if (i > 0) {
        text.append("Caused by: ");
      }
      appendOne(text, cause, max);
      Throwable next = cause.getCause();
      cause = next == cause ? null : next;
    }
    if (text.length() > max) {
      text.setLength(AttributeValues.cut(text.toString(), max));
    }
    return text.toString();
  }

  private static void appendOne(StringBuilder text, Throwable error, int max) {
    text.append(error.getClass().getName());
    String message = message(error);
    if (message != null) {
      text.append(": ").append(message);
    }
    text.append('\n');
    for (StackTraceElement frame : error.getStackTrace()) {
      if (text.length() >= max) {
        return;
      }
      text.append("\tat ").append(frame).append('\n');
    }
  }
}
