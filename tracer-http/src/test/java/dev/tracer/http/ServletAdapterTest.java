// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containers answer seldom, and not all of them. */
class ServletAdapterTest {
  private static final ServletAdapter ADAPTER = ServletAdapter.INSTANCE;

  /** What it answers, by method or by {@code method(first argument)}; null to all else. */
  private final Map<String, Object> answers = new HashMap<>();

  private final HttpServletRequest request =
      proxy(
          HttpServletRequest.class,
          (proxy, method, arguments) ->
              answers.get(
                  arguments == null
                      ? method.getName()
                      : method.getName() + '(' + arguments[0] + ')'));

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void assertAskedFor(String method, String path, String query) {
    assertThat(ADAPTER.method(request)).isEqualTo(method);
    assertThat(ADAPTER.path(request)).isEqualTo(path);
    assertThat(ADAPTER.query(request)).isEqualTo(query);
  }

  @ParameterizedTest
  @CsvSource({
    "h:1, other, h:1",
    ", h, h:8080",
    ", 10.0.0.1, 10.0.0.1:8080",
    ", ::1, [::1]:8080",
    ", [::1], [::1]:8080",
    ", , "
  })
  void authority_withoutHost_isServersNameAndPort(String host, String name, String expected) {
    answers.put("getHeader(host)", host);
    answers.put("getServerName", name);
    answers.put("getServerPort", 8080);

    assertThat(ADAPTER.authority(request)).isEqualTo(expected);
  }

  @Test
  void errorDispatch_isOfTheRequestThatLedToIt() {
    answers.put("getDispatcherType", DispatcherType.ERROR);
    answers.put("getMethod", "GET");
    answers.put("getRequestURI", "/sorry");
    answers.put("getQueryString", "page");
    assertAskedFor("GET", "/sorry", "page");

    answers.put("getAttribute(jakarta.servlet.error.method)", "POST");
    answers.put("getAttribute(jakarta.servlet.error.request_uri)", "/a");
    answers.put("getAttribute(jakarta.servlet.error.query_string)", "b=1");
    assertAskedFor("POST", "/a", "b=1");
    assertThat(ADAPTER.route(request)).isNull();

    answers.put("getDispatcherType", DispatcherType.REQUEST);
    assertAskedFor("GET", "/sorry", "page");
    assertThat(ADAPTER.route(request)).isNull(); // no mapping is known
  }

  /** Servlet 6.0 does not tell the query of the first request; a forward before does. */
  @Test
  void errorDispatch_afterForward_hasQueryOfTheForward() {
    answers.put("getDispatcherType", DispatcherType.ERROR);
    answers.put("getAttribute(jakarta.servlet.error.request_uri)", "/a");
    answers.put("getQueryString", "of the container");
    assertThat(ADAPTER.query(request)).isEqualTo("of the container");

    answers.put("getAttribute(jakarta.servlet.forward.request_uri)", "/a");
    assertThat(ADAPTER.query(request)).isNull();

    answers.put("getAttribute(jakarta.servlet.forward.query_string)", "b=1");
    assertThat(ADAPTER.query(request)).isEqualTo("b=1");
  }

  @Test
  void headersThatAreNotTold_areNone() {
    assertThat(ADAPTER.keys(request)).isEmpty();
    answers.put("getHeaderNames", Collections.enumeration(List.of("a", "b")));
    assertThat(ADAPTER.keys(request)).containsExactly("a", "b");
  }

  @Test
  void setResponseHeader_replacesTheOnlyValue_orAddsOne() {
    List<String> calls = new ArrayList<>();
    List<String> present = new ArrayList<>(List.of("old"));
    HttpServletResponse response =
        proxy(
            HttpServletResponse.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("getHeaders")) {
                return present;
              }
              calls.add(method.getName() + ' ' + arguments[1]);
              return null;
            });

    ADAPTER.setResponseHeader(response, "server-timing", "old", "new");
    ADAPTER.setResponseHeader(response, "server-timing", null, "first");
    present.add("another");
    ADAPTER.setResponseHeader(response, "server-timing", "old", "third");

    assertThat(calls).containsExactly("setHeader new", "addHeader first", "addHeader third");
  }
}
