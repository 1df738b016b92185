// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.xray.AwsCredentials;
import dev.tracer.xray.XRayExporter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * moto, which answers as AWS X-Ray's API does. The daemon cannot be had, so a socket here stands in
 * for it: it hands the documents that come by UDP on to the API.
 */
final class XRay implements Backend {
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/xray/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=00";

  private static final Set<String> LIMITS =
      Set.of(
          "times in µs",
          "values as text",
          "no kind",
          "no events",
          "no links",
          "no resource",
          "no scope",
          "no trace state",
          "no dropped counts",
          "no status");

  private Programs programs;
  private String url;
  private String daemon;

  @Override
  public String name() {
    return "moto";
  }

  @Override
  public String title() {
    return "AWS X-Ray (moto)";
  }

  @Override
  public void start(Programs programs) throws IOException, InterruptedException {
    this.programs = programs;
    int port = Programs.freePort();
    this.url = "http://127.0.0.1:" + port;
    programs.start(
        name(),
        URI.create(url + "/moto-api/data.json"),
        List.of(
            home().resolve("venv/bin/moto_server").toString(),
            "-H",
            "127.0.0.1",
            "-p",
            Integer.toString(port)));
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.daemon = "127.0.0.1:" + socket.getLocalPort();
    Thread thread = new Thread(() -> forward(socket), "daemon");
    thread.setDaemon(true);
    thread.start();
  }

  /** A datagram is a line {@code {"format":"json","version":1}} and a document. */
  private void forward(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
    try {
      while (true) {
        socket.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        String document = text.substring(text.indexOf('\n') + 1);
        call("/TraceSegments", "{\"TraceSegmentDocuments\":[" + quoted(document) + "]}");
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("the stand-in for the daemon ended: " + e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String call(String path, String body) throws IOException, InterruptedException {
    var answer =
        programs.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("Authorization", AUTHORIZATION)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  @Override
  public List<Format> formats() {
    return List.of(
        new Format(
            "X-Ray API",
            () ->
                XRayExporter.builder()
                    .api(url, "us-east-1", () -> new AwsCredentials("A", "secret", null))
                    .build(),
            true,
            LIMITS),
        new Format(
            "X-Ray UDP", () -> XRayExporter.builder().daemonAddress(daemon).build(), true, LIMITS));
  }

  @Override
  public Map<String, Fields> read(List<String> traceIds, int spans)
      throws IOException, InterruptedException {
    String ids =
        traceIds.stream()
            .map(id -> "\"1-" + id.substring(0, 8) + '-' + id.substring(8) + '"')
            .collect(Collectors.joining(","));
    return Programs.await(
        () -> {
          Map<String, Fields> found = new TreeMap<>();
          Object answer = Json.parse(call("/Traces", "{\"TraceIds\":[" + ids + "]}"));
          for (Object trace : Json.list(answer, "Traces")) {
            for (Object segment : Json.list(trace, "Segments")) {
              XRayAnswer.read(Json.parse(Json.text(segment, "Document")), found);
            }
          }
          return found;
        },
        found -> found.size() == spans);
  }
}
