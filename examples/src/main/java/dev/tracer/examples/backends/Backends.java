// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.examples.Options;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Sends the same order by each format to each backend that is installed, reads it back by the
 * backend's own API, and prints what differs. Fails if something differs that the backend could
 * hold.
 *
 * <p>{@code --ci} runs Zipkin alone, which needs no more than Java; {@code --all} fails if one is
 * missing; {@code --markdown} prints the table as docs/BACKENDS.md has it.
 */
public final class Backends {
  private static final List<Backend> ALL =
      List.of(new Collector(), new Jaeger(), new Zipkin(), new XRay(), new Datadog());

  /** Held, as the level goes with it. Tracers warn of what limits cut, which is tried here. */
  private static final Logger LOG = Logger.getLogger("dev.tracer");

  private final Table table =
      new Table("backend", "format", "sent", "found", "fields equal", "differs");
  private boolean failed;

  private Backends() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = new Options("backends", args, "all", "markdown");
    boolean ci = options.ci();
    boolean all = options.flag("all");
    boolean markdown = options.flag("markdown");
    List<String> names = ALL.stream().map(Backend::name).toList();
    String only = options.value("only", ci ? "zipkin" : "", names::contains, "one of " + names);
    options.done();
    LOG.setLevel(Level.SEVERE);
    Backends example = new Backends();
    try (Programs programs = new Programs()) {
      for (Backend backend : ALL) {
        if (only.isEmpty() || only.equals(backend.name())) {
          example.run(backend, programs, all);
        }
      }
    }
    List<String> lines = markdown ? example.table.markdown() : example.table.lines(columns());
    lines.forEach(System.out::println);
    System.exit(example.failed ? 1 : 0);
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[0-9]{2,4}") ? Integer.parseInt(columns) : 100;
  }

  private void run(Backend backend, Programs programs, boolean required)
      throws InterruptedException {
    String version = backend.version();
    if (version == null) {
      String hint = "not installed: examples/backends/install " + backend.name();
      table.add(backend.title(), "-", "-", "-", "-", hint);
      failed |= required;
      return;
    }
    String title = backend.title() + ' ' + version;
    System.err.println("starts " + title);
    try {
      backend.start(programs);
      for (Backend.Format format : backend.formats()) {
        send(title, backend, format);
      }
    } catch (IOException | RuntimeException e) {
      table.add(title, "-", "-", "-", "-", "WRONG: " + e);
      failed = true;
    }
  }

  private void send(String title, Backend backend, Backend.Format format)
      throws IOException, InterruptedException {
    ShopTrace.Sent sent = ShopTrace.send(format.exporters(), format.forXRay());
    Map<String, Fields> told = backend.read(sent.traceIds(), sent.spans().size());
    Comparison comparison = new Comparison(sent.fields(), told);
    Set<String> faults = new TreeSet<>(sent.errors());
    comparison.differences().keySet().stream()
        .filter(difference -> !format.limits().contains(difference))
        .forEach(faults::add);
    int missing = sent.spans().size() - comparison.found();
    failed |= !faults.isEmpty() || missing != backend.unreadable();
    table.add(
        title,
        format.name(),
        Long.toString(sent.acknowledged()),
        Integer.toString(comparison.found()),
        comparison.equal() + " of " + comparison.fields(),
        differs(sent, comparison, missing));
  }

  private static String differs(ShopTrace.Sent sent, Comparison comparison, int missing) {
    String text =
        comparison.differences().entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    if (missing > 0) {
      text += (text.isEmpty() ? "" : ", ") + missing + " span cannot be read";
    }
    if (!sent.errors().isEmpty()) {
      text += (text.isEmpty() ? "" : ", ") + "WRONG: " + sent.errors();
    }
    return text.isEmpty() ? "nothing" : text;
  }
}
