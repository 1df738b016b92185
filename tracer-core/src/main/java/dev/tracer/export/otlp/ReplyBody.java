// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import org.jspecify.annotations.Nullable;

/**
 * What the JSON of an answer says: an {@code ExportTraceServiceResponse} or a {@code
 * google.rpc.Status}. Reads only what it needs, trusts nothing and never throws: what is malformed
 * ends the reading. Confined to one thread.
 */
final class ReplyBody {
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;
  private long rejected;
  private @Nullable String message;

  private ReplyBody(String text) {
    this.text = text;
  }

  static ReplyBody parse(String text) {
    ReplyBody body = new ReplyBody(text);
    if (body.next() == '{') {
      body.object(false, 0);
    }
    return body;
  }

  /** {@code partialSuccess.rejectedSpans}; 0 if it is not there. */
  long rejected() {
    return rejected;
  }

  /** {@code partialSuccess.errorMessage} or {@code message}; null if neither says anything. */
  @Nullable String message() {
    return message;
  }

  /** The next character that is not white space, which stays the next one; 0 at the end. */
  private char next() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private boolean skip(char expected) {
    if (next() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** Reads an object; false if it is malformed. */
  private boolean object(boolean partialSuccess, int depth) {
    skip('{');
    if (skip('}')) {
      return true;
    }
    do {
      String name = string();
      if (name == null || !skip(':') || !member(name, partialSuccess, depth)) {
        return false;
      }
    } while (skip(','));
    return skip('}');
  }

  private boolean member(String name, boolean partialSuccess, int depth) {
    char first = next();
    if (partialSuccess && name.equals("rejectedSpans")) {
      return count();
    }
    if (first == '"' && name.equals(partialSuccess ? "errorMessage" : "message")) {
      String value = string();
      message = value == null || value.isEmpty() ? message : value;
      return value != null;
    }
    if (depth == 0 && first == '{' && name.equals("partialSuccess")) {
      return object(true, 1);
    }
    return skipValue(depth + 1);
  }

  /** Reads an integer, which int64 is also as text. */
  private boolean count() {
    boolean quoted = skip('"');
    long value = 0;
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at)) && at - start < 18) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    rejected = value;
    return at > start && (!quoted || skip('"'));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean skipValue(int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    return switch (next()) {
      case '"' -> string() != null;
      case '{' -> skipMembers(depth);
      case '[' -> skipElements(depth);
      default -> skipLiteral();
    };
  }

  private boolean skipMembers(int depth) {
    skip('{');
    if (skip('}')) {
      return true;
    }
    do {
      if (string() == null || !skip(':') || !skipValue(depth + 1)) {
        return false;
      }
    } while (skip(','));
    return skip('}');
  }

  private boolean skipElements(int depth) {
    skip('[');
    if (skip(']')) {
      return true;
    }
    do {
      if (!skipValue(depth + 1)) {
        return false;
      }
    } while (skip(','));
    return skip(']');
  }

  /** A number, true, false or null. */
  private boolean skipLiteral() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (!isDigit(c) && !(c >= 'a' && c <= 'z') && c != '-' && c != '+' && c != '.' && c != 'E') {
        break;
      }
      at++;
    }
    return at > start;
  }

  /** Reads a string; null if it is malformed. */
  private @Nullable String string() {
    if (!skip('"')) {
      return null;
    }
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\') {
        int escaped = escape();
        if (escaped < 0) {
          return null;
        }
        c = (char) escaped;
      }
      value.append(c);
    }
    return null;
  }

  /** The character that an escape stands for; -1 if it is malformed. */
  private int escape() {
    if (at == text.length()) {
      return -1;
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      case '"', '\\', '/' -> c;
      default -> -1;
    };
  }

  private int unicode() {
    if (at + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
