// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) from bytes, value by value, in the leniency of ProtoJSON: numbers may be in
 * quotes, null stands for the default. Builds nothing but what is asked for, and nests up to {@link
 * #MAX_DEPTH} levels, so hostile input costs no more than its own size. Confined to one thread.
 *
 * <p>Each method that reads throws {@link MalformedException} if something else is there.
 */
final class JsonInput {
  static final int MAX_DEPTH = 64;

  /** The most objects and arrays: a full body of real spans has a third of them. */
  static final int MAX_PARTS = 1_000_000;

  private static final int MAX_NUMBER_LENGTH = 400;

  private final byte[] data;
  private final int end;
  private int at;
  private int depth;
  private int parts;

  JsonInput(byte[] data, int from, int to) {
    this.data = data;
    this.at = from;
    this.end = to;
  }

  /** What reads one member of an object; it must read or {@link #skip} the value. */
  @FunctionalInterface
  interface Member {
    void read(String name);
  }

  /** Reads an object, or null, which has no members. */
  void members(Member member) {
    if (isNull()) {
      return;
    }
    open('{');
    if (!take('}')) {
      do {
        String name = quoted();
        expect(':');
        member.read(name);
      } while (take(','));
      expect('}');
    }
    depth--;
  }

  /** Reads an array, or null, which has no elements; {@code element} must read or skip one. */
  void elements(Runnable element) {
    if (isNull()) {
      return;
    }
    open('[');
    if (!take(']')) {
      do {
        element.run();
      } while (take(','));
      expect(']');
    }
    depth--;
  }

  private void open(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw new MalformedException("nested deeper than " + MAX_DEPTH + " at byte " + at);
    }
    if (++parts > MAX_PARTS) {
      throw new MalformedException("more than " + MAX_PARTS + " objects and arrays");
    }
  }

  /** Reads a value and forgets it. */
  void skip() {
    switch (peek()) {
      case '{' -> members(name -> skip());
      case '[' -> elements(this::skip);
      case '"' -> quoted();
      default -> word();
    }
  }

  /** Reads a text; empty for null. */
  String string() {
    return isNull() ? "" : quoted();
  }

  /** Reads a truth value; false for null. */
  boolean bool() {
    String word = word();
    if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
      throw malformed("true or false");
    }
    return word.equals("true");
  }

  /** Reads an integer of 64 bits, signed or unsigned; 0 for null. */
  long integer() {
    String word = scalar();
    try {
      return word.equals("null") ? 0 : parse(word);
    } catch (NumberFormatException e) {
      throw malformed("an integer");
    }
  }

  private static long parse(String word) {
    try {
      return word.startsWith("-") ? Long.parseLong(word) : Long.parseUnsignedLong(word);
    } catch (NumberFormatException e) {
      double value = Double.parseDouble(word); // 1e3 is an integer, too
      if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
        throw e;
      }
      return (long) value;
    }
  }

  /** Reads a floating-point number; 0 for null. */
  double number() {
    String word = scalar();
    try {
      return word.equals("null") ? 0 : Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw malformed("a number");
    }
  }

  /** Reads a number, a word or a text, as text. */
  String scalar() {
    return peek() == '"' ? quoted() : word();
  }

  /** Whether an object comes next. */
  boolean isObject() {
    return peek() == '{';
  }

  /** Whether an array comes next. */
  boolean isArray() {
    return peek() == '[';
  }

  /** Whether a text comes next. */
  boolean isString() {
    return peek() == '"';
  }

  /** Checks that nothing follows. */
  void finish() {
    if (peek() != 0) {
      throw malformed("the end");
    }
  }

  private boolean isNull() {
    if (peek() == 'n') {
      if (!word().equals("null")) {
        throw malformed("null");
      }
      return true;
    }
    return false;
  }

  /** The next byte that is not white space, which stays the next one; 0 at the end. */
  private int peek() {
    while (at < end) {
      byte c = data[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c == 0 ? -1 : c;
      }
      at++;
    }
    return 0;
  }

  private boolean take(char expected) {
    boolean found = peek() == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw malformed("'" + expected + "'");
    }
  }

  private MalformedException malformed(String expected) {
    return new MalformedException("malformed JSON: expected " + expected + " at byte " + at);
  }

  /** A number, true, false or null. */
  private String word() {
    peek();
    int start = at;
    while (at < end && isWord(data[at])) {
      at++;
    }
    if (at == start || at - start > MAX_NUMBER_LENGTH) {
      throw malformed("a value");
    }
    String word = new String(data, start, at - start, StandardCharsets.ISO_8859_1);
    boolean literal = word.equals("true") || word.equals("false") || word.equals("null");
    if (!literal && !isNumber(word)) {
      throw malformed("a value");
    }
    return word;
  }

  private static boolean isWord(byte c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c == '-'
        || c == '+'
        || c == '.'
        || c == 'E';
  }

  /** Whether it begins and ends as a number does; the parser of numbers looks at the rest. */
  private static boolean isNumber(String word) {
    char first = word.charAt(0);
    char last = word.charAt(word.length() - 1);
    return (first == '-' || first >= '0' && first <= '9') && last >= '0' && last <= '9';
  }

  private String quoted() {
    expect('"');
    int start = at;
    boolean plain = true;
    while (at < end && data[at] != '"') {
      if (data[at] == '\\') {
        plain = false;
        at++;
      } else if (data[at] >= 0 && data[at] < ' ') {
        throw malformed("no control character");
      }
      at++;
    }
    if (at >= end) {
      throw malformed("a closing quote");
    }
    String raw = new String(data, start, at++ - start, StandardCharsets.UTF_8);
    return plain ? raw : unescape(raw);
  }

  private String unescape(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\') {
        char escape = raw.charAt(++i);
        int place = "\"\\/bfnrt".indexOf(escape);
        if (place >= 0) {
          c = "\"\\/\b\f\n\r\t".charAt(place);
        } else {
          c = escape == 'u' ? unicode(raw, i + 1) : 0;
          if (c == 0 && !raw.startsWith("u0000", i)) {
            throw malformed("an escape that exists");
          }
          i += 4;
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  private static char unicode(String raw, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0 || raw.charAt(i) > 'f') {
        return 0;
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /** The value that comes, if it is a scalar, as text; null for null and others, skipped. */
  @Nullable String scalarOrNull() {
    if (isObject() || isArray()) {
      skip();
      return null;
    }
    return isNull() ? null : scalar();
  }
}
