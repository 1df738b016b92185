// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.DropReason;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.internal.JsonReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayExporterTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** An API that answers so. */
  private static HttpServer api(HttpHandler answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/TraceSegments", answer);
    server.start();
    return server;
  }

  /** A tracer that exports to it when it is flushed, however long that takes. */
  private static Tracer tracer(HttpServer api) {
    String url = "http://127.0.0.1:" + api.getAddress().getPort();
    XRayExporter exporter =
        XRayExporter.builder()
            .api(url, "eu-central-1", () -> new AwsCredentials("AKID", "secret", null))
            .timeout(LONG)
            .build();
    return Tracer.builder("shop")
        .processor(
            BatchProcessor.builder(exporter)
                .scheduleDelay(Duration.ofHours(1))
                .exportTimeout(LONG)
                .build())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, https://xray.eu-central-1.amazonaws.com/TraceSegments",
    "us-gov-west-1, https://xray.us-gov-west-1.amazonaws.com/TraceSegments",
    "cn-north-1, https://xray.cn-north-1.amazonaws.com.cn/TraceSegments",
  })
  void api_isThatOfTheRegion(String region, String url) {
    XRayExporter exporter =
        XRayExporter.builder().api(region, () -> new AwsCredentials("id", "secret", null)).build();

    assertThat(exporter.destination()).isEqualTo(url);
  }

  @Test
  void indexed_namesMayRepeatAndAreNotNull() {
    XRayExporterBuilder builder = XRayExporter.builder().indexed("tenant", "user", "tenant");

    assertThatNullPointerException()
        .isThrownBy(() -> builder.indexed("tenant", null))
        .withMessage("names");
  }

  @Test
  void daemon_getsADatagramForEachSpan() throws Exception {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(150_000);
      Tracer tracer =
          Tracer.builder("shop")
              .idGenerator(XRayIds.create())
              .exporter(
                  XRayExporter.builder()
                      .daemonAddress("tcp:127.0.0.1:1 udp:127.0.0.1:" + daemon.getLocalPort())
                      .build())
              .build();
      tracer.run("outer", outer -> tracer.run("inner", inner -> {}));
      tracer.flush(LONG);

      Map<String, Map<?, ?>> documents = new TreeMap<>();
      for (int i = 0; i < 2; i++) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        daemon.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        String[] lines = text.split("\n", -1);
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).isEqualTo("{\"format\":\"json\",\"version\":1}");
        Map<?, ?> document = (Map<?, ?>) JsonReader.parse(lines[1]);
        documents.put((String) document.get("name"), document);
      }
      assertThat(documents.keySet()).containsExactly("inner", "shop");
      assertThat(documents.get("inner").get("parent_id"))
          .isEqualTo(documents.get("shop").get("id"));
      assertThat(tracer.stats().exported()).isEqualTo(2);
      tracer.close(LONG);
    }
  }

  @Test
  void daemon_thatIsNotThere_isNoticedByTheNextDatagram() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      taken.connect(taken.getLocalSocketAddress()); // hears itself alone; nobody else gets the port
      String address = "127.0.0.1:" + taken.getLocalPort();
      Tracer tracer =
          Tracer.builder("shop")
              .exporter(XRayExporter.builder().daemonAddress(address).build())
              .build();
      for (int i = 0; i < 5; i++) {
        tracer.startSpan("lost").end();
        tracer.flush(LONG);
      }
      TracerStats.Exporter stats = tracer.stats().exporters().get(0);

      assertThat(stats.exported() + stats.droppedTotal()).isEqualTo(5);
      assertThat(stats.exported()).isLessThan(5);
      assertThat(stats.lastError()).contains("no X-Ray daemon listens there");
      tracer.close(LONG);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, message, The security token included in the request is expired",
    "400, Message, A segment is malformed",
  })
  void api_refusesTheRequest_saysWhy(int status, String name, String why) throws Exception {
    HttpServer server =
        api(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              byte[] answer =
                  ("{\"" + name + "\":\"" + why + "\"}").getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(status, answer.length);
              exchange.getResponseBody().write(answer);
              exchange.close();
            });
    try {
      Tracer tracer = tracer(server);
      tracer.spanBuilder("span").kind(SpanKind.SERVER).start().end();
      tracer.flush(LONG);

      TracerStats.Exporter stats = tracer.stats().exporters().get(0);
      assertThat(stats.dropped()).containsEntry(DropReason.EXPORT_FAILED, 1L);
      assertThat(stats.lastError()).contains("HTTP status " + status, why);
      tracer.close(LONG);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void api_getsSignedDocumentsAndRefusalsAreCounted() throws Exception {
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        api(
            exchange -> {
              bodies.add(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
              byte[] answer =
                  ("{\"UnprocessedTraceSegments\":[{\"Id\":\"1\",\"ErrorCode\":\"ParseError\","
                          + "\"Message\":\"too old\"}]}")
                      .getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
              exchange.close();
            });
    try {
      Tracer tracer = tracer(server);
      for (int i = 0; i < 60; i++) {
        tracer.spanBuilder("span").kind(SpanKind.SERVER).start().end();
      }
      tracer.flush(LONG);

      assertThat(bodies).hasSize(2); // 50 documents at most
      Map<?, ?> body = (Map<?, ?>) JsonReader.parse(bodies.get(0));
      List<?> documents = (List<?>) body.get("TraceSegmentDocuments");
      assertThat(documents).hasSize(50);
      assertThat((Map<?, ?>) JsonReader.parse((String) documents.get(0)))
          .extracting(document -> document.get("name"))
          .isEqualTo("shop");
      assertThat(authorizations.get(0)).contains("/eu-central-1/xray/aws4_request");
      assertThat(tracer.stats().exported()).isEqualTo(58);
      assertThat(tracer.stats().exporters().get(0).dropped().get(DropReason.REJECTED)).isEqualTo(2);
      assertThat(tracer.stats().exporters().get(0).lastError()).contains("too old");
      tracer.close(LONG);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:2000, 127.0.0.1, 2000",
    "xray-daemon:3000, xray-daemon, 3000",
    "tcp:10.0.0.1:1 udp:10.0.0.2:2, 10.0.0.2, 2",
    "udp:10.0.0.2:2 tcp:10.0.0.1:1, 10.0.0.2, 2",
  })
  void address_isReadInBothForms(String text, String host, int port) {
    InetSocketAddress address = DaemonAddress.parse(text);

    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":2000", "host:0", "host:70000", "host:x", "tcp:host:2000"})
  void address_thatIsNone_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> XRayExporter.builder().daemonAddress(text).build())
        .withMessageContaining("X-Ray daemon");
  }
}
