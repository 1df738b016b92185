// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.export.send.Endpoint;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The options of an example: {@code --name value} pairs, {@code --ci} and other flags. One that is
 * wrong is told in a line, and ends the process with 2.
 */
public final class Options {
  /** No value at all, which no argument can be. */
  private static final String NO_VALUE = "\0";

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
      } else if (!args[i].startsWith("--")) {
        throw fail("unexpected argument: " + args[i]);
      } else if (i + 1 == args.length || args[i + 1].startsWith("--")) {
        values.put(args[i].substring(2), NO_VALUE);
      } else {
        values.put(args[i].substring(2), args[++i]);
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
    if (NO_VALUE.equals(value)) {
      throw fail("--" + name + " needs a value");
    }
    return value == null ? fallback : value;
  }

  /**
   * The value of an option for which {@code rule} holds, or the fallback.
   *
   * @param expected what it must be, for people
   */
  public String value(String name, String fallback, Predicate<String> rule, String expected) {
    String value = value(name, fallback);
    if (!value.equals(fallback) && !rule.test(value)) {
      throw fail("--" + name + " must be " + expected + ": " + value);
    }
    return value;
  }

  /** A whole number in [least, most], or the fallback. */
  public int number(String name, int fallback, int least, int most) {
    String text = value(name, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw fail("--" + name + " must be a number in [" + least + ", " + most + "]: " + text);
  }

  /** A URL of HTTP or HTTPS, or the fallback. */
  public String url(String name, String fallback) {
    String url = value(name, fallback);
    try {
      if (!url.equals(fallback)) {
        Endpoint.of("--" + name, url);
      }
      return url;
    } catch (IllegalArgumentException e) {
      throw fail(e.getMessage());
    }
  }

  /** A file that can be written, whether it exists or not; or the fallback, as it is. */
  public Path file(String name, String fallback) {
    String text = value(name, fallback);
    try {
      Path file = Path.of(text).toAbsolutePath();
      Path folder = file.getParent();
      boolean known = Files.exists(file);
      boolean fits = known ? Files.isRegularFile(file) && Files.isWritable(file) : isFolder(folder);
      if (fits || text.equals(fallback)) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw fail("--" + name + " must be a file that can be written: " + text);
  }

  private static boolean isFolder(Path folder) {
    return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
  }

  /** To be called when all options were asked for: complains of the others. */
  public void done() {
    values.remove("ci");
    if (!values.isEmpty()) {
      throw fail("unknown option: --" + values.keySet().iterator().next());
    }
  }

  /** Complains of an argument; does not return. */
  public IllegalArgumentException fail(String message) {
    System.err.println("examples/run " + example + ": " + message);
    System.exit(2);
    return new IllegalArgumentException(message);
  }
}
