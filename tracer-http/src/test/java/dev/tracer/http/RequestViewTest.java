// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.SpanKind;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestViewTest {
  private static RequestView view(HttpRequest request) {
    return RequestView.of(SpanKind.CLIENT, JdkClientAdapter.INSTANCE, request);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h.example/a%20b?q=%31, https, h.example, 443, /a%20b, q=%31",
    "http://h.example:81, http, h.example, 81, /, ",
    "http://[::1]:8080/?, http, ::1, 8080, /, ''",
    "http://h:0/, http, h, 0, /, "
  })
  void view_tellsTheUrlAsItIsSent(
      String uri, String scheme, String host, int port, String path, String query) {
    RequestView view = view(HttpRequest.newBuilder(URI.create(uri)).build());

    assertThat(view.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(view.method()).isEqualTo("GET");
    assertThat(view.scheme()).isEqualTo(scheme);
    assertThat(view.host()).isEqualTo(host);
    assertThat(view.port()).isEqualTo(port);
    assertThat(view.path()).isEqualTo(path);
    assertThat(view.query()).isEqualTo(query);
  }

  @Test
  void view_tellsHeadersAndTheLibrarysOwnRequest() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://h/")).header("A", "1").header("A", "2").build();
    RequestView view = view(request);

    assertThat(view.header("a")).isEqualTo("1");
    assertThat(view.headers("a")).containsExactly("1", "2");
    assertThat(view.header("b")).isNull();
    assertThat(view.headers("b")).isEmpty();
    assertThat(view.as(HttpRequest.class)).isSameAs(request);
    assertThat(view.as(String.class)).isNull();
  }
}
