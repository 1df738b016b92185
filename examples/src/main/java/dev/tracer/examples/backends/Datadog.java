// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Datadog's test agent, which takes OTLP as their agent does and shows what it got. */
final class Datadog implements Backend {
  private Programs programs;
  private String url;

  @Override
  public String name() {
    return "datadog";
  }

  @Override
  public String title() {
    return "Datadog test agent";
  }

  @Override
  public void start(Programs programs) throws IOException, InterruptedException {
    this.programs = programs;
    int agent = Programs.freePort();
    int port = Programs.freePort();
    this.url = "http://127.0.0.1:" + port;
    programs.start(
        name(),
        URI.create("http://127.0.0.1:" + agent + "/info"),
        List.of(
            home().resolve("venv/bin/ddapm-test-agent").toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(agent),
            "--otlp-http-port",
            Integer.toString(port),
            "--otlp-grpc-port",
            Integer.toString(Programs.freePort()),
            "--disable-llmobs-data-forwarding"));
  }

  @Override
  public List<Format> formats() {
    return List.of(Format.otlpJson(url), Format.otlpProtobuf(url));
  }

  @Override
  public Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException {
    return Programs.await(
        () -> {
          Map<String, Fields> found = new TreeMap<>();
          Object answer = Json.parse(programs.get(URI.create(url + "/test/session/traces")).body());
          for (Object request : answer instanceof List<?> list ? list : List.of()) {
            OtlpAnswer.read(camelCase(request), found);
          }
          found.values().removeIf(span -> !traceIds.contains(span.values().get("trace")));
          return found;
        },
        found -> found.size() == spans);
  }

  /**
   * What came as protobuf it shows with the names of the .proto file, {@code span_id} for example.
   */
  private static Object camelCase(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Datadog::camelCase).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new TreeMap<>();
      map.forEach((name, member) -> members.put(camelCase(name.toString()), camelCase(member)));
      return members;
    }
    return value;
  }

  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      boolean upper = i > 0 && name.charAt(i - 1) == '_';
      char c = name.charAt(i);
      text.append(c == '_' ? "" : upper ? Character.toUpperCase(c) : c);
    }
    return text.toString();
  }
}
