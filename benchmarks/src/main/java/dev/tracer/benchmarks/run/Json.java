// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes maps, lists, texts and numbers as indented JSON, lists of numbers in one line. */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  static String write(Map<String, ?> object) {
    Json json = new Json();
    json.value(object, "\n");
    return json.text.append('\n').toString();
  }

  private void value(Object value, String newLine) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).append(newLine).append("  ");
        quoted(entry.getKey().toString());
        text.append(": ");
        value(entry.getValue(), newLine + "  ");
        separator = ",";
      }
      text.append(newLine).append('}');
    } else if (value instanceof List<?> list) {
      list(list, newLine);
    } else if (value instanceof Double number) {
      number(number);
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quoted(String.valueOf(value));
    }
  }

  private void list(List<?> list, String newLine) {
    boolean inLine = list.isEmpty() || list.get(0) instanceof Number;
    String separator = "[";
    for (Object item : list) {
      text.append(separator).append(inLine ? "" : newLine + "  ");
      value(item, newLine + "  ");
      separator = inLine ? ", " : ",";
    }
    text.append(list.isEmpty() ? "[" : "").append(inLine ? "" : newLine).append(']');
  }

  private void number(double number) {
    text.append(
        Double.isFinite(number)
            ? String.format(Locale.ROOT, "%.4g", number).contains("e")
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.2f", number)
            : "null");
  }

  private void quoted(String value) {
    text.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }
}
