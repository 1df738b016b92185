// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
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
}
