// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingFilterTest {
  private static final HttpHandler NO_CONTENT =
      exchange -> {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      };

  /** Kept, as loggers that nobody keeps forget their level. */
  private static final Logger SERVER = Logger.getLogger("com.sun.net.httpserver");

  static {
    SERVER.setLevel(Level.OFF); // it warns of lengths that it corrects, which some tests are about
  }

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
    JdkServerTracing.of(HttpTracing.of(tracer)).addTo(context);
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
    JdkServerTracing.route(null, "/orders/{id}");
    assertThat(spans).isNotNull();
  }

  @Test
  void contextWithAuthenticator_works() throws Exception {
    context(
            "/",
            exchange -> {
              JdkServerTracing.route(exchange, "/" + exchange.getPrincipal().getUsername());
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
    SpanData refused = spans.take();
    assertThat(refused.attributes().get("http.response.status_code")).isEqualTo(401L);

    assertThat(get("/", "Authorization", "Basic dTpw").statusCode()).isEqualTo(204);
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

  @ParameterizedTest
  @CsvSource({"GET, 204, -1", "GET, 200, -1", "GET, 304, 0", "HEAD, 200, 5", "GET, 204, 0"})
  void headWithoutBody_sentByAnotherThread_endsSpan(String method, int status, long length)
      throws Exception {
    context("/a", exchange -> elsewhere(() -> exchange.sendResponseHeaders(status, length)));
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/a");
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());

    assertThat(spans.take().attributes().get("http.response.status_code")).isEqualTo((long) status);
  }

  @Test
  void bodyFetchedByTheHandler_closedByAnotherThread_endsSpan() throws Exception {
    context(
        "/a",
        exchange -> {
          OutputStream body = exchange.getResponseBody();
          elsewhere(
              () -> {
                exchange.sendResponseHeaders(200, 0);
                body.write('x');
                body.close();
              });
        });
    assertThat(get("/a").body()).isEqualTo("x");

    assertThat(spans.take().attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void bodyOfGivenLength_writtenByAnotherThread_endsSpan() throws Exception {
    context(
        "/a",
        exchange ->
            elsewhere(
                () -> {
                  exchange.sendResponseHeaders(200, 2);
                  exchange.getResponseBody().write("ok".getBytes(US_ASCII));
                  exchange.getResponseBody().flush();
                }));
    assertThat(get("/a").body()).isEqualTo("ok");

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void headSentByAFilterBefore_endsSpanWithTheHandler() throws Exception {
    HttpContext context =
        context(
            "/a",
            exchange -> {
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush(); // and leaves it open
            });
    context
        .getFilters()
        .add(
            0,
            new Filter() {
              @Override
              public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                exchange.sendResponseHeaders(200, 1);
                chain.doFilter(exchange);
              }

              @Override
              public String description() {
                return "early";
              }
            });
    assertThat(get("/a").body()).isEqualTo("x");

    assertThat(spans.take().attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void connectionThatBreaks_underAnotherThread_endsSpan() throws Exception {
    context(
        "/a",
        exchange ->
            elsewhere(
                () -> {
                  exchange.sendResponseHeaders(200, 0);
                  while (true) {
                    exchange.getResponseBody().write(new byte[100_000]);
                  }
                }));
    try (Socket socket = new Socket("127.0.0.1", server.getAddress().getPort())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H'); // then hangs up amid the answer
    }

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat((String) span.attributes().get("error.type")).endsWith("IOException");
  }

  /** Both orders of the failure and of the handler's return. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void headThatCannotBeSent_byAnotherThread_isAnError(boolean afterwards) throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    HttpContext context =
        context(
            "/a",
            exchange -> {
              handling.countDown();
              try {
                exchange.getRequestBody().readAllBytes();
              } catch (IOException e) {
                // now the server knows that the client has gone
              }
              Thread other =
                  elsewhere(
                      () -> {
                        if (afterwards) {
                          Waiting.await(returned, "the handler's return");
                        }
                        exchange.sendResponseHeaders(200, -1);
                      });
              if (!afterwards) {
                join(other);
              }
            });
    context.getFilters().add(0, counting(returned));
    try (Socket socket = new Socket("127.0.0.1", server.getAddress().getPort())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx".getBytes(US_ASCII));
      Waiting.await(handling, "the handler");
    }

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat((String) span.attributes().get("error.type")).endsWith("IOException");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A filter that tells when those behind it have returned. */
  private static Filter counting(CountDownLatch returned) {
    return Filter.afterHandler("tells of the return", exchange -> returned.countDown());
  }

  /** The server refuses it, and the first answer goes on. */
  @Test
  void secondHead_changesNothing() throws Exception {
    HttpTracing telling = HttpTracing.builder(tracer).serverTiming(true).build();
    JdkServerTracing.of(telling)
        .addTo(
            server.createContext(
                "/a",
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  try {
                    exchange.sendResponseHeaders(500, -1);
                  } catch (IOException e) {
                    exchange.getResponseBody().write('x');
                  }
                  exchange.close();
                }));
    assertThat(get("/a").body()).isEqualTo("x");

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void writeAfterTheEnd_changesNothing() throws Exception {
    context(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          body.close();
          try {
            body.write('x');
          } catch (IOException e) {
            // too late
          }
        });
    get("/a");

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void writeBeyondAGivenLength_changesNothing() throws Exception {
    context(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          OutputStream body = exchange.getResponseBody();
          body.write("ok".getBytes(US_ASCII));
          try {
            body.write('!');
          } catch (IOException e) {
            // too many
          }
          body.close();
        });
    assertThat(get("/a").body()).isEqualTo("ok");

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  /** What another thread does of an answer. */
  private interface Work {
    void run() throws IOException;
  }

  /** Runs it while the handler returns. */
  private static Thread elsewhere(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // as some tests want it
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void twoFilters_makeOneSpan(boolean authenticated) throws Exception {
    HttpContext context = context("/a", NO_CONTENT);
    context.getFilters().add(JdkServerTracing.of(HttpTracing.of(tracer)).filter());
    if (authenticated) {
      context.setAuthenticator(
          new BasicAuthenticator("realm") {
            @Override
            public boolean checkCredentials(String user, String password) {
              return true;
            }
          });
    }
    assertThat(get("/a", "Authorization", "Basic dTpw").statusCode()).isEqualTo(204);

    spans.take();
  }

  @Test
  void otherFilters_seeTheSpan() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    context("/a", NO_CONTENT)
        .getFilters()
        .add(
            new Filter() {
              @Override
              public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                seen.add(Span.current().spanId());
                chain.doFilter(exchange);
              }

              @Override
              public String description() {
                return "other";
              }
            });
    get("/a");

    assertThat(Waiting.poll(seen, "the other filter")).isEqualTo(spans.take().spanId());
  }
}
