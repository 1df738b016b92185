// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that a servlet handles at once, in each container. */
class ServletTracingTest extends ServletFixture {
  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void pattern_isRoute(Container.Kind kind) throws Exception {
    for (List<String> row :
        List.of(
            List.of("/orders/*", "/orders/4711", "GET /orders/*"),
            List.of("/orders", "/orders", "GET /orders"),
            List.of("*.do", "/a/b.do", "GET /*.do"),
            List.of("/*", "/a", "GET"),
            List.of("/", "/a", "GET"))) {
      start(
          kind,
          Map.of(),
          context -> {
            tracing.addTo(context);
            ServletsUnderTest.add(
                context,
                new ServiceServlet((request, response) -> response.setStatus(204)),
                row.get(0));
          });
      get(row.get(1));

      assertThat(spans.take().name()).as(row.toString()).isEqualTo(row.get(2));
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void sessionInPath_isRedacted(Container.Kind kind) throws Exception {
    get(kind, "/a;jsessionid=secret;x=1/b", (request, response) -> response.setStatus(204));

    assertThat(spans.take().attributes().get("url.path")).isEqualTo("/a;jsessionid=REDACTED;x=1/b");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void forward_runsInSameSpan(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.FORWARD) {
                answer.getWriter().print(Span.current().spanId());
                HttpTracing.route("/forwarded");
              } else {
                request.getRequestDispatcher("/b").forward(request, answer);
              }
            });
    SpanData span = spanOf(response);
    assertThat(response.body()).isEqualTo(span.context().spanId());
    assertThat(span.attributes().get("url.path")).isEqualTo("/a");
    assertThat(span.name()).isEqualTo("GET /forwarded");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionOfForward_thatIsHandled_isNoError(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.FORWARD) {
                throw new IllegalStateException("of the forward");
              }
              try {
                request.getRequestDispatcher("/b").forward(request, answer);
              } catch (RuntimeException e) {
                answer.setStatus(202);
              }
            });
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(spanOf(response).events()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exception_isRecordedAsThrown(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              throw new jakarta.servlet.ServletException(
                  "broken", new IllegalStateException("inner"));
            });
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(errorType(spanOf(response))).isEqualTo("jakarta.servlet.ServletException");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionOfFilter_withErrorPage_hasItsStatus(Container.Kind kind) throws Exception {
    Filter guard =
        (request, response, chain) -> {
          if (request.getDispatcherType() == DispatcherType.REQUEST) {
            throw new SecurityException("keep out");
          }
          chain.doFilter(request, response);
        };
    start(
        kind,
        Map.of("java.lang.SecurityException", "/denied"),
        context -> {
          tracing.addTo(context);
          add(context, "guard", guard);
          ServletsUnderTest.add(
              context,
              new ServiceServlet(
                  (request, answer) -> {
                    answer.setStatus(403);
                    answer.getWriter().print(Span.current().spanId());
                  }),
              "/*");
        });
    HttpResponse<String> response = get("/a");

    assertThat(response.statusCode()).isEqualTo(403);
    SpanData span = spanOf(response);
    assertThat(response.body()).isEqualTo(span.context().spanId());
    assertThat(errorType(span)).isNull();
    assertThat(span.events()).extracting(EventData::name).containsExactly("exception");
  }

  private static void add(ServletContext context, String name, Filter filter) {
    FilterRegistration.Dynamic registration = context.addFilter(name, filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void sendError_isError(Container.Kind kind) throws Exception {
    HttpResponse<String> response = get(kind, "/a", (request, answer) -> answer.sendError(503));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(errorType(spanOf(response))).isEqualTo("503");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void sendError_withErrorPage_hasItsStatus(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of("503", "/sorry"),
        (request, answer) -> {
          if (request.getDispatcherType() == DispatcherType.ERROR) {
            answer.setStatus(429);
          } else {
            answer.sendError(503);
          }
        });
    HttpResponse<String> response = get("/a");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(errorType(spanOf(response))).isNull();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void brokenErrorPage_tellsWhatWentOut(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of("java.lang.IllegalStateException", "/sorry"),
        (request, answer) -> {
          throw request.getDispatcherType() == DispatcherType.ERROR
              ? new UnsupportedOperationException("page")
              : new IllegalStateException("broken");
        });
    HttpResponse<String> response = get("/a");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(errorType(spanOf(response))).isEqualTo("java.lang.IllegalStateException");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionAfterTheResponseBegan_isError(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of(),
        (request, answer) -> {
          answer.setContentLength(100);
          answer.getOutputStream().write(1);
          answer.flushBuffer();
          throw new IllegalStateException("broken off");
        });
    assertThatThrownBy(() -> post("/a")).isInstanceOf(java.io.IOException.class);

    SpanData span = spans.take();
    assertThat(errorType(span)).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void malformedQuery_isNoErrorOfTheServerUnlessItAnswersSo(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(kind, "/a?x=%C3%28&y=%E0", (request, answer) -> request.getParameter("x"));

    spanOf(response);
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void route_ofCurrentRequest_namesSpan(Container.Kind kind) throws Exception {
    get(kind, "/a/7", (request, answer) -> HttpTracing.route("/a/{id}"));

    assertThat(spans.take().name()).isEqualTo("GET /a/{id}");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void otherFilters_seeTheSpan(Container.Kind kind) throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    start(
        kind,
        Map.of(),
        context -> {
          tracing.addTo(context);
          add(
              context,
              "other",
              (request, response, chain) -> {
                seen.add(Span.current().spanId());
                chain.doFilter(request, response);
              });
          ServletsUnderTest.add(
              context, new ServiceServlet((request, answer) -> answer.setStatus(204)), "/*");
        });
    SpanData span = spanOf(get("/a"));

    assertThat(seen).containsExactly(span.context().spanId());
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void twoFilters_makeOneSpan(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of(),
        context -> {
          tracing.addTo(context);
          add(context, "again", ServletTracing.of(HttpTracing.of(tracer)).filter());
          ServletsUnderTest.add(
              context, new ServiceServlet((request, answer) -> answer.setStatus(204)), "/*");
        });

    spanOf(get("/a"));
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void filterAlone_endsEachSpanOnce(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of(),
        context -> {
          add(context, "tracing", tracing.filter());
          ServletsUnderTest.add(
              context,
              new ServiceServlet(
                  (request, answer) -> {
                    switch (request.getRequestURI()) {
                      case "/broken" -> throw new IllegalStateException("broken");
                      case "/error" -> answer.sendError(502);
                      default -> answer.setStatus(204);
                    }
                  }),
              "/*");
        });
    List<Integer> statuses = new ArrayList<>();
    for (String path : List.of("/a", "/broken", "/error")) {
      HttpResponse<String> response = get(path);
      statuses.add(response.statusCode());
      spanOf(response);
    }
    assertThat(statuses).containsExactly(204, 500, 502);
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void addingTwice_isRefused(Container.Kind kind) {
    var refused = new LinkedBlockingQueue<IllegalStateException>();
    start(
        kind,
        Map.of(),
        context -> {
          tracing.addTo(context);
          try {
            tracing.addTo(context);
          } catch (IllegalStateException e) {
            refused.add(e);
          }
        });
    assertThat(refused).hasSize(1);
  }
}
