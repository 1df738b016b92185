// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingWebSocketBuilderTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("caller").processor(spans).build();
  private final HttpClient client = HttpTracing.of(tracer).client(HttpClient.newHttpClient());
  private final WebSocket.Listener listener = new WebSocket.Listener() {};
  private final BlockingQueue<List<String>> handshakes = new LinkedBlockingQueue<>();
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    tracer.close();
    spans.assertNoMore();
  }

  /** Opening handshakes only (RFC 6455, 4.2.2); /refuse gets 403. */
  private void serve() {
    List<Socket> open = new ArrayList<>();
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
          lines.add(line);
        }
        handshakes.add(lines);
        socket.getOutputStream().write(answer(lines).getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static String answer(List<String> lines) {
    if (lines.get(0).contains("/refuse")) {
      return "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    }
    String key = values(lines, "sec-websocket-key").get(0);
    String protocol =
        values(lines, "sec-websocket-protocol").isEmpty() ? "" : "Sec-WebSocket-Protocol: v2\r\n";
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + protocol
        + "Sec-WebSocket-Accept: "
        + accept(key)
        + "\r\n\r\n";
  }

  private static String accept(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> values(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  private URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort() + path);
  }

  @Test
  void handshake_hasClientSpanAndCarriesIt() {
    WebSocket socket = client.newWebSocketBuilder().buildAsync(uri("/a"), listener).join();
    socket.abort();

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attributes().get("url.full")).isEqualTo(uri("/a").toString());
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(101L);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(values(Waiting.poll(handshakes, "a handshake"), "traceparent"))
        .hasSize(1)
        .allMatch(header -> header.contains(span.context().spanId()));
  }

  @Test
  void builder_canBeUsedAgainAndKeepsItsSettings() {
    WebSocket.Builder builder =
        client
            .newWebSocketBuilder()
            .header("x-own", "1")
            .header("traceparent", "stale")
            .subprotocols("v1", "v2")
            .connectTimeout(Duration.ofSeconds(150));
    for (int i = 0; i < 2; i++) {
      WebSocket socket = builder.buildAsync(uri("/a"), listener).join();
      assertThat(socket.getSubprotocol()).isEqualTo("v2");
      socket.abort();
      List<String> lines = Waiting.poll(handshakes, "a handshake");
      SpanData span = spans.take();
      assertThat(values(lines, "x-own")).containsExactly("1");
      assertThat(values(lines, "traceparent"))
          .hasSize(1)
          .allMatch(header -> header.contains(span.context().traceId()));
      assertThat(values(lines, "sec-websocket-protocol").get(0)).contains("v1").contains("v2");
    }
  }

  @Test
  void refusedHandshake_isErrorAndPassesOn() {
    assertThatThrownBy(
            () -> client.newWebSocketBuilder().buildAsync(uri("/refuse"), listener).join())
        .hasCauseInstanceOf(java.net.http.WebSocketHandshakeException.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(403L);
    assertThat(span.attributes().get("error.type")).isEqualTo("403");
  }

  @Test
  void chainedStage_runsInCallersContext() throws Exception {
    Span caller = tracer.startSpan("caller");
    String seen;
    try (Scope scope = caller.makeCurrent()) {
      seen =
          client
              .newWebSocketBuilder()
              .buildAsync(uri("/a"), listener)
              .thenApply(
                  socket -> {
                    socket.abort();
                    return Span.current().spanId();
                  })
              .get();
    }
    caller.end();
    assertThat(seen).isEqualTo(caller.spanId());
    spans.take(2);
  }

  @Test
  void nullArguments_areRefused() {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    assertThatThrownBy(() -> builder.buildAsync(null, listener))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.header(null, "x")).isInstanceOf(NullPointerException.class);
  }

  /** A builder that only remembers what it was told. */
  private static final class Remembering implements WebSocket.Builder {
    private final List<String> told;

    Remembering(List<String> told) {
      this.told = told;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      told.add(timeout.toString());
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
      return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
      told.add("build");
      return CompletableFuture.failedFuture(new IOException("no network"));
    }
  }

  @Test
  void connectTimeout_isThatOfTheSocketThatIsMade() {
    List<List<String>> builders = new ArrayList<>();
    HttpClient delegate =
        new AnsweringClient() {
          @Override
          public WebSocket.Builder newWebSocketBuilder() {
            builders.add(new ArrayList<>());
            return new Remembering(builders.get(builders.size() - 1));
          }
        };
    CompletableFuture<WebSocket> socket =
        HttpTracing.of(tracer)
            .client(delegate)
            .newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(uri("/a"), listener);

    assertThat(socket).isCompletedExceptionally();
    assertThat(builders).contains(List.of("PT5S", "build"));
    assertThat(spans.take().attributes().get("error.type")).isEqualTo("java.io.IOException");
  }

  @Test
  void ownHeaders_canBeRecorded() {
    HttpTracing.builder(tracer)
        .requestHeaders("x-own")
        .build()
        .client(HttpClient.newHttpClient())
        .newWebSocketBuilder()
        .header("X-Own", "1")
        .buildAsync(uri("/a"), listener)
        .join()
        .abort();

    assertThat(spans.take().attributes().get("http.request.header.x-own")).isEqualTo(List.of("1"));
  }

  @Test
  void builderThatGivesNoFuture_endsItsSpan() {
    WebSocket.Builder stub =
        (WebSocket.Builder)
            Proxy.newProxyInstance(
                WebSocket.Builder.class.getClassLoader(),
                new Class<?>[] {WebSocket.Builder.class},
                (proxy, method, arguments) -> method.getName().equals("buildAsync") ? null : proxy);
    HttpClient odd =
        HttpTracing.of(tracer)
            .client(
                new AnsweringClient() {
                  @Override
                  public WebSocket.Builder newWebSocketBuilder() {
                    return stub;
                  }
                });
    URI uri = URI.create("ws://shop.test/");
    assertThat(odd.newWebSocketBuilder().buildAsync(uri, listener)).isNull();

    assertThat(spans.take().attributes().get("http.response.status_code")).isNull();
  }
}
