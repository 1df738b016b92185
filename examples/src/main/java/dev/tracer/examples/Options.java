// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import java.util.LinkedHashMap;
import java.util.Map;

/** The options of an example: {@code --name value} pairs, and {@code --ci}. */
final class Options {
  private final String example;
  private final Map<String, String> values = new LinkedHashMap<>();

  Options(String example, String[] args) {
    this.example = example;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--ci")) {
        values.put("ci", "true");
      } else if (args[i].startsWith("--") && i + 1 < args.length) {
        values.put(args[i].substring(2), args[++i]);
      } else {
        throw fail("unexpected argument: " + args[i]);
      }
    }
    values.putIfAbsent("ci", "false");
  }

  /** Whether nobody is watching: run to the end without waiting for anybody. */
  boolean ci() {
    return Boolean.parseBoolean(values.remove("ci"));
  }

  /** The value of an option. */
  String value(String name, String fallback) {
    String value = values.remove(name);
    return value == null ? fallback : value;
  }

  /** To be called when all options were asked for: complains of the others. */
  void done() {
    values.remove("ci");
    if (!values.isEmpty()) {
      throw fail("unknown option: --" + values.keySet().iterator().next());
    }
  }

  private IllegalArgumentException fail(String message) {
    System.err.println("examples/run " + example + ": " + message);
    System.exit(2);
    return new IllegalArgumentException(message);
  }
}
