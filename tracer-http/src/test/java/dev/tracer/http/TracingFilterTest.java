// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TracingFilterTest {
  private static final HttpHandler NO_CONTENT =
      exchange -> {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      };

  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("server").processor(spans).build();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(JdkPeer.loopback(), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    tracer.close();
    spans.assertNoMore();
  }

  private HttpContext context(String path, HttpHandler handler) {
    HttpContext context = server.createContext(path, handler);
    context.getFilters().add(HttpTracing.of(tracer).filter());
    return context;
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  /** What the client does not repeat by itself, as it does a GET that fails. */
  private void post(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
  }

  @ParameterizedTest
  @CsvSource({
    "/orders, /orders, GET /orders",
    "/orders, /orders/7, GET /orders/*",
    "/orders/, /orders/7, GET /orders/*",
    "/, /, GET /",
    "/, /orders/7, GET"
  })
  void pathOfContext_isRoute(String context, String path, String name) throws Exception {
    context(context, NO_CONTENT);
    get(path);

    assertThat(spans.take().name()).isEqualTo(name);
  }

  @Test
  void routeWithoutExchange_isThatOfCurrentRequest() throws Exception {
    context(
        "/",
        exchange -> {
          HttpTracing.route("/orders/{id}");
          NO_CONTENT.handle(exchange);
        });
    get("/orders/7");

    assertThat(spans.take().name()).isEqualTo("GET /orders/{id}");
  }

  @Test
  void route_outsideRequest_doesNothing() {
    HttpTracing.route("/orders/{id}");
    HttpTracing.route(null, "/orders/{id}");
    assertThat(spans).isNotNull();
  }

  @Test
  void contextWithAuthenticator_works() throws Exception {
    context(
            "/",
            exchange -> {
              HttpTracing.route(exchange, "/" + exchange.getPrincipal().getUsername());
              NO_CONTENT.handle(exchange);
            })
        .setAuthenticator(
            new BasicAuthenticator("realm") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("u") && password.equals("p");
              }
            });
    assertThat(get("/").statusCode()).isEqualTo(401);
    assertThat(get("/", "Authorization", "Basic dTpw").statusCode()).isEqualTo(204);

    SpanData refused = spans.take();
    assertThat(refused.attributes().get("http.response.status_code")).isEqualTo(401L);
    SpanData served = spans.take();
    assertThat(served.name()).isEqualTo("GET /u");
    assertThat(served.attributes().toString()).doesNotContain("dTpw");
  }

  @Test
  void exceptionAfterHeaders_keepsStatus() throws Exception {
    context(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          throw new IOException("body");
        });
    try {
      post("/a");
    } catch (IOException e) {
      // the body never came
    }
    SpanData span = spans.take();
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
    assertThat(span.attributes().get("error.type")).isEqualTo("java.io.IOException");
  }

  @Test
  void exchangeClosedWithoutAnswer_endsSpan() throws Exception {
    context("/a", com.sun.net.httpserver.HttpExchange::close);
    try {
      post("/a");
    } catch (IOException e) {
      // there is no answer
    }
    SpanData span = spans.take();
    assertThat(span.attributes().get("http.response.status_code")).isNull();
  }
}
