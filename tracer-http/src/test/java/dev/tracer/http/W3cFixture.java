// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.http.kit.HttpServerFixture.Exchange;
import dev.tracer.http.kit.HttpServerFixture.Handler;
import dev.tracer.http.kit.HttpServerFixture.Server;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.PeerScript.Seen;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A traced server whose handler calls a peer through a traced client, and a raw socket to it. */
abstract class W3cFixture {
  static final String ID = "12345678901234567890123456789012";
  static final String PARENT = "1234567890123456";
  static final String VALID = "00-" + ID + "-" + PARENT + "-01";

  private final JdkPeer peer = JdkPeer.start();
  private final Tracer tracer = Tracer.builder("w3c").build();
  private Server server;

  abstract Server start(HttpTracing tracing, Handler handler);

  @BeforeEach
  void start() {
    HttpTracing tracing = HttpTracing.of(tracer);
    HttpClient client = tracing.client(HttpClient.newHttpClient());
    server = start(tracing, exchange -> relay(exchange, client));
  }

  @AfterEach
  void stop() {
    server.close();
    peer.close();
    tracer.close();
  }

  /** Calls the peer once for each byte of the request's body. */
  private void relay(Exchange exchange, HttpClient client) throws IOException {
    int calls = exchange.body().length;
    try {
      for (int i = 0; i < calls; i++) {
        client.send(
            HttpRequest.newBuilder(peer.uri("/status/200"))
                .POST(BodyPublishers.ofString("[]"))
                .build(),
            BodyHandlers.discarding());
      }
      exchange.answer(200, new byte[0]);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  List<Seen> callbacks(int calls, String... headerLines) {
    StringBuilder request = new StringBuilder("POST /test HTTP/1.1\r\nHost: localhost\r\n");
    request.append("Connection: close\r\nContent-Length: ").append(calls).append("\r\n");
    for (String line : headerLines) {
      request.append(line).append("\r\n");
    }
    request.append("\r\n").append("x".repeat(calls));
    URI uri = server.uri("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(150_000);
      socket.getOutputStream().write(request.toString().getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).as(String.join(" | ", headerLines)).startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      seen.add(peer.take());
    }
    return seen;
  }

  Seen callback(String... headerLines) {
    return callbacks(1, headerLines).get(0);
  }

  static String traceId(Seen seen) {
    return checked(seen)[1];
  }

  static String parentId(Seen seen) {
    return checked(seen)[2];
  }

  static String[] checked(Seen seen) {
    String header = seen.one("traceparent");
    assertThat(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
    assertThat(header).doesNotContain("-" + "0".repeat(32) + "-", "-" + "0".repeat(16) + "-");
    return header.split("-");
  }

  /** The members that went out, in order. */
  static List<String> state(Seen seen) {
    List<String> headers = seen.all("tracestate");
    assertThat(headers.size()).isLessThanOrEqualTo(1);
    return headers.isEmpty() ? List.of() : Arrays.asList(headers.get(0).split(","));
  }

  void assertContinues(String... headerLines) {
    Seen seen = callback(headerLines);
    assertThat(traceId(seen)).as(String.join(" | ", headerLines)).isEqualTo(ID);
    assertThat(parentId(seen)).isNotEqualTo(PARENT);
  }

  void assertRestarts(String... headerLines) {
    assertThat(traceId(callback(headerLines))).as(String.join(" | ", headerLines)).isNotEqualTo(ID);
  }

  List<String> stateOf(String... stateLines) {
    String[] lines = Arrays.copyOf(stateLines, stateLines.length + 1);
    lines[stateLines.length] = "traceparent: " + VALID;
    Seen seen = callback(lines);
    assertThat(traceId(seen)).as(String.join(" | ", stateLines)).isEqualTo(ID);
    return state(seen);
  }
}
