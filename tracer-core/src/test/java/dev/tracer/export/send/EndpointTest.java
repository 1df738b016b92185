// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:4318, http://localhost:4318/v1/traces",
    "http://localhost:4318/, http://localhost:4318/v1/traces",
    "http://localhost:4318/v1/traces, http://localhost:4318/v1/traces",
    "http://localhost:4318/v1/traces/, http://localhost:4318/v1/traces",
    "https://host/otlp, https://host/otlp/v1/traces",
    "https://host/otlp/, https://host/otlp/v1/traces",
    "https://host/v1/tracesx, https://host/v1/tracesx/v1/traces",
    "HTTP://Host, http://Host/v1/traces",
    "https://host/a?key=1, https://host/a/v1/traces?key=1",
    "http://otel_collector:4318, http://otel_collector:4318/v1/traces",
    "http://[::1]:4318, http://[::1]:4318/v1/traces",
    "' http://host ', http://host/v1/traces",
  })
  void withPathSuffix_appendsThePathOnce(String base, String expected) {
    assertThat(url(base(base))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/custom, http://host/custom",
    "http://host/custom/, http://host/custom/",
    "http://host, http://host/",
  })
  void of_isTakenAsItIs(String url, String expected) {
    assertThat(url(Endpoint.of("url", url))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:4318",
        "localhost",
        "grpc://localhost:4317",
        "file:///tmp/x",
        "ftp://host",
        "http://",
        "http:///v1/traces",
        "http://host:port",
        "http://host:99999",
        "http://host/#fragment",
        "http://host/a b",
        "http://h\u00f6st",
        "http://host\r\nX: y",
        "http://user:%zz@host"
      })
  void endpoint_notAUrlOfHttp_isRefusedByName(String text) {
    assertThatThrownBy(() -> Endpoint.of("tracesEndpoint", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracesEndpoint must be a URL");
  }

  @Test
  void endpoint_null_isRefusedByName() {
    assertThatThrownBy(() -> Endpoint.of("endpoint", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("endpoint");
  }

  @Test
  void authorization_isMadeOfTheUser() {
    // the example of RFC 7617
    Endpoint endpoint = base("https://Aladdin:open%20sesame@host/");

    assertThat(endpoint.authorization).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(endpoint).hasToString("https://host/v1/traces");
    assertThat(base("https://a+b@host").authorization).isEqualTo("Basic YSti");
    assertThat(base("https://host").authorization).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@host/path",
        "https://secret@host/path",
        "https://host/path?api_key=secret",
        "https://u:secret@host/path?api_key=secret"
      })
  void toString_hidesCredentials(String url) {
    assertThat(Endpoint.of("url", url)).hasToString("https://host/path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "htp://user:secret@host",
        "user:secret@host",
        "http://u:secret@host:x/?secret",
        "https://user:secret?word@host",
        "https://user:secret#word@host",
        "https://user:secret/word@host",
        "https://user:secret word@host",
        "https://user:secret",
        "https://user:s\u00e9cret@host",
        "https://user:%zzsecret@host",
        "https://host:x?key=a@secret",
        "ftp://host/secret",
        "host#secret"
      })
  void refusal_hidesCredentials(String url) {
    assertThatThrownBy(() -> base(url)).message().doesNotContain("secret", "cret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://host, host, 80",
    "https://host, host, 443",
    "http://host:8080, host:8080, 8080",
    "http://host:, host, 80",
    "http://[::1]:4318, [::1]:4318, 4318",
    "http://u:p@host:1, host:1, 1"
  })
  void authority_isHostAndPortAsGiven(String url, String authority, int port) {
    Endpoint endpoint = Endpoint.of("url", url);

    assertThat(endpoint.authority()).isEqualTo(authority);
    assertThat(endpoint.port).isEqualTo(port);
  }

  private static Endpoint base(String url) {
    return Endpoint.of("endpoint", url).withPathSuffix("/v1/traces");
  }

  private static String url(Endpoint endpoint) {
    return (endpoint.secure ? "https://" : "http://") + endpoint.authority() + endpoint.target();
  }
}
