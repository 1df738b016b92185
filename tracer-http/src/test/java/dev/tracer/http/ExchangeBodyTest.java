// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Tls;
import dev.tracer.http.kit.Waiting;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of the JDK's server: who replaces them, who ends them, and which lack their end. */
class ExchangeBodyTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("server").processor(spans).build();
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(0);
    tracer.close();
    spans.assertNoMore();
  }

  private HttpContext serve(boolean tls, HttpHandler handler) throws IOException {
    if (tls) {
      HttpsServer https = HttpsServer.create(JdkPeer.loopback(), 0);
      https.setHttpsConfigurator(new HttpsConfigurator(Tls.context()));
      server = https;
    } else {
      server = HttpServer.create(JdkPeer.loopback(), 0);
    }
    HttpContext context = server.createContext("/a", handler);
    JdkServerTracing.of(HttpTracing.of(tracer)).addTo(context);
    server.start();
    return context;
  }

  /** With POST, which the client does not repeat by itself. */
  private CompletableFuture<HttpResponse<String>> post() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    URI uri = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/a");
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("in")).build();
    HttpClient client = HttpClient.newBuilder().sslContext(Tls.context()).build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static Object errorType(SpanData span) {
    return span.attributes().get("error.type");
  }

  /** Makes the body's letters large. */
  private static final class Upper extends FilterOutputStream {
    Upper(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(Character.toUpperCase(b));
    }
  }

  private static Filter behind(HttpHandler before) {
    return Filter.beforeHandler(
        "behind ours",
        exchange -> {
          try {
            before.handle(exchange);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bodyThatAFilterWrapped_isTheHandlers(boolean tls) throws Exception {
    HttpHandler hello =
        exchange -> {
          assertThat(exchange.getResponseBody()).isInstanceOf(Upper.class);
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(US_ASCII));
          exchange.getResponseBody().close();
        };
    HttpContext context = serve(tls, hello);
    context.getFilters().add(behind(e -> e.setStreams(null, new Upper(e.getResponseBody()))));
    assertThat(post().get().body()).isEqualTo("HELLO");

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestBodyThatAFilterSet_isTheHandlers(boolean tls) throws Exception {
    HttpContext context =
        serve(
            tls,
            exchange -> {
              byte[] in = exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, in.length);
              exchange.getResponseBody().write(in);
              exchange.close();
            });
    context
        .getFilters()
        .add(
            behind(
                e -> {
                  e.getResponseBody();
                  e.getRequestBody().readAllBytes();
                  e.setStreams(new ByteArrayInputStream("own".getBytes(US_ASCII)), null);
                }));
    assertThat(post().get().body()).isEqualTo("own");

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void exchangeClosedBeforeTheBodysEnd_isAnError() throws Exception {
    serve(
        false,
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write("tiny".getBytes(US_ASCII));
          exchange.close();
        });
    assertThatThrownBy(() -> post().get()).hasCauseInstanceOf(IOException.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(errorType(span)).isEqualTo("incomplete");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void exchangeClosedWithoutAHead_isAnError() throws Exception {
    serve(false, HttpExchange::close);
    assertThatThrownBy(() -> post().get()).hasCauseInstanceOf(IOException.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(errorType(span)).isEqualTo("unanswered");
    assertThat(span.attributes().get("http.response.status_code")).isNull();
  }

  /** What is written fits into the server's buffer, so that the flush is what fails. */
  @Test
  void eventsThatNobodyReadsAnyMore_areAnError() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    serve(
        false,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          begun.countDown();
          try {
            while (true) {
              body.write("data: 1\n\n".getBytes(US_ASCII));
              body.flush();
            }
          } catch (IOException e) {
            exchange.close(); // nobody looks at the page any more: a handler's usual end
          }
        });
    try (Socket page =
        new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
      page.getOutputStream().write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      Waiting.await(begun, "the head of the response");
      page.setSoLinger(true, 0);
    }

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.events()).extracting(EventData::name).containsExactly("exception");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void wholeBodyThatNobodyCloses_endsSpan() throws Exception {
    serve(
        false,
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(US_ASCII));
          exchange.getResponseBody().flush(); // JDK 25 sends it no sooner
        });
    assertThat(post().get().body()).isEqualTo("ok");

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  /** The client has the head before the other thread goes on, so the handler has returned long. */
  @Test
  void bodyWrittenByAnotherThread_endsSpanWhenClosed() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    HttpContext context =
        serve(
            false,
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              Thread other = new Thread(() -> write(exchange, mayWrite));
              other.setDaemon(true);
              other.start();
            });
    context.getFilters().add(0, Filter.afterHandler("tells", e -> returned.countDown()));
    CompletableFuture<HttpResponse<String>> response = post();
    Waiting.await(returned, "the handler's return");
    spans.assertNoMore();
    mayWrite.countDown();

    assertThat(response.get().body()).isEqualTo("late");
    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  private static void write(HttpExchange exchange, CountDownLatch mayWrite) {
    Waiting.await(mayWrite, "the go-ahead");
    try (OutputStream body = exchange.getResponseBody()) {
      body.write("late".getBytes(US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
