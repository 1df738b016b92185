// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) from elsewhere into a {@code Map}, {@code List}, {@code String}, {@code
 * Double}, {@code Boolean} or null. Nests up to 32 levels. Confined to one thread.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if it is malformed or nests too deep
   */
  static @Nullable Object parse(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    if (reader.next() != 0) {
      throw reader.malformed();
    }
    return value;
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("malformed JSON at " + at);
  }

  /** The next character that is not white space, which stays the next one; 0 at the end. */
  private char next() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c > ' ') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private boolean skip(char expected) {
    boolean found = next() == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) {
    if (!skip(expected)) {
      throw malformed();
    }
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed();
    }
    if (skip('{')) {
      Map<String, @Nullable Object> members = new HashMap<>();
      while (!skip('}')) {
        if (!members.isEmpty()) {
          expect(',');
        }
        expect('"');
        String name = string();
        expect(':');
        members.put(name, value(depth + 1));
      }
      return members;
    }
    if (skip('[')) {
      List<@Nullable Object> elements = new ArrayList<>();
      while (!skip(']')) {
        if (!elements.isEmpty()) {
          expect(',');
        }
        elements.add(value(depth + 1));
      }
      return elements;
    }
    return skip('"') ? string() : literal();
  }

  /** A number, true, false or null. */
  private @Nullable Object literal() {
    next();
    int start = at;
    while (at < text.length() && "+-.eE0123456789truefalsn".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("null")) {
      return null;
    }
    boolean truth = word.equals("true");
    return truth || word.equals("false") ? (Object) truth : (Object) Double.valueOf(word);
  }

  /** The rest of a string, behind its first quotation mark. */
  private String string() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
        int place = "bfnrt".indexOf(c);
        if (place >= 0) {
          c = "\b\f\n\r\t".charAt(place);
        } else if (c == 'u' && at + 4 <= text.length()) {
          c = (char) Integer.parseInt(text, at, at + 4, 16);
          at += 4;
        }
      }
      value.append(c);
    }
    throw malformed();
  }
}
