// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that begin a request and say no more, as one does that a debugger has stopped. */
class StalledSendersTest {
  private static final String ONE = Requests.of("shop", Requests.span(1, 0, "checkout", 0, 20));

  private final List<Socket> stalled = new ArrayList<>();
  private Viewer viewer = Viewer.start();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : stalled) {
      socket.close();
    }
    viewer.close();
  }

  private Socket stall(String request) throws IOException {
    Socket socket = new Socket("127.0.0.1", viewer.uri().getPort());
    stalled.add(socket);
    String text =
        request
            .replace("|", "\r\n")
            .replace("HEADERS", "Content-Type: application/json\r\nHost: localhost");
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void stall(String path, int senders) throws IOException {
    for (int i = 0; i < senders; i++) {
      stall("POST " + path + " HTTP/1.1|HEADERS|Content-Length: 1000||{");
    }
  }

  private void assertServes() throws IOException {
    Client client = new Client(viewer.uri());
    assertThat(client.get("/").status()).isEqualTo(200);
    assertThat(client.postJson("/v1/traces", ONE).status()).isEqualTo(200);
    assertThat(client.get("/api/status").text()).contains("\"spans\":1");
  }

  @Test
  void two_doNotStopReceiving() throws IOException {
    stall("/v1/traces", 2);
    assertServes();
  }

  @Test
  void moreThanThreads_stopNeitherPagesNorReceiving() throws IOException {
    stall("/v1/traces", 40);
    stall("/mcp", 40);
    stall("/nothing", 10);
    for (int i = 0; i < 40; i++) {
      stall("GET / HTTP/1.1|HEADERS|Content-Length: 1000||{");
    }
    assertServes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/traces HTTP/1.1|HEADERS|Content-Length: 1000||{",
        "POST /v1/traces HTTP/1.1|HEADERS|Content-Encoding: gzip|Content-Length: 1000||{",
        "POST /v1/traces HTTP/1.1|HEADERS|Transfer-Encoding: chunked||5|{",
        "POST /v1/logs HTTP/1.1|Content-Type: text/plain|Host: evil.example|Content-Length: 1000||{",
        "GET / HTTP/1.1|HEADERS|Content-Length: 1000||{",
        "POST /v1/tra",
      })
  void connection_isClosedAfterAWhile(String request) throws IOException {
    viewer.close();
    ViewerBuilder builder = Viewer.builder();
    builder.readMillis = 50;
    viewer = builder.start();
    Socket socket = stall(request);
    socket.setSoTimeout(300_000);
    assertThat(isClosed(socket)).isTrue();
    assertServesInTheEnd();
  }

  /** Whoever is not fast enough is cut off as well, and tries again. */
  private void assertServesInTheEnd() throws IOException {
    Client client = new Client(viewer.uri());
    int status = 0;
    for (int tries = 0; tries < 1000 && status != 200; tries++) {
      status = client.postJson("/v1/traces", ONE).status();
    }
    assertThat(status).isEqualTo(200);
  }

  /** Reads to the end, which the other side makes, whether there is an answer before or not. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  @Test
  void bodiesOfAll_areBoundedTogether() throws Exception {
    BodyReader reader = new BodyReader(new ReadWatch(60_000), 3 * BodyReader.PIECE, 0);
    Body first = reader.read(input(2 * BodyReader.PIECE - 1), false);
    assertThatThrownBy(() -> reader.read(input(BodyReader.PIECE + 1), false))
        .isInstanceOf(HttpError.class)
        .hasMessage("busy");
    try (Body small = reader.read(input(BodyReader.PIECE - 1), false)) {
      assertThat(small.bytes()).hasSize(BodyReader.PIECE - 1).containsOnly('x');
    }
    assertThat(first.bytes()).hasSize(2 * BodyReader.PIECE - 1).containsOnly('x');
    first.close();
    reader.read(input(3 * BodyReader.PIECE - 1), false).close();
  }

  private static ByteArrayInputStream input(int bytes) {
    return new ByteArrayInputStream("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
  }
}
