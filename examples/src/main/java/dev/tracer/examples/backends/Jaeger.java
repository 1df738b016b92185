// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Jaeger 2 with its storage in memory, asked by its API of version 3, which speaks OTLP. */
final class Jaeger implements Backend {
  private Programs programs;
  private String url;
  private String query;

  @Override
  public String name() {
    return "jaeger";
  }

  @Override
  public String title() {
    return "Jaeger";
  }

  @Override
  public void start(Programs programs) throws IOException, InterruptedException {
    this.programs = programs;
    int port = Programs.freePort();
    int queryPort = Programs.freePort();
    int health = Programs.freePort();
    this.url = "http://127.0.0.1:" + port;
    this.query = "http://127.0.0.1:" + queryPort;
    Path configuration =
        Files.writeString(
            programs.folder().resolve("jaeger.yaml"),
            """
            service:
              extensions: [jaeger_storage, jaeger_query, healthcheckv2]
              telemetry: {metrics: {level: none}}
              pipelines: {traces: {receivers: [otlp], exporters: [jaeger_storage_exporter]}}
            extensions:
              jaeger_query:
                storage: {traces: memory}
                http: {endpoint: "127.0.0.1:%s"}
                grpc: {endpoint: "127.0.0.1:%s"}
              jaeger_storage: {backends: {memory: {memory: {max_traces: 10000}}}}
              healthcheckv2: {use_v2: true, http: {endpoint: "127.0.0.1:%s"}}
            receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%s"}}}}
            exporters: {jaeger_storage_exporter: {trace_storage: memory}}
            """
                .formatted(queryPort, Programs.freePort(), health, port));
    programs.start(
        name(),
        URI.create("http://127.0.0.1:" + health + "/status"),
        List.of(home().resolve("jaeger").toString(), "--config", configuration.toString()));
  }

  @Override
  public List<Format> formats() {
    return List.of(
        Format.otlpJson(url, "times 1 ns off"), Format.otlpProtobuf(url, "times 1 ns off"));
  }

  @Override
  public Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException {
    return Programs.await(
        () -> {
          Map<String, Fields> found = new TreeMap<>();
          for (String id : traceIds) {
            var answer = programs.get(URI.create(query + "/api/v3/traces/" + id));
            if (answer.statusCode() == 200) {
              OtlpAnswer.read(Json.at(Json.parse(answer.body()), Map.of(), "result"), found);
            }
          }
          return found;
        },
        found -> found.size() >= spans - unreadable());
  }

  /** The span with a NaN: it is stored, but the answer is status 500. */
  @Override
  public int unreadable() {
    return 1;
  }
}
