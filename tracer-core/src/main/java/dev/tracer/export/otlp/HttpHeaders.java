// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's own request headers: fixed ones and those it supplies anew for each request.
 * Immutable. Values are credentials as a rule and appear in no message.
 */
final class HttpHeaders {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String[] RESERVED = {
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Expect",
    "Host",
    "Transfer-Encoding"
  };

  private final Map<String, String> fixed;
  private final @Nullable Supplier<Map<String, String>> supplier;

  HttpHeaders(Map<String, String> fixed, @Nullable Supplier<Map<String, String>> supplier) {
    this.fixed = new LinkedHashMap<>(fixed);
    this.supplier = supplier;
  }

  /**
   * Adds the headers to a request.
   *
   * @return null if it went well, otherwise why not
   */
  @Nullable String applyTo(HttpURLConnection request) {
    for (Map.Entry<String, String> header : fixed.entrySet()) {
      request.setRequestProperty(header.getKey(), header.getValue());
    }
    if (supplier == null) {
      return null;
    }
    Map<String, String> supplied;
    try {
      supplied = supplier.get();
    } catch (RuntimeException e) { // its message may tell the secret
      return "the supplier of headers threw " + e.getClass().getName();
    }
    try {
      for (Map.Entry<String, String> header : supplied.entrySet()) {
        check(header.getKey(), header.getValue());
        request.setRequestProperty(header.getKey(), header.getValue());
      }
      return null;
    } catch (IllegalArgumentException e) {
      return "the supplier of headers is wrong: " + e.getMessage();
    } catch (RuntimeException e) {
      return "the supplier of headers returned something null";
    }
  }

  /**
   * Checks that a header can be sent (RFC 9110 §5).
   *
   * @throws IllegalArgumentException naming the header, without its value
   */
  static void check(String name, String value) {
    if (!isToken(requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "name of a header must be letters, digits or " + TOKEN_MARKS);
    }
    for (String reserved : RESERVED) {
      if (name.equalsIgnoreCase(reserved)) {
        throw new IllegalArgumentException("header " + name + " is set by the exporter itself");
      }
    }
    if (!isLegalValue(requireNonNull(value, "value"))) {
      throw new IllegalArgumentException(
          "value of header " + name + " has characters other than visible ASCII, space and tab");
    }
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isLegalValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }
}
