// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What the tests of servlets in real containers stand on. */
abstract class ServletFixture {
  final EndedSpans spans = new EndedSpans();
  final Tracer tracer = Tracer.builder("server").processor(spans).build();
  final ServletTracing tracing = ServletTracing.of(HttpTracing.of(tracer));
  private Container container;

  /** What a servlet does. */
  interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  @SuppressWarnings("serial")
  static final class ServiceServlet extends HttpServlet {
    private final Service service;

    ServiceServlet(Service service) {
      this.service = service;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      service.serve(request, response);
    }
  }

  @AfterEach
  void stop() {
    stopServer();
    tracer.close();
    spans.assertNoMore();
  }

  /** After this, no span ends any more. */
  void stopServer() {
    if (container != null) {
      container.close();
      container = null;
    }
  }

  void start(Container.Kind kind, Map<String, String> pages, Consumer<ServletContext> startup) {
    stopServer();
    container = kind.start(new Container.App(startup, pages));
  }

  /** Starts a traced application of one servlet for all paths. */
  void start(Container.Kind kind, Map<String, String> errorPages, Service service) {
    start(
        kind,
        errorPages,
        context -> {
          tracing.addTo(context);
          ServletsUnderTest.add(context, new ServiceServlet(service), "/*");
        });
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(container.uri(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return answerTo(request.build());
  }

  /**
   * Waits for the answer, and knocks meanwhile: Undertow's I/O thread now and then sleeps over a
   * timer that another thread has set (XNIO 3.8, also without a tracer), until a connection wakes
   * it.
   */
  private HttpResponse<String> answerTo(HttpRequest request) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    var answer = client.sendAsync(request, BodyHandlers.ofString());
    while (true) {
      try {
        return answer.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        new Socket(request.uri().getHost(), request.uri().getPort()).close();
      }
    }
  }

  /** What the client does not repeat by itself, as it does a GET that fails. */
  void post(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(container.uri(path)).POST(BodyPublishers.noBody()).build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
  }

  HttpResponse<String> get(Container.Kind kind, String path, Service service) throws Exception {
    start(kind, Map.of(), service);
    return get(path);
  }

  /** The next span, which says what the client was sent. */
  SpanData spanOf(HttpResponse<?> response) {
    SpanData span = spans.take();
    assertThat(span.attributes().get("http.response.status_code"))
        .isEqualTo((long) response.statusCode());
    assertThat(span.statusCode())
        .isEqualTo(response.statusCode() >= 500 ? StatusCode.ERROR : StatusCode.UNSET);
    return span;
  }

  static Object errorType(SpanData span) {
    return span.attributes().get("error.type");
  }
}
