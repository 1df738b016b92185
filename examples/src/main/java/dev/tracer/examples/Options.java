// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of an example: {@code --name value} pairs, {@code --ci} and other flags. */
public final class Options {
  private final String example;
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Reads them; {@code flags} are options without a value. */
  public Options(String example, String[] args, String... flags) {
    this.example = example;
    List<String> known = List.of(flags);
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--ci")) {
        values.put("ci", "true");
      } else if (args[i].startsWith("--") && known.contains(args[i].substring(2))) {
        values.put(args[i].substring(2), "true");
      } else if (args[i].startsWith("--") && i + 1 < args.length) {
        values.put(args[i].substring(2), args[++i]);
      } else {
        throw fail("unexpected argument: " + args[i]);
      }
    }
    values.putIfAbsent("ci", "false");
  }

  /** Whether nobody is watching: run to the end without waiting for anybody. */
  public boolean ci() {
    return flag("ci");
  }

  /** Whether a flag is set. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(values.remove(name));
  }

  /** The value of an option. */
  public String value(String name, String fallback) {
    String value = values.remove(name);
    return value == null ? fallback : value;
  }

  /** To be called when all options were asked for: complains of the others. */
  public void done() {
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
