// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.zipkin.ZipkinExporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The server of Zipkin, with its storage in memory. */
final class Zipkin implements Backend {
  private Programs programs;
  private String url;

  @Override
  public String name() {
    return "zipkin";
  }

  @Override
  public String title() {
    return "Zipkin";
  }

  @Override
  public void start(Programs programs) throws IOException, InterruptedException {
    this.programs = programs;
    int port = Programs.freePort();
    this.url = "http://127.0.0.1:" + port;
    programs.start(
        name(),
        URI.create(url + "/health"),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            home().resolve("zipkin.jar").toString(),
            "--armeria.ports[0].port=" + port,
            "--armeria.ports[0].ip=127.0.0.1",
            "--armeria.ports[0].protocols[0]=http"));
  }

  @Override
  public List<Format> formats() {
    return List.of(
        new Format(
            "Zipkin JSON",
            () -> ZipkinExporter.builder().endpoint(url + "/api/v2/spans").build(),
            false,
            Set.of(
                "times in µs",
                "values as text",
                "lists as JSON text",
                "no links",
                "no resource",
                "no trace state",
                "names in lower case")));
  }

  @Override
  public Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException {
    return Programs.await(
        () -> {
          Map<String, Fields> found = new TreeMap<>();
          for (String id : traceIds) {
            var answer = programs.get(URI.create(url + "/api/v2/trace/" + id));
            if (answer.statusCode() == 200) {
              ZipkinAnswer.read(Json.parse(answer.body()), found);
            }
          }
          return found;
        },
        found -> found.size() == spans);
  }
}
