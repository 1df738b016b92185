// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {
  @ParameterizedTest
  @CsvSource({
    "http://Host.Example/, host.example, 80",
    "https://h, h, 443",
    "http://[::1]:8080/, ::1, 8080",
    "http://my_host:81/, my_host, 81",
    "http://h:0/, h, 0",
    "http://my_host:0/, my_host, 0",
    "http://my_host/, my_host, 80",
    "ws://h/, h, 80",
    "wss://h/, h, 443",
    "ftp://h/, h, -1"
  })
  void hostAndPort_areThoseOfServer(String uri, String host, int port) {
    assertThat(Urls.host(URI.create(uri))).isEqualTo(host);
    assertThat(Urls.port(URI.create(uri))).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "h, h, -1",
    "h:80, h, 80",
    "h:, h, -1",
    "h:x, h, -1",
    "h:09, h, 9",
    "h:65535, h, 65535",
    "h:65536, h, -1",
    "h:99999, h, -1",
    "[], [], -1",
    ":80, , 80",
    ", , -1",
    "h:123456, h, -1",
    "[::1]:80, ::1, 80",
    "[::1], ::1, -1",
    "::1, ::1, -1",
    "2001:db8::1, 2001:db8::1, -1"
  })
  void authority_isTakenApart(String authority, String host, int port) {
    assertThat(Urls.hostOf(authority)).isEqualTo(host);
    assertThat(Urls.portOf(authority)).isEqualTo(port);
  }
}
