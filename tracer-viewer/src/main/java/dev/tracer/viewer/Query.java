// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request's address. Immutable. */
final class Query {
  private static final int MAX_LENGTH = 4096;
  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000);

  private final Map<String, String> parameters;

  Query(Map<String, String> parameters) {
    this.parameters = Map.copyOf(parameters);
  }

  /**
   * Reads the part behind the question mark.
   *
   * @throws MalformedException if it is longer than 4,096 characters or badly encoded
   */
  static Query parse(String raw) {
    if (raw.length() > MAX_LENGTH) {
      throw new MalformedException("more than " + MAX_LENGTH + " characters of parameters");
    }
    Map<String, String> parameters = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Query(parameters);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("badly encoded parameters");
    }
  }

  /** The value of a parameter; empty if it is not there. */
  String text(String name) {
    return parameters.getOrDefault(name, "");
  }

  /**
   * The value of a parameter that is a number from 0 on; {@code fallback} if it is not there.
   *
   * @throws MalformedException if it is none
   */
  long number(String name, long fallback) {
    String text = text(name);
    try {
      long value = text.isEmpty() ? fallback : Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new MalformedException(name + " must be a number from 0 on");
  }

  /**
   * The value in nanoseconds of a parameter that is a number of milliseconds, with a fraction or
   * without; {@code fallback} if it is not there.
   *
   * @throws MalformedException if it is none, or less than 0
   */
  long millis(String name, long fallback) {
    String text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      BigDecimal millis = new BigDecimal(text);
      if (millis.signum() >= 0) {
        return millis.compareTo(MOST_MILLIS) > 0
            ? Long.MAX_VALUE
            : millis.scaleByPowerOfTen(6).longValue();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // told below
    }
    throw new MalformedException(name + " must be a number of milliseconds from 0 on");
  }
}
