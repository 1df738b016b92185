// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
  private static Forwarded of(String name, String value) {
    Headers headers = new Headers();
    headers.set(name, value);
    return Forwarded.of(new HeadersOnlyExchange(headers), JdkServerAdapter.INSTANCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      nullValues = "-",
      value = {
        "for=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60 | - | http",
        "For=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe::17 | - | -",
        "for=1.2.3.4, for=5.6.7.8;host=evil | 1.2.3.4 | - | -",
        "host=\"a,b;c\";proto=HTTPS | - | a,b;c | https",
        "for=unknown;proto=http | - | - | http",
        "for=Unknown:80 | - | - | -",
        "for=_hidden | - | - | -",
        "for=;host= | - | - | -",
        "for | - | - | -",
        "=;=,= | - | - | -",
        "for=\"unclosed | \"unclosed | - | -",
        "for=\"\" | - | - | -",
        "for=\";host=h | \";host=h | - | -"
      })
  void header_tellsFirstElement(String header, String client, String host, String scheme) {
    assertThat(of("forwarded", header)).isEqualTo(new Forwarded(client, host, scheme));
  }

  @ParameterizedTest
  @CsvSource({"unknown", "Unknown", "unknown:80", "_gazonk"})
  void unknownAddress_isNone(String node) {
    assertThat(of("x-forwarded-for", node + ", 10.0.0.1").client()).isNull();
  }

  @Test
  void eachHeaderOfX_countsAlone() {
    assertThat(of("x-forwarded-for", "192.0.2.1, 10.0.0.1"))
        .isEqualTo(new Forwarded("192.0.2.1", null, null));
    assertThat(of("x-forwarded-host", "shop.example"))
        .isEqualTo(new Forwarded(null, "shop.example", null));
    assertThat(of("x-forwarded-proto", "HTTPS")).isEqualTo(new Forwarded(null, null, "https"));
    assertThat(of("x-forwarded-for", " ,10.0.0.1").client()).isNull();
    assertThat(of("x-forwarded-for", ",10.0.0.1").client()).isNull();
  }

  @Test
  void hugeHeader_isIgnored() {
    assertThat(of("forwarded", "for=" + "1".repeat(5000)).client()).isNull();
    assertThat(of("x-forwarded-for", "1".repeat(1025)).client()).isNull();
    assertThat(of("x-forwarded-for", "1".repeat(1024)).client()).hasSize(1024);
  }

  @Test
  void anyHeader_isRead() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int n = random.nextInt(20); n >= 0; n--) {
        header.append("for=host;,\"[]:. \t\u00ff".charAt(random.nextInt(17)));
      }
      assertThat(of("forwarded", header.toString())).isNotNull();
      assertThat(of("x-forwarded-for", header.toString())).isNotNull();
      assertThat(of("x-forwarded-host", header.toString())).isNotNull();
    }
  }
}
