// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that somebody before our filter, or the application, sends on other ways. */
class ServletDispatchTest extends ServletFixture {
  /** An application whose own filter comes before ours. */
  private void startBehind(
      Container.Kind kind, Filter first, Map<String, String> pages, Service service) {
    start(
        kind,
        pages,
        context -> {
          add(context, "first", first, EnumSet.of(DispatcherType.REQUEST));
          add(context, "tracing", tracing.filter(), EnumSet.allOf(DispatcherType.class));
          context.addListener(tracing.listener());
          ServletsUnderTest.add(context, new ServiceServlet(service), "/b");
          // without one, Tomcat asks no filter
          Service none = (request, answer) -> answer.sendError(404);
          context.addServlet("none", new ServiceServlet(none)).addMapping("/");
        });
  }

  private static void add(
      ServletContext context, String name, Filter filter, EnumSet<DispatcherType> types) {
    FilterRegistration.Dynamic registration = context.addFilter(name, filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(types, true, "/*");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void errorBeforeOurFilter_isTheRequestsThatMadeIt(Container.Kind kind) throws Exception {
    startBehind(
        kind,
        (request, response, chain) -> ((HttpServletResponse) response).sendError(401),
        Map.of("401", "/b?page=1"),
        (request, answer) -> answer.getWriter().print("page"));
    HttpResponse<String> response = get("/a?x=1");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("page");
    SpanData span = spanOf(response);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attributes().get("url.path")).isEqualTo("/a");
    assertThat(span.attributes().get("url.query")).isEqualTo("x=1");
    assertThat(span.attributes().get("http.route")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void forwardBeforeOurFilter_isTheRequestThatCame(Container.Kind kind) throws Exception {
    startBehind(
        kind,
        (request, response, chain) ->
            request.getRequestDispatcher("/b?y=2").forward(request, response),
        Map.of(),
        (request, answer) -> answer.setStatus(202));
    SpanData span = spanOf(get("/a?x=1"));

    assertThat(span.attributes().get("url.path")).isEqualTo("/a");
    assertThat(span.attributes().get("url.query")).isEqualTo("x=1");
    assertThat(span.name()).isEqualTo("GET /b");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void attributesThatAWrapperKeeps_doNotHideTheEnd(Container.Kind kind) throws Exception {
    startBehind(
        kind,
        (request, response, chain) ->
            chain.doFilter(new KeepingAttributes((HttpServletRequest) request), response),
        Map.of("503", "/b"),
        (request, answer) -> {
          if (request.getDispatcherType() == DispatcherType.ERROR) {
            answer.setStatus(429);
          } else if (request.getQueryString() == null) {
            answer.setStatus(202);
          } else {
            answer.sendError(503);
          }
        });
    assertThat(spanOf(get("/b")).attributes().get("http.response.status_code")).isEqualTo(202L);
    assertThat(spanOf(get("/b?x=1")).attributes().get("http.response.status_code")).isEqualTo(429L);
  }

  private static final class KeepingAttributes extends HttpServletRequestWrapper {
    private final Map<String, Object> own = new HashMap<>();

    KeepingAttributes(HttpServletRequest request) {
      super(request);
    }

    @Override
    public void setAttribute(String name, Object value) {
      own.put(name, value);
    }

    @Override
    public Object getAttribute(String name) {
      Object value = own.get(name);
      return value != null ? value : super.getAttribute(name);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void views_areOfTheRequestThatCame(Container.Kind kind) throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    HttpHook hook =
        new HttpHook() {
          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            seen.add(line(request));
          }
        };
    HttpTracing telling =
        HttpTracing.builder(tracer)
            .hook(hook)
            .metrics((m, request) -> seen.add(line(request)))
            .build();
    start(
        kind,
        Map.of("500", "/err?z=3"),
        context -> {
          ServletTracing.of(telling).addTo(context);
          ServletsUnderTest.add(
              context, new ServiceServlet(ServletDispatchTest::onOtherWays), "/*");
        });
    for (String path : new String[] {"/async?x=1", "/error?x=1", "/forward?x=1"}) {
      get(path);
      SpanData span = spans.take();
      assertThat(span.attributes().get("url.path") + "?" + span.attributes().get("url.query"))
          .isEqualTo(path);
      assertThat(seen.take()).as("what the hook saw").isEqualTo("GET " + path);
      assertThat(seen.take()).as("what the metrics saw").isEqualTo("GET " + path);
    }
  }

  /** Tomcat takes it for an error of the request, whoever set the attribute. */
  @ParameterizedTest
  @EnumSource(
      value = Container.Kind.class,
      names = {"JETTY", "UNDERTOW"})
  void attributeThatAListenerOfTheApplicationRefuses_costsNothing(Container.Kind kind)
      throws Exception {
    start(
        kind,
        Map.of(),
        context -> {
          tracing.addTo(context);
          context.addListener(new KnowsItsOwn());
          Service service = (request, answer) -> answer.setStatus(202);
          ServletsUnderTest.add(context, new ServiceServlet(service), "/*");
        });
    HttpResponse<String> response = get("/a");

    assertThat(response.statusCode()).isEqualTo(202);
    spanOf(response);
  }

  /** Containers call it when an attribute is set. */
  private static final class KnowsItsOwn implements ServletRequestAttributeListener {
    @Override
    public void attributeAdded(ServletRequestAttributeEvent event) {
      if (event.getName().startsWith("dev.tracer.")) {
        throw new IllegalStateException(event.getName());
      }
    }
  }

  private static String line(RequestView request) {
    return request.method() + " " + request.path() + "?" + request.query();
  }

  private static void onOtherWays(HttpServletRequest request, HttpServletResponse answer)
      throws IOException, jakarta.servlet.ServletException {
    switch (request.getRequestURI()) {
      case "/async" -> request.startAsync().dispatch("/b?y=2");
      case "/error" -> answer.sendError(500);
      case "/forward" -> request.getRequestDispatcher("/b?y=2").forward(request, answer);
      default -> answer.getWriter().print("done");
    }
  }

  /** The others tell nobody but the servlet. */
  @ParameterizedTest
  @EnumSource(value = Container.Kind.class, names = "JETTY")
  void answerThatBreaksOff_isAnErrorIfTheServletIsSilent(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of(),
        (request, answer) -> {
          answer.setContentLength(100);
          answer.getOutputStream().write(1);
          answer.flushBuffer();
        });
    assertThatThrownBy(() -> post("/a")).isInstanceOf(IOException.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat((String) errorType(span)).endsWith("IOException");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }
}
