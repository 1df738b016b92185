// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

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
  void ofBase_appendsThePathOnce(String base, String expected) {
    assertThat(Endpoint.ofBase(base).url).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/custom, http://host/custom",
    "http://host/custom/, http://host/custom/",
    "http://host, http://host/",
  })
  void ofTraces_isTakenAsItIs(String url, String expected) {
    assertThat(Endpoint.ofTraces(url).url).hasToString(expected);
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
    assertThatThrownBy(() -> Endpoint.ofBase(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint must be a URL");
    assertThatThrownBy(() -> Endpoint.ofTraces(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracesEndpoint must be a URL");
  }

  @Test
  void endpoint_null_isRefusedByName() {
    assertThatThrownBy(() -> Endpoint.ofBase(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("endpoint");
  }

  @Test
  void authorization_isMadeOfTheUser() {
    // the example of RFC 7617
    Endpoint endpoint = Endpoint.ofBase("https://Aladdin:open%20sesame@host/");

    assertThat(endpoint.authorization).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(endpoint.url).hasToString("https://host/v1/traces");
    assertThat(Endpoint.ofBase("https://a+b@host").authorization).isEqualTo("Basic YSti");
    assertThat(Endpoint.local().authorization).isNull();
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
    assertThat(Endpoint.ofTraces(url)).hasToString("https://host/path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"htp://user:secret@host", "user:secret@host", "http://u:secret@host:x/?secret"})
  void refusal_hidesCredentials(String url) {
    assertThatThrownBy(() -> Endpoint.ofBase(url)).message().doesNotContain("secret");
  }

  @Test
  void local_isTheCollectorOnThisHost() {
    assertThat(Endpoint.local().url).hasToString("http://localhost:4318/v1/traces");
  }
}
