// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of JSON (RFC 8259) that came from elsewhere: what a server answered, for example.
 * It is strict, as an answer in something like JSON is a fault to be told of, and never trusts what
 * it reads: nesting has a limit, and messages say where the fault is, not what the text was. The
 * size is up to the caller, who has the text in memory already.
 *
 * <p>A value becomes a {@code Map} by names, {@code List}, {@code String}, {@code Boolean}, null,
 * {@code Long} if it is a whole number of up to 18 digits, else {@code Double}. Of members of the
 * same name the last one counts. Confined to one thread.
 */
public final class JsonReader {
  private static final int MAX_DEPTH = 32;

  /** An empty object takes twenty times its text. */
  private static final int MAX_VALUES = 100_000;

  private final String text;
  private int at;
  private int values;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if it is malformed, nests deeper than 32 levels or has more
   *     than 100,000 values; the message has nothing of the text in it
   */
  public static @Nullable Object parse(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    if (reader.next() != 0) {
      throw reader.malformed();
    }
    return value;
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("malformed JSON at character " + at);
  }

  /** The next character that is not white space, which stays the next one; 0 at the end. */
  private char next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
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
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw malformed();
    }
    return switch (next()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new HashMap<>();
    expect('{');
    while (!skip('}')) {
      if (!members.isEmpty()) {
        expect(',');
      }
      next();
      String name = string();
      expect(':');
      members.put(name, value(depth + 1));
    }
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    expect('[');
    while (!skip(']')) {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value(depth + 1));
    }
    return elements;
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return meaning;
  }

  private Number number() {
    int start = at;
    at += at < text.length() && text.charAt(at) == '-' ? 1 : 0;
    int first = at;
    int digits = digits();
    if (digits > 1 && text.charAt(first) == '0') {
      throw malformed();
    }
    boolean isWhole = true;
    if (at < text.length() && text.charAt(at) == '.') {
      isWhole = false;
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      isWhole = false;
      at++;
      at += at < text.length() && "+-".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
      digits();
    }
    String number = text.substring(start, at);
    if (isWhole && digits < 19) {
      return Long.valueOf(number);
    }
    return Double.valueOf(number);
  }

  /** Skips digits, one at least; returns how many. */
  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    return at - start;
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw malformed();
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c < ' ') {
        break;
      }
      at++;
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw malformed();
  }

  /** The character of an escape sequence, behind its backslash. */
  private char escaped() {
    char c = at < text.length() ? text.charAt(at) : 0;
    int place = "\"\\/bfnrtu".indexOf(c);
    if (place < 0) {
      throw malformed();
    }
    at++;
    return c == 'u' ? codeUnit() : "\"\\/\b\f\n\r\t".charAt(place);
  }

  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit =
          at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }
}
