// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Tracer;
import dev.tracer.export.ExportResult;
import dev.tracer.export.otlp.FakeCollector.Request;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between an exporter and its server, or thinks that it does. */
class HttpWorldTest extends HttpExportFixture {
  // a server that wants to be left alone

  @Test
  void retryAfter_longerThanTheBatch_outlivesIt() {
    collector.reply(FakeCollector.status(429, "", "Retry-After: 25"));
    OtlpExporter exporter = exporter(builder());

    for (int batch = 0; batch < 3; batch++) {
      assertThat(exporter.export(TestSpan.batch(2)).failed()).isEqualTo(2);
    }
    assertThat(collector.requests()).hasSize(1);
    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(10_000L, 10_000L, 5_000L);
  }

  @Test
  void retryAfter_outlivingTheBatch_isToldWithItsCause() {
    collector.reply(FakeCollector.status(503, "", "Retry-After: 120"));
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));

    assertThat(exporter.export(TestSpan.batch(1)).message())
        .startsWith(collector.url())
        .contains("pause", "HTTP status 503");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500, 501})
  void refusalOfEverything_isNotAskedForByEachBatchAnew(int status) {
    collector.orElse(FakeCollector.status(status, ""));
    OtlpExporter exporter = exporter(builder());
    for (int batch = 0; batch < 3; batch++) {
      exporter.export(TestSpan.batch(2));
    }

    assertThat(collector.requests()).hasSize(3);
    assertThat(timing.pausedMillis).containsExactly(1000L, 1500L);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void refusalOfOneRequest_doesNotHoldUpTheNext(int status) {
    collector.reply(FakeCollector.status(status, ""));
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));

    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void successAfterTrouble_forgetsIt() {
    FakeCollector.Reply busy = FakeCollector.status(503, "");
    collector.reply(busy, busy, FakeCollector.ok(), busy);
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));
    exporter.export(TestSpan.batch(1));

    assertThat(timing.pausedMillis).containsExactly(1000L, 1500L, 1000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void busyServer_isAskedOverANewConnection(int status) {
    collector.reply(FakeCollector.ok(), FakeCollector.status(status, ""));
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));
    exporter.export(TestSpan.batch(1));

    assertThat(collector.requests()).extracting(Request::connection).containsExactly(1, 1, 2);
  }

  @Test
  void tokenThatHasExpired_isAskedForAgainAtOnce() {
    collector.reply(FakeCollector.status(401, ""), FakeCollector.ok());
    int[] calls = new int[1];
    OtlpExporter exporter =
        exporter(builder().headers(() -> Map.of("Authorization", "token-" + ++calls[0])));

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(collector.requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly("token-1", "token-2");
    collector.orElse(FakeCollector.status(401, ""));
    assertThat(exporter.export(TestSpan.batch(2)).failed()).isEqualTo(2);
    assertThat(collector.requests()).hasSize(4);
  }

  // what the messages say

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 check the credentials",
        "403 check the credentials",
        "407 set the header Proxy-Authorization",
        "302 redirects are not followed"
      })
  void refusal_getsAHintOfOurOwn(String statusAndHint) {
    int status = Integer.parseInt(statusAndHint.substring(0, 3));
    collector.reply(FakeCollector.status(status, ""));

    assertThat(export(1).message()).contains(statusAndHint.substring(4));
  }

  @Test
  void tooLarge_inTheWordsOfTheCollector_isHalved() {
    String words = "{\"code\":3,\"message\":\"http: request body too large\"}";
    collector.orElse(
        (request, out) ->
            (request.text().contains("\"span-5\"")
                    ? FakeCollector.status(400, words)
                    : FakeCollector.ok())
                .send(request, out));
    ExportResult result = export(8);

    assertThat(result.exported()).isEqualTo(7);
    assertThat(result.oversize()).isEqualTo(1);
    assertThat(result.message()).contains("HTTP status 400: http: request body too large");
  }

  @Test
  void httpsToAPlainPort_isFinalAndSaysSo() {
    collector.answerAtOnce("HTTP/1.1 400 Bad Request\r\n\r\n");
    ExportResult result =
        exporter(OtlpExporter.builder().endpoint("https://127.0.0.1:" + collector.port()))
            .export(TestSpan.batch(1));

    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.message()).contains("does not speak TLS; use http://");
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void closeAmidRepetitions_tellsTheTroubleAndNotTheInterrupt() throws Exception {
    int port = FakeCollector.refusingPort();
    OtlpExporter[] exporter = new OtlpExporter[1];
    exporter[0] =
        exporter(
            OtlpExporter.builder().endpoint("http://127.0.0.1:" + port),
            dev.tracer.export.send.FakeTiming.beforePauses(() -> exporter[0].close(Duration.ZERO)));

    assertThat(exporter[0].export(TestSpan.batch(2)).message())
        .contains("cannot connect: ConnectException")
        .endsWith("; then the exporter is closed");
  }

  @Test
  void closeAmidRepetitions_tellsTheHintAsWell() throws Exception {
    collector.orElse(FakeCollector.hangUp());
    OtlpExporter[] exporter = new OtlpExporter[1];
    exporter[0] =
        exporter(
            builder(),
            dev.tracer.export.send.FakeTiming.beforePauses(() -> exporter[0].close(Duration.ZERO)));

    assertThat(exporter[0].export(TestSpan.batch(2)).message())
        .endsWith("; then the exporter is closed; if the server speaks TLS, use https://");
  }

  // what the application has set for all of its connections

  @Test
  void cookiesOfTheApplication_areNeitherSentNorStored() throws IOException {
    CookieHandler before = CookieHandler.getDefault();
    CookieManager manager = new CookieManager();
    manager.put(
        java.net.URI.create(collector.url() + "/v1/traces"),
        Map.of("Set-Cookie", java.util.List.of("session=secret; Path=/")));
    CookieHandler.setDefault(manager);
    try {
      collector.reply(FakeCollector.status(200, "{}", "Set-Cookie: theirs=1; Path=/"));
      assertThat(export(1).exported()).isEqualTo(1);

      assertThat(onlyRequest().headers()).doesNotContainKeys("cookie", "cookie2");
      assertThat(manager.getCookieStore().getCookies()).hasSize(1);
    } finally {
      CookieHandler.setDefault(before);
    }
  }

  @Test
  void authenticatorOfTheApplication_isNotAsked() {
    AtomicInteger asked = new AtomicInteger();
    Authenticator before = Authenticator.getDefault();
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.incrementAndGet();
            return new PasswordAuthentication("user", "secret".toCharArray());
          }
        });
    try {
      collector.reply(FakeCollector.status(401, "", "WWW-Authenticate: Basic realm=\"x\""));

      assertThat(export(1).failed()).isEqualTo(1);
      assertThat(asked).hasValue(0);
      assertThat(collector.requests()).hasSize(1);
    } finally {
      Authenticator.setDefault(before);
    }
  }

  // headers and ways

  @ParameterizedTest
  @ValueSource(strings = {"Via", "Origin", "Access-Control-Request-Method", "Cookie", "User-Agent"})
  void header_ofAnyName_isSent(String name) {
    exporter(builder().header(name, "x")).export(TestSpan.batch(1));

    assertThat(onlyRequest().header(name.toLowerCase(java.util.Locale.ROOT))).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade", "TE", "keep-alive", "Trailer", "Proxy-Connection"})
  void header_thatRulesTheConnection_isRefused(String name) {
    assertThatThrownBy(() -> builder().header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header " + name + " is set by the exporter itself");
  }

  @Test
  void earlyHints_areSkipped() {
    collector.reply(
        FakeCollector.raw(
            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
  }

  @Test
  void proxyAuthorization_goesToProxiesOnly() {
    exporter(builder().header("Proxy-Authorization", "Basic abc")).export(TestSpan.batch(1));
    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", collector.port()));
    exporter(
            OtlpExporter.builder()
                .endpoint("http://collector.invalid")
                .proxy(proxy)
                .header("Proxy-Authorization", "Basic abc"))
        .export(TestSpan.batch(1));

    assertThat(collector.requests())
        .extracting(request -> request.header("proxy-authorization"))
        .containsExactly(null, "Basic abc");
  }

  /** The server was not asked: its credentials and its limits have nothing to do with it. */
  @ParameterizedTest
  @CsvSource({"403, 1", "413, 1", "302, 1", "404, 1", "503, 5"})
  void proxyThatRefusesAWay_isTold(int status, int attempts) {
    collector.orElse(FakeCollector.status(status, ""));
    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", collector.port()));
    OtlpExporter exporter =
        exporter(OtlpExporter.builder().endpoint("https://collector.invalid:4318").proxy(proxy));

    ExportResult result = exporter.export(TestSpan.batch(2));

    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message())
        .endsWith("the proxy answered with HTTP status " + status)
        .startsWith("https://collector.invalid:4318/v1/traces: ");
    assertThat(collector.requests()).hasSize(attempts);
    exporter.export(TestSpan.batch(2));
    assertThat(timing.pausedMillis).as("it is left alone for a while").isNotEmpty();
  }

  @Test
  void proxyThatRefusesAWay_isFinalAndSaysWhatToDo() {
    collector.reply(FakeCollector.status(407, ""));
    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", collector.port()));
    ExportResult result =
        exporter(OtlpExporter.builder().endpoint("https://collector.invalid:4318").proxy(proxy))
            .export(TestSpan.batch(1));

    assertThat(onlyRequest().line()).isEqualTo("CONNECT collector.invalid:4318 HTTP/1.1");
    assertThat(result.message())
        .startsWith(
            "https://collector.invalid:4318/v1/traces: the proxy answered with HTTP status 407")
        .contains("Proxy-Authorization");
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void signer_getsTheFinalBytesAndAddsHeaders() {
    exporter(
            builder()
                .gzip(true)
                .header("X-Tenant", "a")
                .signer(
                    (url, headers, body) ->
                        Map.of(
                            "Authorization",
                            url.getPath()
                                + ' '
                                + headers.get("x-tenant")
                                + ' '
                                + headers.get("host")
                                + ' '
                                + hash(body))))
        .export(TestSpan.batch(3));

    Request request = onlyRequest();
    assertThat(request.header("authorization"))
        .isEqualTo(
            "/v1/traces a 127.0.0.1:"
                + collector.port()
                + ' '
                + hash(ByteBuffer.wrap(request.body())));
  }

  private static int hash(ByteBuffer bytes) {
    return bytes.duplicate().hashCode();
  }

  @Test
  void signerThatThrows_failsTheBatchWithoutItsMessage() {
    ExportResult result =
        exporter(
                builder()
                    .signer(
                        (url, headers, body) -> {
                          throw new IllegalStateException("secret");
                        }))
            .export(TestSpan.batch(1));

    assertThat(result.message()).contains("signer").doesNotContain("secret");
    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void supplierThatThrowsAnError_failsTheBatchAndTheNextOneWorks() {
    boolean[] fails = {true};
    OtlpExporter exporter =
        exporter(
            builder()
                .headers(
                    () -> {
                      if (fails[0]) {
                        throw new StackOverflowError("test");
                      }
                      return Map.of();
                    }));

    assertThat(exporter.export(TestSpan.batch(2)).failed()).isEqualTo(2);
    fails[0] = false;
    assertThat(exporter.export(TestSpan.batch(2)).exported()).isEqualTo(2);
  }

  @Test
  void exporter_givenToASecondTracer_isRefusedAtOnce() {
    OtlpExporter exporter = exporter(builder());
    try (Tracer first = Tracer.builder("first").exporter(exporter).build()) {
      assertThatThrownBy(() -> Tracer.builder("second").exporter(exporter))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("serves a processor already; make one for each");
      first.startSpan("works").end();
      assertThat(first.flush(Duration.ofMinutes(5)).exported()).isEqualTo(1);
    }
  }
}
