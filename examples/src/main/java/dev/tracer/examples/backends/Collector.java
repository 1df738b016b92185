// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.zipkin.ZipkinExporter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** OpenTelemetry's Collector, which writes what it receives into a file. */
final class Collector implements Backend {
  private String url;
  private String zipkinUrl;
  private Path file;

  @Override
  public String name() {
    return "collector";
  }

  @Override
  public String title() {
    return "OpenTelemetry Collector";
  }

  @Override
  public void start(Programs programs) throws IOException, InterruptedException {
    int port = Programs.freePort();
    int zipkin = Programs.freePort();
    int health = Programs.freePort();
    this.url = "http://127.0.0.1:" + port;
    this.zipkinUrl = "http://127.0.0.1:" + zipkin + "/api/v2/spans";
    this.file = programs.folder().resolve("collector.jsonl");
    Path configuration =
        Files.writeString(
            programs.folder().resolve("collector.yaml"),
            """
            receivers:
              otlp: {protocols: {http: {endpoint: "127.0.0.1:%s"}}}
              zipkin: {endpoint: "127.0.0.1:%s"}
            exporters:
              file: {path: "%s", append: true, flush_interval: 100ms}
            extensions:
              health_check: {endpoint: "127.0.0.1:%s"}
            service:
              extensions: [health_check]
              telemetry: {metrics: {level: none}}
              pipelines: {traces: {receivers: [otlp, zipkin], exporters: [file]}}
            """
                .formatted(port, zipkin, file, health));
    programs.start(
        name(),
        URI.create("http://127.0.0.1:" + health + "/"),
        List.of(home().resolve("otelcol").toString(), "--config", configuration.toString()));
  }

  @Override
  public List<Format> formats() {
    return List.of(
        Format.otlpJson(url),
        Format.otlpProtobuf(url),
        new Format(
            "Zipkin JSON",
            () -> ZipkinExporter.builder().endpoint(zipkinUrl).build(),
            false,
            Set.of(
                "times in µs",
                "values as text",
                "lists as JSON text",
                "no links",
                "no resource",
                "no trace state",
                // what OpenTelemetry's Zipkin exporters say so, the receiver does not read
                "no events",
                "no kind",
                "no status",
                "no status message",
                "no dropped counts")));
  }

  @Override
  public Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException {
    return Programs.await(
        () -> {
          Map<String, Fields> found = new TreeMap<>();
          String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
          for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            if (!line.isEmpty()) {
              OtlpAnswer.read(Json.parse(line), found);
            }
          }
          found.values().removeIf(span -> !traceIds.contains(span.values().get("trace")));
          return found;
        },
        found -> found.size() == spans);
  }
}
