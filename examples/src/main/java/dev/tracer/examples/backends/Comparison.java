// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how the spans that were read back differ from those that were meant. */
final class Comparison {
  private final SortedMap<String, Integer> differences = new TreeMap<>();
  private int found;
  private int fields;
  private int equal;

  /**
   * Compares all spans.
   *
   * @param meant and {@code told}: the fields by the spans' ids
   */
  Comparison(Map<String, Fields> meant, Map<String, Fields> told) {
    meant.forEach(
        (id, expected) -> {
          Fields actual = told.get(id);
          fields += expected.values().size();
          if (actual != null) {
            found++;
            expected
                .values()
                .forEach((name, value) -> field(name, value, actual.values().get(name)));
          }
        });
  }

  private void field(String name, String expected, String actual) {
    if (expected.equals(actual)) {
      equal++;
    } else {
      differences.merge(difference(name, expected, actual), 1, Integer::sum);
    }
  }

  private static String difference(String name, String expected, String actual) {
    boolean isTime = name.equals("start") || name.equals("end") || expected.matches("[0-9]{19}");
    if (actual == null) {
      return "no " + name.replaceFirst(":.*", "");
    } else if (isTime && Math.abs(Long.parseLong(expected) - Long.parseLong(actual)) <= 1000) {
      boolean isLonger = Long.parseLong(actual) - Long.parseLong(expected) == 1;
      return isLonger && !actual.endsWith("000") ? "times 1 ns off" : "times in µs";
    } else if (name.equals("name") && expected.equalsIgnoreCase(actual)) {
      return "names in lower case";
    } else if (actual.startsWith("s:") && "[{".indexOf(expected.charAt(0)) >= 0) {
      return isSameAsJson(expected, actual) ? "lists as JSON text" : wrong(name, expected, actual);
    } else if (plain(expected).equals(plain(actual)) || isSameNumber(expected, actual)) {
      return actual.startsWith("s:") ? "values as text" : "types of numbers";
    }
    return wrong(name, expected, actual);
  }

  private static boolean isSameAsJson(String expected, String actual) {
    try {
      return untyped(expected).equals(untyped(Fields.ofJson(Json.parse(actual.substring(2)))));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String untyped(String value) {
    return value.replaceAll("(^|[\\[,=])[sidbx]:", "$1");
  }

  private static String plain(String value) {
    String plain = untyped(value);
    return plain.isEmpty() ? value : plain;
  }

  private static boolean isSameNumber(String expected, String actual) {
    try {
      return expected.matches("[id]:.*")
          && Double.compare(
                  Double.parseDouble(expected.substring(2)), Double.parseDouble(plain(actual)))
              == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String wrong(String name, String expected, String actual) {
    return "WRONG " + name + ": '" + cut(actual) + "' for '" + cut(expected) + "'";
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  int found() {
    return found;
  }

  int fields() {
    return fields;
  }

  int equal() {
    return equal;
  }

  /** How many fields differ in which way. */
  SortedMap<String, Integer> differences() {
    return differences;
  }
}
