// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of JSON for what backends answer. Objects are {@code Map}s, arrays {@code List}s,
 * numbers stay as they are written, as a {@code -0} or 2<sup>64</sup> - 1 tells something. What
 * comes behind the value is not looked at. Confined to one thread.
 */
final class Json {
  /** A number as it is written. */
  record Literal(String text) {}

  /** What stands for null, which maps and lists would not show. */
  static final Object NULL = new Object();

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * The first value in a text.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Object parse(String text) {
    try {
      return new Json(text).value();
    } catch (StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "no JSON: " + text.substring(0, Math.min(200, text.length())), e);
    }
  }

  /** A member of an object by its path; {@code fallback} if there is none. */
  static Object at(Object value, Object fallback, String... path) {
    Object found = value;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found == null ? fallback : found;
  }

  /** The elements of an array that is a member; none if there is none. */
  static List<?> list(Object value, String... path) {
    return at(value, List.of(), path) instanceof List<?> list ? list : List.of();
  }

  /** A member as text; empty if there is none. */
  static String text(Object value, String... path) {
    Object found = at(value, "", path);
    return found instanceof Literal number ? number.text() : found.toString();
  }

  private Object value() {
    skip();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> literal(word());
    };
  }

  private String word() {
    int begin = at;
    while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static Object literal(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> NULL;
      default -> new Literal(Double.isNaN(Double.parseDouble(word)) ? "NaN" : word);
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    while (next('}')) {
      String name = string();
      skip();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    at++;
    while (next(']')) {
      items.add(value());
    }
    return items;
  }

  /** Moves to the next element; false, and behind the end, if there is none. */
  private boolean next(char end) {
    skip();
    if (text.charAt(at) == ',') {
      at++;
      skip();
    }
    if (text.charAt(at) == end) {
      at++;
      return false;
    }
    return true;
  }

  private void expect(char c) {
    if (text.charAt(at++) != c) {
      throw new IllegalArgumentException("no '" + c + "' at " + (at - 1));
    }
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      string.append(c == '\\' ? escape() : c);
    }
    return string.toString();
  }

  private char escape() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
