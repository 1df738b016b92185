// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import org.jspecify.annotations.Nullable;

/**
 * What the JSON of an answer says: an {@code ExportTraceServiceResponse} or a {@code
 * google.rpc.Status}. Trusts nothing and never throws: looks for names and values where they are
 * expected, without a check of what is between; what is malformed ends the reading.
 */
final class ReplyBody {
  /** {@code partialSuccess.rejectedSpans}; 0 if it is not there. */
  long rejected;

  /** {@code partialSuccess.errorMessage} or {@code message}; null if neither says anything. */
  @Nullable String message;

  private final String text;
  private int at;

  ReplyBody(String text) {
    this.text = text.strip();
    if (this.text.startsWith("{")) {
      parse();
    }
  }

  private void parse() {
    int depth = 0;
    String name = "";
    boolean partialSuccess = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '{' || c == '[') {
        partialSuccess = ++depth == 2 ? name.equals("partialSuccess") : partialSuccess && depth > 2;
        name = "";
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == ',') {
        name = "";
      } else if (c == '"') {
        int start = at;
        String string = string();
        if (string == null) {
          return;
        }
        if (name.isEmpty() && nextIsColon()) {
          name = string;
        } else if (partialSuccess && depth == 2 && name.equals("rejectedSpans")) {
          count(start);
        } else if (!string.isEmpty()
            && (depth == 1 && name.equals("message")
                || partialSuccess && depth == 2 && name.equals("errorMessage"))) {
          message = string;
        }
      } else if (partialSuccess && depth == 2 && name.equals("rejectedSpans") && rejected == 0) {
        count(at - 1);
      }
    }
  }

  private boolean nextIsColon() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':';
  }

  /** Reads an integer, which int64 is also as text. */
  private void count(int start) {
    int i = start;
    for (long value = 0; i < text.length() && i - start < 18; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
      rejected = value;
    }
    at = Math.max(at, i);
  }

  /** Reads a string behind its first quote; null if it is malformed. Escapes of control are ' '. */
  private @Nullable String string() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\') {
        c = at < text.length() ? text.charAt(at++) : 'x';
        if (c == 'u') {
          c = unicode();
        } else if ("bfnrt".indexOf(c) >= 0) {
          c = ' ';
        } else if ("\"\\/".indexOf(c) < 0) {
          return null;
        }
      }
      value.append(c);
    }
    return null;
  }

  private char unicode() {
    int end = Math.min(at + 4, text.length());
    try {
      return (char) Integer.parseInt(text, at, end, 16);
    } catch (NumberFormatException e) {
      return '\uFFFD';
    } finally {
      at = end;
    }
  }
}
