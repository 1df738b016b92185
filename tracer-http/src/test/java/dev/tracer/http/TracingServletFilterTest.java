// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of other filters that throw where ours asks them. */
class TracingServletFilterTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("server").processor(spans).build();
  private final Filter filter = ServletTracing.of(HttpTracing.of(tracer)).filter();

  /** The method of the request that throws. */
  private String broken = "";

  private final Map<Object, Object> attributes = new HashMap<>();

  private final HttpServletRequest request =
      proxy(
          HttpServletRequest.class,
          (proxy, method, arguments) -> {
            if (method.getName().equals(broken)) {
              throw new IllegalStateException(broken);
            }
            return switch (method.getName()) {
              case "getMethod" -> "GET";
              case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
              case "getAttribute" -> attributes.get(arguments[0]);
              default -> nothing(method.getReturnType());
            };
          });

  private final HttpServletResponse response =
      proxy(
          HttpServletResponse.class,
          (proxy, method, arguments) ->
              method.getName().equals("getStatus") ? 204 : nothing(method.getReturnType()));

  @AfterEach
  void stop() {
    assertThat(tracer.stats().open()).isZero();
    tracer.close();
    spans.assertNoMore();
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 0 : null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"setAttribute", "getAttribute", "isAsyncStarted"})
  void requestThatThrows_reachesTheApplication(String method) throws Exception {
    broken = method;
    List<String> current = new ArrayList<>();
    filter.doFilter(request, response, (q, r) -> current.add(Span.current().spanId()));

    SpanData span = spans.take();
    assertThat(current).containsExactly(span.context().spanId());
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(204L);
  }

  @Test
  void requestThatKeepsNoAttributes_isAFault() throws Exception {
    broken = "setAttribute";
    filter.doFilter(request, response, (q, r) -> {});

    assertThat(tracer.stats().faults()).isEqualTo(1);
    spans.take();
  }

  @Test
  void requestThatKeepsNoAttributes_failsWithTheApplicationsException() {
    broken = "setAttribute";
    assertThatThrownBy(() -> filter.doFilter(request, response, throwing()))
        .isInstanceOf(IOException.class)
        .hasMessage("the application's own");

    SpanData span = spans.take();
    assertThat(span.attributes().get("error.type")).isEqualTo("java.io.IOException");
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(500L);
  }

  @Test
  void furtherDispatchOfARequestThatThrows_failsWithTheApplicationsException() throws Exception {
    FilterChain forwards =
        (q, r) -> {
          broken = "getDispatcherType";
          assertThatThrownBy(() -> filter.doFilter(q, r, throwing()))
              .isInstanceOf(IOException.class)
              .hasMessage("the application's own");
        };
    filter.doFilter(request, response, forwards);

    assertThat(spans.take().events()).isEmpty();
    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  @Test
  void routeOfARequestThatThrows_isNone() throws Exception {
    broken = "getAttribute";
    filter.doFilter(request, response, (q, r) -> ServletTracing.route(q, "/a/{id}"));

    assertThat(spans.take().name()).isEqualTo("GET");
  }

  private static FilterChain throwing() {
    return (q, r) -> {
      throw new IOException("the application's own");
    };
  }
}
