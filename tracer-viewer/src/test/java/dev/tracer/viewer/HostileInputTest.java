// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred megabytes of JSON made to hurt. */
class HostileInputTest {
  private static final int SIZE = Exchange.MAX_BODY - 1000;

  @Test
  void hundredMegabytes_keepMemoryBounded() throws IOException {
    long max = 8 << 20;
    try (Viewer viewer = Viewer.builder().maxBytes(max).start()) {
      Client client = new Client(viewer.uri());
      List<String> bodies =
          List.of(
              "{\"resourceSpans\":[" + "[".repeat(SIZE),
              "{\"x\":[" + "{},".repeat(SIZE / 3) + "{}]}",
              "{\"x\":\"" + "\\u0041".repeat(SIZE / 6) + "\"}",
              spans("{\"traceId\":\"" + Requests.TRACE + "\",\"spanId\":\"%016x\"}", 60),
              spans("{}", 2),
              spans("{\"events\":[{},{},{},{}],\"links\":[{},{}]}", 44),
              Requests.of("x", "{\"attributes\":[" + "{\"key\":\"\"},".repeat(SIZE / 11) + "{}]}"));
      long sent = 0;
      for (String body : bodies) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        sent += bytes.length;
        int status = client.post("/v1/traces", "application/json", bytes).status();
        assertThat(status).isIn(200, 400);
      }
      assertThat(sent).isGreaterThan(100_000_000);
      String status = client.get("/api/status").text();
      assertThat(number(status, "bytes")).isLessThanOrEqualTo(max);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      bodies = List.of();
      assertThat(runtime.totalMemory() - runtime.freeMemory()).isLessThan(200L << 20);
    }
  }

  @Test
  void bodyThatIsTooLarge_isReadToItsEndAndRefused() throws IOException {
    try (Viewer viewer = Viewer.start()) {
      Client client = new Client(viewer.uri());
      byte[] body = "[".repeat(40 << 20).getBytes(StandardCharsets.US_ASCII);
      assertThat(client.post("/v1/traces", "application/json", body).status()).isEqualTo(413);
      assertThat(client.get("/api/status").text()).contains("\"bytes\":0");
    }
  }

  private static String spans(String span, int length) {
    StringBuilder spans = new StringBuilder(SIZE);
    for (int i = 1; spans.length() < SIZE - length - 300; i++) {
      spans
          .append(spans.length() == 0 ? "" : ",")
          .append(span.contains("%") ? span.formatted(i) : span);
    }
    return Requests.of("hostile", spans.toString());
  }

  private static long number(String json, String name) {
    int at = json.indexOf("\"" + name + "\":") + name.length() + 3;
    return Long.parseLong(json.substring(at, json.indexOf(',', at)));
  }
}
