// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Attributes;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static Object of(Redaction redaction, String name, Object value) {
    return redaction.attributes(Attributes.of(name, value)).get(name);
  }

  private static Object of(String name, Object value) {
    return of(Redaction.defaults(), name, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "db.password",
        "user.PassWord",
        "passwordHash",
        "api_key",
        "api-key",
        "apiKey",
        "x.api.key",
        "http.request.header.authorization",
        "http.request.header.cookie",
        "http.response.header.set-cookie",
        "http.request.header.x-api-key",
        "aws.secret_access_key",
        "secretKey",
        "azure.connection_string",
        "storageConnectionString",
        "access_token",
        "refreshToken",
        "csrf-token",
        "client_secret",
        "credentials",
        "private_key",
        "jwt",
        "card_number",
        "cvv",
        "ssn",
        "iban",
        "pwd"
      })
  void defaults_namesOfSecretsAreMasked(String name) {
    assertThat(of(name, "x")).isEqualTo("REDACTED");
    assertThat(of(name, List.of("x", "y"))).isEqualTo("REDACTED");
    assertThat(of(name, 4711)).isEqualTo("REDACTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.token.type",
        "aws.secretsmanager.secret.arn",
        "session.id",
        "user.id",
        "url.path",
        "db.query.text",
        "http.route",
        "messaging.kafka.message.key",
        "key",
        "author",
        "cookies.accepted"
      })
  void defaults_otherNamesAreKept(String name) {
    Attributes attributes = Attributes.of(name, "x");
    assertThat(Redaction.defaults().attributes(attributes)).isSameAs(attributes);
  }

  @Test
  void attributes_nestedMapsAreLookedInto() {
    Attributes attributes =
        Attributes.of(
            "request",
            List.of(
                Map.of("user", "Ann", "login", Map.of("password", "secret", "tries", 2)), "plain"));
    assertThat(Redaction.defaults().attributes(attributes).get("request"))
        .isEqualTo(
            List.of(
                Map.of("user", "Ann", "login", Map.of("password", "REDACTED", "tries", 2L)),
                "plain"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          https://u:p@h/x?token=a&b=c#access_token=d => https://REDACTED:REDACTED@h/x?token=REDACTED&b=c#access_token=REDACTED
          https://h/x?X-Amz-Signature=a&X-Amz-Security-Token=b&sig=c => https://h/x?X-Amz-Signature=REDACTED&X-Amz-Security-Token=REDACTED&sig=REDACTED
          https://h/x?api%5Fkey=a;AWSAccessKeyId=b => https://h/x?api%5Fkey=REDACTED;AWSAccessKeyId=REDACTED
          https://h/a@b?q=1 => https://h/a@b?q=1
          https://u@v@h/ => https://REDACTED:REDACTED@h/
          https://h/x?token= => https://h/x?token=
          https://h/x?=y&token&%zz=1 => https://h/x?=y&token&%zz=1
          https://h/a;jsessionid=a;v=1/b?PHPSESSID=c => https://h/a;jsessionid=REDACTED;v=1/b?PHPSESSID=REDACTED
          /proxy/https://u:p@h/x => /proxy/https://REDACTED:REDACTED@h/x
          no url => no url
          """)
  void defaults_urlsLoseCredentialsAndSecretParameters(String url, String expected) {
    assertThat(of("url.full", url)).isEqualTo(expected);
    assertThat(of("http.url", url)).isEqualTo(expected);
  }

  @Test
  void defaults_queriesLoseSecretParameters() {
    assertThat(of("url.query", "a=b&password=c")).isEqualTo("a=b&password=REDACTED");
    assertThat(of("url.query", "?token=c")).isEqualTo("?token=REDACTED");
  }

  /** As the conventions want headers, for example. */
  @Test
  void urlsInLists_loseCredentialsToo() {
    assertThat(of("http.request.header.referer", List.of("https://u:p@h/?token=x", "https://h/")))
        .isEqualTo(List.of("https://REDACTED:REDACTED@h/?token=REDACTED", "https://h/"));
    List<String> plain = List.of("https://h/?a=b");
    assertThat(of("http.request.header.referer", plain)).isEqualTo(plain);
    assertThat(of("url.full", List.of(List.of("https://h/?token=x"), 7)))
        .isEqualTo(List.of(List.of("https://h/?token=REDACTED"), 7L));
  }

  @Test
  void hash_ofBytes_isOfTheirContents() {
    Redaction redaction = Redaction.builder().hash("id", "ids").build();
    Object hash = of(redaction, "id", new byte[] {1, 2});
    assertThat(of(redaction, "id", new byte[] {1, 2})).isEqualTo(hash);
    assertThat(of(redaction, "id", new byte[] {1, 3})).isNotEqualTo(hash);
    assertThat(of(redaction, "ids", List.of(new byte[] {1})))
        .isNotEqualTo(of(redaction, "ids", List.of(new byte[] {2})));
  }

  /** Names that a table by hashes takes for one another. */
  @Test
  void namesOfEqualHash_areToldApart() {
    assertThat("uPken".hashCode()).isEqualTo("token".hashCode());
    Redaction redaction = Redaction.defaults();
    for (int i = 0; i < 3; i++) {
      assertThat(redaction.attributes(Attributes.of("url.query", "uPken=a&token=b&uPken=c")))
          .isEqualTo(Attributes.of("url.query", "uPken=a&token=REDACTED&uPken=c"));
      assertThat(redaction.attributes(Attributes.of("token", "a", "uPken", "b")))
          .isEqualTo(Attributes.of("token", "REDACTED", "uPken", "b"));
    }
  }

  @Test
  void secretParameter_ofALongName_isFoundEachTime() {
    String query = "x".repeat(5_000) + "-api-key=b";
    for (int i = 0; i < 2; i++) {
      assertThat(of("url.query", query)).isEqualTo("x".repeat(5_000) + "-api-key=REDACTED");
    }
  }

  @Test
  void nothingFound_sameObject() {
    Attributes attributes =
        Attributes.builder()
            .set("url.full", "https://h/x?a=b")
            .set("list", List.of("a", Map.of("b", 1)))
            .set("n", 1)
            .build();
    Redaction all = Redaction.builder().values(ValuePattern.values()).build();
    assertThat(all.attributes(attributes)).isSameAs(attributes);
    assertThat(all.text("nothing to see")).isSameAs("nothing to see");
  }

  @Test
  void rules_keepBeforeDropBeforeHashBeforeMask() {
    Redaction redaction =
        Redaction.builder()
            .keep("page.token")
            .drop("internal.*")
            .hash("user.id")
            .mask("user.*")
            .hashKey("0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .build();
    assertThat(of(redaction, "page_token", "x")).isEqualTo("x");
    assertThat(of(redaction, "internal.password", "x")).isNull();
    assertThat(of(redaction, "user.name", "x")).isEqualTo("REDACTED");
    assertThat(of(redaction, "user.id", "x")).isEqualTo(of(redaction, "user.id", "x"));
    assertThat((String) of(redaction, "user.id", "x")).matches("hmac:[0-9a-f]{16}");
    assertThat(of(redaction, "user.id", "y")).isNotEqualTo(of(redaction, "user.id", "x"));
    Redaction random = Redaction.builder().hash("user.id").build();
    assertThat(of(random, "user.id", "x"))
        .isEqualTo(of(random, "user.id", "x"))
        .isNotEqualTo(of(redaction, "user.id", "x"));
  }

  @Test
  void allow_othersAreLeftOut() {
    Redaction redaction = Redaction.builder().allow("http.*", "password", "data").build();
    Attributes attributes =
        Attributes.builder()
            .set("http.route", "/x")
            .set("order.id", 1)
            .set("password", "x")
            .set("data", Map.of("inner", "kept", "token", "y"))
            .build();
    assertThat(redaction.attributes(attributes))
        .isEqualTo(
            Attributes.builder()
                .set("http.route", "/x")
                .set("password", "REDACTED")
                .set("data", Map.of("inner", "kept", "token", "REDACTED"))
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~~",
      textBlock =
          """
          CARD => pay 4111 1111 1111 1111 now => pay REDACTED now
          CARD => 2026-11-28 4111111111111111,5500-0000-0000-0004 => 2026-11-28 REDACTED,REDACTED
          CARD => order 4111111111111112 of 0000000000000000 => order 4111111111111112 of 0000000000000000
          CARD => 378282246310005 => REDACTED
          CARD => 12345678901234567890123456789 => 12345678901234567890123456789
          EMAIL => to ann.b+c@mail.example.org. => to REDACTED.
          EMAIL => @Override a@b x@ => @Override a@b x@
          JWT => eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-_9 => REDACTED
          JWT => eyJ.a.b eyJhbGciOi => eyJ.a.b eyJhbGciOi
          AWS_KEY => id AKIAIOSFODNN7EXAMPLE, XAKIAIOSFODNN7EXAMPLE => id REDACTED, XAKIAIOSFODNN7EXAMPLE
          PRIVATE_KEY => a -----BEGIN RSA PRIVATE KEY-----x-----END RSA PRIVATE KEY----- b => a REDACTED b
          PRIVATE_KEY => -----BEGIN PRIVATE KEY-----x => REDACTED
          PRIVATE_KEY => -----BEGIN CERTIFICATE-----x => -----BEGIN CERTIFICATE-----x
          BEARER => Authorization: Bearer abcdefgh.i => Authorization: Bearer REDACTED
          BEARER => the bearer is Ann => the bearer is Ann
          URL_CREDENTIALS => amqp://u:p@h/x http://h => amqp://REDACTED@h/x http://h
          """)
  void text_patternIsReplaced(String line) {
    String[] parts = line.split(" => ", -1);
    Redaction redaction = Redaction.builder().values(ValuePattern.valueOf(parts[0])).build();
    assertThat(redaction.text(parts[1])).isEqualTo(parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "4 ",
        "@",
        "a@",
        "eyJ",
        "eyJa.",
        "AKIA",
        "-----BEGIN ",
        "bearer ",
        "://",
        "A"
      })
  void text_hostileRepetitionTakesLinearTime(String part) {
    Redaction redaction = Redaction.builder().values(ValuePattern.values()).build();
    redaction.text(part.repeat(300_000)); // quadratic behaviour would take minutes
  }

  @Test
  void exceptionMessages_off_framesStay() {
    Redaction redaction = Redaction.builder().exceptionMessages(false).build();
    String trace =
        "a.B: secret\nsecret 2\n\tat c.D.e(F.java:1)\nCaused by: g.H: secret\n\t... 3 more\n"
            + "\tSuppressed: i.J: secret\n\t\tat k.L.m(N.java:2)\nCaused by: o.P\n";
    assertThat(of(redaction, "exception.stacktrace", trace))
        .isEqualTo(
            "a.B\n\tat c.D.e(F.java:1)\nCaused by: g.H\n\t... 3 more\n\tSuppressed: i.J\n"
                + "\t\tat k.L.m(N.java:2)\nCaused by: o.P\n");
    String odd =
        "a.B: x\n at [Source: secret]\n at c.D.e(secret)\n\tat [secret]\n\tat secret (x)\n\t... secret\n"
            + "\tat java.base/f.G.h(Unknown Source)\n\tat i.J$$Lambda/0x01.k(L.java)";
    assertThat(of(redaction, "exception.stacktrace", odd))
        .isEqualTo("a.B\n\tat java.base/f.G.h(Unknown Source)\n\tat i.J$$Lambda/0x01.k(L.java)");
    assertThat(of(redaction, "exception.message", "secret")).isEqualTo("REDACTED");
    assertThat(of("exception.message", "told")).isEqualTo("told");
  }

  @Test
  void toString_readBack_isTheSamePolicy(@TempDir Path folder) throws IOException {
    Redaction redaction =
        Redaction.builder()
            .mask("a.*")
            .keep("b")
            .hash("c")
            .drop("d")
            .allow("e")
            .urlAttributes("f")
            .urlParameters("g")
            .values(ValuePattern.AWS_KEY, ValuePattern.CARD)
            .exceptionMessages(false)
            .build();
    Path file = folder.resolve("redaction.properties");
    Files.writeString(file, redaction.toString());
    assertThat(Redaction.load(file)).hasToString(redaction.toString());
    assertThat(Redaction.none().isNone()).isTrue();
    assertThat(redaction.isNone()).isFalse();
    assertThat(Redaction.none().toString())
        .isEqualTo("defaults = false\nexception.messages = true\n");
  }

  @Test
  void load_badFile_isNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("redaction.properties");
    for (String text : List.of("maks = x", "values = iban", "mask = \\u00")) {
      Files.writeString(file, text);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Redaction.load(file))
          .withMessageStartingWith(file + ": ");
    }
  }

  private static Redaction read(String... lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(String.join("\n", Arrays.asList(lines))));
    return Redaction.of(properties);
  }

  @Test
  void of_properties_addToTheDefaults() throws IOException {
    Redaction redaction = read("mask = customer.*, plan", "values = email");
    assertThat(of(redaction, "customer.name", "x")).isEqualTo("REDACTED");
    assertThat(of(redaction, "password", "x")).isEqualTo("REDACTED");
    assertThat(of(redaction, "note", "mail a@b.org")).isEqualTo("mail REDACTED");
    assertThat(of(read("defaults = false"), "password", "x")).isEqualTo("x");
  }

  @Test
  void of_badProperties_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("maks = x"))
        .withMessageContaining("maks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("values = iban"))
        .withMessageStartingWith("values: unknown pattern 'iban', known are [card, email, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("defaults = no"))
        .withMessageContaining("defaults");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redaction.builder().hashKey(new byte[3]))
        .withMessageContaining("key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redaction.builder().mask("plan", ""))
        .withMessage("globs must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redaction.builder().urlAttributes(" "))
        .withMessage("names must not be blank");
    assertThatNullPointerException().isThrownBy(() -> Redaction.of(null));
    assertThatNullPointerException()
        .isThrownBy(() -> Redaction.builder().mask((String) null))
        .withMessage("globs");
  }
}
