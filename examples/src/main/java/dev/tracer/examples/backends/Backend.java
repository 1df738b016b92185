// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.export.SpanExporter;
import dev.tracer.export.otlp.OtlpExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A system that traces can be sent to, as far as it can be started here and asked what it got. */
interface Backend {
  /**
   * A way to send to it.
   *
   * @param exporters makes one for each service
   * @param forXRay whether trace ids have to tell the time
   * @param limits in which ways it may differ, as {@link Comparison} calls them: what cannot be
   *     held
   */
  record Format(
      String name, Supplier<SpanExporter> exporters, boolean forXRay, Set<String> limits) {
    static Format otlpJson(String url, String... limits) {
      return new Format(
          "OTLP JSON",
          () -> OtlpExporter.builder().endpoint(url).protobuf(false).build(),
          false,
          Set.of(limits));
    }

    static Format otlpProtobuf(String url, String... limits) {
      return new Format(
          "OTLP protobuf",
          () -> OtlpExporter.builder().endpoint(url).protobuf(true).build(),
          false,
          Set.of(limits));
    }
  }

  /** What {@code examples/backends/install} calls it. */
  String name();

  /** What people call it. */
  String title();

  /** Starts it and waits until it is there. */
  void start(Programs programs) throws IOException, InterruptedException;

  List<Format> formats();

  /**
   * What it has of these spans, by their ids; asks until all are there or some time is over.
   *
   * @param spans how many there should be
   */
  Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException;

  /** How many spans may be missing. */
  default int unreadable() {
    return 0;
  }

  /** Where {@code examples/backends/install} puts it. */
  default Path home() {
    String given = System.getenv("TRACER_BACKENDS");
    if (given != null) {
      return Path.of(given, name());
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache != null && !cache.isEmpty()
        ? Path.of(cache, "tracer-backends", name())
        : Path.of(System.getProperty("user.home"), ".cache", "tracer-backends", name());
  }

  /** The version that is installed; null if none is. */
  default String version() {
    try {
      return Files.readString(home().resolve("version")).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
