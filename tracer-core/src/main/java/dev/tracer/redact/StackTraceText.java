// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

/** Takes the messages out of the text of a stack trace; classes, frames and causes stay. */
final class StackTraceText {
  private StackTraceText() {}

  static String withoutMessages(String trace) {
    StringBuilder kept = new StringBuilder(trace.length());
    int start = 0;
    boolean first = true;
    while (start < trace.length()) {
      int newline = trace.indexOf('\n', start);
      int end = newline < 0 ? trace.length() : newline + 1;
      appendLine(kept, trace, start, end, first);
      first = false;
      start = end;
    }
    return kept.toString();
  }

  private static void appendLine(
      StringBuilder kept, String trace, int from, int to, boolean first) {
    int start = from;
    // by tabs alone: lines of messages are indented by spaces, if at all
    while (start < to && trace.charAt(start) == '\t') {
      start++;
    }
    boolean indented = start > from;
    if (indented && (isFrame(trace, start, to) || isRest(trace, start))) {
      kept.append(trace, from, to);
    } else if (first
        || trace.startsWith("Caused by: ", start)
        || (indented && trace.startsWith("Suppressed: ", start))) {
      int name = first ? start : trace.indexOf(": ", start) + 2;
      int end = name;
      while (end < to && trace.charAt(end) > ' ' && trace.charAt(end) != ':') {
        end++;
      }
      kept.append(trace, from, end).append('\n');
    } // else it is a further line of a message
  }

  /** Whether a line is {@code at CLASS.METHOD(PLACE)}. */
  private static boolean isFrame(String trace, int start, int to) {
    int end = to;
    while (end > start && trace.charAt(end - 1) <= ' ') {
      end--;
    }
    int name = start + 3;
    int open = trace.indexOf('(', name);
    int space = trace.indexOf(' ', name);
    return trace.startsWith("at ", start)
        && trace.charAt(end - 1) == ')'
        && open > name
        && (space < 0 || space > open);
  }

  /** Whether a line is {@code ... NUMBER more}. */
  private static boolean isRest(String trace, int start) {
    int number = start + 4;
    return trace.startsWith("... ", start)
        && number < trace.length()
        && Character.isDigit(trace.charAt(number));
  }
}
