// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Tracer;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.viewer.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Prints the traces of a file of OTLP-JSON lines as waterfalls: what {@code OtlpExporter.file}, the
 * Collector's file exporter or {@code tracer-viewer --append} has written. Without a file it shows
 * one that it writes itself.
 */
public final class View {
  private View() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    boolean given = args.length > 0 && !args[0].startsWith("--");
    Options options =
        new Options(
            "view", given ? List.of(args).subList(1, args.length).toArray(String[]::new) : args);
    String query = options.value("query", "order=asc&limit=10000");
    options.done();
    Path file = given ? path(args[0], options) : sample();
    try (Viewer viewer = Viewer.start()) {
      int bad = open(viewer, file, options);
      List<String> traces = find(viewer, query, options);
      for (String trace : traces) {
        WaterfallExporter waterfall = WaterfallExporter.create();
        waterfall.export(viewer.spans(trace));
        waterfall.close(Duration.ofSeconds(5));
        System.out.println();
      }
      System.out.println(
          traces.size()
              + (traces.size() == 1 ? " trace in " : " traces in ")
              + file
              + (bad == 0
                  ? ""
                  : ", "
                      + bad
                      + (bad == 1 ? " line is" : " lines are")
                      + " no OTLP-JSON, which has one object a line"));
      if (traces.isEmpty()) {
        System.exit(1);
      }
    }
  }

  private static Path path(String text, Options options) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw options.fail("no such file: " + text);
    }
  }

  private static int open(Viewer viewer, Path file, Options options) {
    try {
      return viewer.open(file);
    } catch (NoSuchFileException e) {
      throw options.fail("no such file: " + file);
    } catch (IOException e) {
      throw options.fail(file + " cannot be read: " + e.getMessage());
    }
  }

  private static List<String> find(Viewer viewer, String query, Options options) {
    try {
      return viewer.find(query);
    } catch (IllegalArgumentException e) {
      throw options.fail("--query: " + e.getMessage());
    }
  }

  private static Path sample() throws IOException {
    Path file = Files.createTempFile("tracer-view", ".jsonl");
    file.toFile().deleteOnExit();
    try (Tracer tracer = Tracer.builder("sample").exporter(OtlpExporter.file(file)).build()) {
      tracer.run("read", outer -> tracer.run("parse", inner -> inner.event("end of file")));
    }
    return file;
  }
}
