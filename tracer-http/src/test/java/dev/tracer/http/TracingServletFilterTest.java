// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TracingServletFilterTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("server").processor(spans).build();
  private JettyServer server;

  /** What a servlet does. */
  private interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  @AfterEach
  void stop() {
    server.close();
    tracer.close();
    spans.assertNoMore();
  }

  private HttpResponse<String> get(String pattern, String path, Service service) throws Exception {
    server =
        JettyServer.start(
            false, new ServiceServlet(service), pattern, HttpTracing.of(tracer).servletFilter());
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
  }

  @SuppressWarnings("serial")
  private static final class ServiceServlet extends HttpServlet {
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

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/orders/*, /orders/4711, GET /orders/*",
        "/orders, /orders, GET /orders",
        "*.do, /a/b.do, GET /*.do",
        "/*, /a, GET",
        "/, /a, GET"
      })
  void pattern_isRoute(String pattern, String path, String name) throws Exception {
    get(pattern, path, (request, response) -> response.setStatus(204));

    assertThat(spans.take().name()).isEqualTo(name);
  }

  @Test
  void sessionInPath_isLeftOut() throws Exception {
    get("/*", "/a;jsessionid=secret;x=1/b", (request, response) -> response.setStatus(204));

    assertThat(spans.take().attributes().get("url.path")).isEqualTo("/a;x=1/b");
  }

  @Test
  void asyncDispatch_runsInSameSpan() throws Exception {
    HttpResponse<String> response =
        get(
            "/*",
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                answer.getWriter().print(Span.current().spanId());
              } else {
                request.startAsync().dispatch();
              }
            });
    assertThat(response.body()).isEqualTo(spans.take().context().spanId());
  }

  @Test
  void asyncStartedAgain_endsWithTheLast() throws Exception {
    HttpResponse<String> response =
        get(
            "/*",
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                AsyncContext async = request.startAsync();
                async.start(
                    () -> {
                      answer.setStatus(202);
                      async.complete();
                    });
              } else {
                request.startAsync().dispatch();
              }
            });
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(spans.take().attributes().get("http.response.status_code")).isEqualTo(202L);
  }

  @Test
  void asyncTimeout_isError() throws Exception {
    HttpResponse<String> response =
        get(
            "/*",
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().setTimeout(50);
              }
            });
    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("error.type")).isEqualTo("timeout");
    assertThat(span.attributes().get("http.response.status_code"))
        .isEqualTo((long) response.statusCode());
  }

  @Test
  void forward_runsInSameSpan() throws Exception {
    HttpResponse<String> response =
        get(
            "/*",
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.FORWARD) {
                answer.getWriter().print(Span.current().spanId());
              } else {
                request.getRequestDispatcher("/b").forward(request, answer);
              }
            });
    SpanData span = spans.take();
    assertThat(response.body()).isEqualTo(span.context().spanId());
    assertThat(span.attributes().get("url.path")).isEqualTo("/a");
  }

  @Test
  void servletException_isRecorded() throws Exception {
    HttpResponse<String> response =
        get(
            "/*",
            "/a",
            (request, answer) -> {
              throw new ServletException("broken", new IllegalStateException("inner"));
            });
    assertThat(response.statusCode()).isEqualTo(500);
    SpanData span = spans.take();
    assertThat(span.attributes().get("error.type")).isEqualTo("jakarta.servlet.ServletException");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(500L);
  }

  @Test
  void sendError_isError() throws Exception {
    get("/*", "/a", (request, answer) -> answer.sendError(503));

    SpanData span = spans.take();
    assertThat(span.attributes().get("error.type")).isEqualTo("503");
  }

  @Test
  void route_ofCurrentRequest_namesSpan() throws Exception {
    get("/*", "/a/7", (request, answer) -> HttpTracing.route("/a/{id}"));

    assertThat(spans.take().name()).isEqualTo("GET /a/{id}");
  }
}
