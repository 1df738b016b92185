// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {
  @ParameterizedTest
  @CsvSource({
    "https://h/p, https://h/p",
    "https://h/p?a=1#f, https://h/p?a=1#f",
    "https://user:pass@h:8/p, https://REDACTED:REDACTED@h:8/p",
    "https://user@h/p, https://REDACTED:REDACTED@h/p",
    "https://u:p@h?q=a@b, https://REDACTED:REDACTED@h?q=a@b",
    "https://h/a@b, https://h/a@b",
    "https://u@h/a@b?sig=x, https://REDACTED:REDACTED@h/a@b?sig=REDACTED",
    "mailto:a@b, mailto:a@b",
    "https://h?sig=x, https://h?sig=REDACTED",
    "https://h?sig=, https://h?sig=",
    "https://h?a=1&sig=x&b=2#sig=y, https://h?a=1&sig=REDACTED&b=2#sig=REDACTED",
    "https://h?a=sig=x, https://h?a=sig=x",
    "https://h?Signature=x;AWSAccessKeyId=y, https://h?Signature=REDACTED;AWSAccessKeyId=REDACTED",
    "https://h?%73ig=x, https://h?%73ig=REDACTED",
    "https://h/#sig=x, https://h/#sig=REDACTED",
    "https://h?SIG=x&Access_Token=y, https://h?SIG=REDACTED&Access_Token=REDACTED",
    "https://h/a;jsessionid=x;v=1/b;TOKEN=y?code=z, https://h/a;jsessionid=REDACTED;v=1/b;TOKEN=REDACTED?code=REDACTED",
    "https://h/token=x/code=y, https://h/token=x/code=y",
    "https://h/?password=a/b;c&q=1, https://h/?password=REDACTED;c&q=1",
    "https://h/?token=a=b, https://h/?token=REDACTED",
    "urn:a?code=x//y, urn:a?code=REDACTED",
    "https://u:p@h/;token=x?y=1, https://REDACTED:REDACTED@h/;token=REDACTED?y=1",
    "//u:p@h/?code=x, //REDACTED:REDACTED@h/?code=REDACTED",
    "https://@h/, https://REDACTED:REDACTED@h/",
    "//u:p@h, //REDACTED:REDACTED@h",
    "a://u:p@h, a://REDACTED:REDACTED@h",
    "/a?code=x@y, /a?code=REDACTED"
  })
  void full_isWithoutSecrets(String uri, String expected) {
    assertThat(Urls.full(URI.create(uri), Names.REDACTED_KEYS)).isEqualTo(expected);
  }

  @Test
  void path_losesSecretParametersOnly() {
    assertThat(Urls.path("/a;token=x;v=1/b", Names.REDACTED_KEYS))
        .isEqualTo("/a;token=REDACTED;v=1/b");
  }

  @Test
  void nameOfAnyLength_isComparedOnlyIfItCanBeASecret() {
    String longest = "%74%6f%6b%65%6e"; // "token", all of it encoded
    String beyond = "x".repeat(193);
    String within = "x".repeat(192);
    assertThat(Urls.query(within + "=x", Set.of(within))).isEqualTo(within + "=REDACTED");
    assertThat(Urls.query("a=1&x=y", Set.of("x"))).isEqualTo("a=1&x=REDACTED");
    assertThat(Urls.query("=x", Set.of(""))).isEqualTo("=x");
    assertThat(Urls.query(longest + "=x", Names.REDACTED_KEYS)).isEqualTo(longest + "=REDACTED");
    assertThat(Urls.query(beyond + "=x", Set.of(beyond))).isEqualTo(beyond + "=x");
  }

  @Test
  void query_canHaveOtherSecrets() {
    assertThat(Urls.query("token=x&sig=y", Set.of("token"))).isEqualTo("token=REDACTED&sig=y");
    assertThat(Urls.query("%zz=1&&=&token", Set.of("token"))).isEqualTo("%zz=1&&=&token");
    assertThat(Urls.query("%zz=1", Set.of("%zz"))).isEqualTo("%zz=REDACTED");
  }

  /** A text that counts how often it is read. */
  private record Counted(String text, AtomicLong reads) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads.incrementAndGet();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      reads.addAndGet(end - start);
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "?", ";", "#", "=", "a&", "=&", "&a=", "a=b&", "sig=x&", "/", "%"})
  void anyText_isReadInOnePass(String part) {
    String text = part.repeat(256 * 1024 / part.length());
    for (boolean inPath : new boolean[] {true, false}) {
      Counted counted = new Counted(text, new AtomicLong());
      Urls.redacted(counted, 0, inPath, Names.REDACTED_KEYS);

      assertThat(counted.reads().get()).isLessThanOrEqualTo(3L * text.length());
    }
  }

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
