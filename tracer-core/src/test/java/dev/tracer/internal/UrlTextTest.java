// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest {
  private static final Set<String> SECRET =
      Set.of(
          "access_token",
          "awsaccesskeyid",
          "code",
          "jsessionid",
          "password",
          "sig",
          "signature",
          "to ken",
          "token");

  private static final UrlText TEXT =
      new UrlText(name -> SECRET.contains(name.toLowerCase(Locale.ROOT)), 192);

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
    "/a?code=x@y, /a?code=REDACTED",
    "jdbc:postgresql://u:p@h/db?token=x, jdbc:postgresql://REDACTED:REDACTED@h/db?token=REDACTED",
    "/proxy/https://u:p@h/x, /proxy/https://REDACTED:REDACTED@h/x",
    "/x?next=https://u:p@h/, /x?next=https://REDACTED:REDACTED@h/",
    "/a//u@b, /a//REDACTED:REDACTED@b",
    "http://, http://",
    "//, //",
    "'', ''"
  })
  void url_isWithoutSecrets(String uri, String expected) {
    assertThat(TEXT.url(uri)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/a;token=x;v=1/b, /a;token=REDACTED;v=1/b",
    "/token=x, /token=x",
    "/a;TOKEN=x?token=y, /a;TOKEN=REDACTED?token=REDACTED"
  })
  void path_losesSecretParametersOnly(String path, String expected) {
    assertThat(TEXT.path(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "token=x&a=y, token=REDACTED&a=y",
    "?token=x, ?token=REDACTED",
    "=x, =x",
    "token=, token=",
    "%zz=1&&=&token, %zz=1&&=&token",
    "%74%6f%6b%65%6e=x, %74%6f%6b%65%6e=REDACTED",
    "to+ken=x, to+ken=REDACTED"
  })
  void query_losesSecretParametersOnly(String query, String expected) {
    assertThat(TEXT.query(query)).isEqualTo(expected);
  }

  @Test
  void name_isGivenDecoded_orAsItIsIfThatFails() {
    List<String> names = new ArrayList<>();
    UrlText text = new UrlText(name -> !names.add(name), 192);

    assertThat(text.query("a+b=1&%zz=1&%C3%A9=1&=1&c=")).isEqualTo("a+b=1&%zz=1&%C3%A9=1&=1&c=");

    assertThat(names).containsExactly("a b", "%zz", "é");
  }

  @Test
  void nameOfAnyLength_isComparedOnlyIfItCanBeASecret() {
    UrlText all = new UrlText(name -> true, 192);
    assertThat(all.query("x".repeat(192) + "=y")).isEqualTo("x".repeat(192) + "=REDACTED");
    assertThat(all.query("x".repeat(193) + "=y")).isEqualTo("x".repeat(193) + "=y");
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
    Counted path = new Counted(text, new AtomicLong());
    Counted query = new Counted(text, new AtomicLong());

    TEXT.path(path);
    TEXT.query(query);

    assertThat(path.reads().get()).isLessThanOrEqualTo(3L * text.length());
    assertThat(query.reads().get()).isLessThanOrEqualTo(3L * text.length());
  }
}
