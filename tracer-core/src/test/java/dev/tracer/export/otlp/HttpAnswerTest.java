// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.export.ExportResult;
import dev.tracer.export.otlp.FakeCollector.Request;
import dev.tracer.export.send.FakeTiming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean, and when requests are repeated. */
class HttpAnswerTest extends HttpExportFixture {
  // what is quoted

  @Test
  void refusal_thatQuotesTheRequest_isToldWithoutItsSecrets() {
    collector.reply(
        FakeCollector.status(
            401,
            "invalid KEY-12345678 of Bearer TOKEN-12345678 for /v1/traces?key=QUERY-12345678"));
    OtlpExporter exporter =
        exporter(
            OtlpExporter.builder()
                .tracesEndpoint(collector.url() + "/v1/traces?key=QUERY-12345678&full=yes")
                .header("x-api-key", "KEY-12345678")
                .header("authorization", "Bearer TOKEN-12345678"));

    assertThat(exporter.export(TestSpan.batch(1)).message())
        .contains("HTTP status 401: invalid *** of Bearer *** for /v1/traces?key=***")
        .doesNotContain("12345678");
  }

  @Test
  void secretThatBeginsAnother_orStandsWhereTheQuotationEnds_isMaskedWhole() {
    String secret = "KEY-12345678";
    collector.reply(
        FakeCollector.status(200, "x".repeat(75) + ' ' + secret),
        FakeCollector.status(400, secret + "-LONGER"));
    OtlpExporter exporter =
        exporter(builder().header("x-api-key", secret).header("x-other", secret + "-LONGER"));

    assertThat(exporter.export(TestSpan.batch(1)).message())
        .contains("not OTLP's answer")
        .doesNotContain("KEY");
    assertThat(exporter.export(TestSpan.batch(1)).message()).endsWith("HTTP status 400: ***");
  }

  @Test
  void partialSuccess_thatQuotesASuppliedHeader_isToldWithoutIt() {
    collector.reply(
        FakeCollector.status(
            200, REJECTED.formatted("1", ",\"errorMessage\":\"of TENANT-SECRET\"")));
    OtlpExporter exporter = exporter(builder().headers(() -> Map.of("x-scope", "TENANT-SECRET")));

    assertThat(exporter.export(TestSpan.batch(2)).message()).contains("of ***");
  }

  // answers that are final

  static Stream<Arguments> successes() {
    return Stream.of(
        arguments("empty body", 200, "", 5, 0, null),
        arguments("accepted", 202, "", 5, 0, null),
        arguments("protobuf", 200, "\n\0", 5, 0, null),
        arguments("rejected as text", 200, REJECTED.formatted("\"2\"", ""), 3, 2, "without"),
        arguments(
            "rejected as number",
            200,
            REJECTED.formatted("2", ",\"errorMessage\":\"over\\nquota\""),
            3,
            2,
            "over\\nquota"),
        arguments("more rejected than sent", 200, REJECTED.formatted("99", ""), 0, 5, "without"),
        arguments("more than an int", 200, REJECTED.formatted("99999999999", ""), 0, 5, "without"),
        arguments("negative count", 200, REJECTED.formatted("\"-3\"", ""), 5, 0, null),
        arguments("huge count", 200, REJECTED.formatted("9".repeat(40), ""), 0, 5, "without"),
        arguments(
            "huge count as text",
            200,
            REJECTED.formatted('"' + "9".repeat(40) + '"', ""),
            0,
            5,
            "without"),
        arguments(
            "rejected elsewhere", 200, "{\"a\":{\"rejectedSpans\":3}}", 5, 0, "not OTLP's answer"),
        arguments("null", 200, "{\"partialSuccess\":null}", 5, 0, null),
        arguments(
            "snake case", 200, "{\"partial_success\":{\"rejected_spans\":1}}", 4, 1, "without"),
        arguments(
            "another service",
            200,
            "{\"status\":\"Server available\"}",
            5,
            0,
            "not OTLP's answer, are the spans there? {\"status\":\"Server available\"}"),
        arguments("plain text", 200, "OK", 5, 0, "not OTLP's answer"),
        arguments("protobuf that says something", 200, "\n\5\b\2\22\1w", 3, 2, "w"),
        arguments("protobuf cut off", 200, "\n\5\b\2\22", 5, 0, "not OTLP's answer"),
        arguments("warning only", 200, "{\"partialSuccess\":{\"errorMessage\":\"w\"}}", 5, 0, "w"),
        arguments("malformed", 200, "{\"partialSuccess\":{", 5, 0, "not OTLP's answer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("successes")
  void export_taken_isCountedAsTheServerSays(
      String name, int status, String body, int exported, int rejected, String message) {
    collector.reply(FakeCollector.status(status, body));

    ExportResult result = export(5);

    assertThat(result.exported()).isEqualTo(exported);
    assertThat(result.rejected()).isEqualTo(rejected);
    assertThat(result.failed() + result.oversize()).isZero();
    if (message == null) {
      assertThat(result.message()).isNull();
    } else {
      assertThat(result.message()).contains(message);
    }
    assertThat(collector.requests()).hasSize(1);
  }

  @Test
  void export_answeredWithAWebPage_fails() {
    collector.reply(FakeCollector.status(200, " <!DOCTYPE html><title>Sign in</title>"));

    ExportResult result = export(5);

    assertThat(result.failed()).isEqualTo(5);
    assertThat(result.message()).startsWith(collector.url()).contains("a web page");
    assertThat(collector.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 400, 401, 403, 404, 405, 407, 415, 422, 500, 501, 505, 599})
  void export_refused_failsWithoutRepetition(int status) {
    collector.reply(FakeCollector.status(status, "{\"code\":3,\"message\":\"because\"}"));

    ExportResult result = export(5);

    assertThat(result.failed()).isEqualTo(5);
    assertThat(result.message()).startsWith(collector.url()).contains("HTTP status " + status);
    assertThat(collector.requests()).hasSize(1);
    assertThat(timing.pausedMillis).isEmpty();
  }

  static Stream<Arguments> explanations() {
    return Stream.of(
        arguments(
            "google.rpc.Status", 400, "{\"message\":\"no \\u001bname\"}", "400: no \\u001bname"),
        arguments("plain text", 400, "try again\nnever", "400: try again\\nnever"),
        arguments("other JSON", 400, "{\"error\":1}", "HTTP status 400"),
        arguments("long text", 400, "x".repeat(10_000), "x…"),
        arguments("web page", 500, "<html>", "HTTP status 500"),
        arguments("404", 404, "", "port 4317 is for gRPC, OTLP over HTTP listens on 4318"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("explanations")
  void export_refused_tellsWhy(String name, int status, String body, String expected) {
    collector.reply(FakeCollector.status(status, body));

    assertThat(export(1).message())
        .contains(expected)
        .doesNotContain("<html>", "\n")
        .hasSizeLessThan(500);
  }

  /** As nginx, Go, Apache and Tomcat answer at a port for TLS. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><center>The plain HTTP request was sent to HTTPS port</center></html>",
        "Client sent an HTTP request to an HTTPS server.\n",
        "<p>You're speaking plain HTTP to an SSL-enabled server port.<br /></p>",
        "Bad Request\r\nThis combination of host and port requires TLS.\r\n"
      })
  void export_inPlainHttpToAPortForTls_hintsAtHttps(String body) {
    collector.reply(FakeCollector.status(400, body));
    OtlpExporter exporter = exporter(builder());

    assertThat(exporter.export(TestSpan.batch(1)).message())
        .contains("the server speaks TLS; use https://")
        .doesNotContain("4317");
    exporter.export(TestSpan.batch(1));
    assertThat(timing.pausedMillis).as("it is left alone for a while").containsExactly(1000L);
  }

  @Test
  void export_lostByAServerThatHasAnsweredBefore_doesNotHintAtHttps() {
    collector.reply(FakeCollector.ok()).orElse(FakeCollector.hangUp());
    OtlpExporter exporter = exporter(builder());

    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    assertThat(exporter.export(TestSpan.batch(1)).message())
        .contains("connection lost")
        .doesNotContain("TLS");
  }

  @Test
  void export_redirected_doesNotFollow() {
    collector.reply(FakeCollector.status(307, "", "Location: " + collector.url() + "/elsewhere"));

    ExportResult result = export(1);

    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.message()).contains("redirects are not followed");
    assertThat(collector.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "\0\0\u0006\u0004\0\0\0\0\0\0\u0005\0\0\u0040\0\0\0\u0004\b\0\0\0\0\0\0",
        "nonsense nonsense nonsense\n\n"
      })
  void export_answerIsNotHttp_failsWithAHint(String bytes) {
    collector.reply(FakeCollector.raw(bytes));

    ExportResult result = export(1);

    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.message()).contains("not HTTP", "4318");
    assertThat(collector.requests()).hasSize(1);
  }

  @Test
  void export_toThePortOfGrpc_getsAHint() {
    ExportResult result =
        exporter(OtlpExporter.builder().endpoint("http://127.0.0.1:4317").proxy(closedProxy()))
            .export(TestSpan.batch(1));

    assertThat(result.message()).contains("port 4317 is for gRPC");
  }

  private static Proxy closedProxy() {
    return new Proxy(
        Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", FakeCollector.refusingPort()));
  }

  // repetitions

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void export_serverIsBusy_isRepeatedWithGrowingWaits(int status) {
    FakeCollector.Reply busy = FakeCollector.status(status, "");
    collector.reply(busy, busy, busy);

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
    assertThat(collector.requests()).hasSize(4);
    assertThat(collector.requests())
        .extracting(Request::text)
        .containsOnly(collector.requests().get(0).text());
    assertThat(timing.pausedMillis).containsExactly(1000L, 1500L, 2250L);
  }

  @Test
  void export_serverStaysBusy_failsWhenTheTimeIsOver() {
    collector.orElse(FakeCollector.status(503, "{\"message\":\"overloaded\"}"));

    ExportResult result = export(2);

    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message()).contains("HTTP status 503 (5 attempts): overloaded");
    assertThat(timing.pausedMillis).containsExactly(1000L, 1500L, 2250L, 3375L);
  }

  @Test
  void export_retryAfterSeconds_isHonoured() {
    collector.reply(FakeCollector.status(429, "", "Retry-After: 7"));

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(7000L);
  }

  @Test
  void export_retryAfterDate_isHonoured() {
    collector.reply(FakeCollector.status(503, "", "Retry-After: Thu, 01 Jan 2026 00:00:04 GMT"));

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(4000L);
  }

  @Test
  void export_retryAfterIsLaterThanTheDeadline_failsAtOnce() {
    collector.reply(FakeCollector.status(503, "", "Retry-After: 3600"));

    assertThat(export(2).failed()).isEqualTo(2);
    assertThat(collector.requests()).hasSize(1);
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void export_timeoutOfTheBuilder_boundsTheRepetitions() {
    collector.orElse(FakeCollector.status(503, ""));

    exporter(builder().timeout(Duration.ofSeconds(2))).export(TestSpan.batch(1));

    assertThat(timing.pausedMillis).containsExactly(1000L);
  }

  @Test
  void export_collectorStartsLate_spansArrive() throws IOException {
    Socket reserved = FakeCollector.refuse();
    int port = reserved.getLocalPort();
    FakeCollector[] late = new FakeCollector[1];
    int[] pauses = new int[1];
    FakeTiming starting =
        FakeTiming.beforePauses(
            () -> {
              if (++pauses[0] == 2) {
                try {
                  late[0] = new FakeCollector(port);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    OtlpExporter exporter =
        exporter(OtlpExporter.builder().endpoint("http://127.0.0.1:" + port), starting);

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(starting.pausedMillis).hasSize(2);
    late[0].close();
    reserved.close();
  }

  @Test
  void export_nobodyListens_failsAndTellsWhere() {
    String url = "http://127.0.0.1:" + FakeCollector.refusingPort();

    ExportResult result = exporter(OtlpExporter.builder().endpoint(url)).export(TestSpan.batch(4));

    assertThat(result.failed()).isEqualTo(4);
    assertThat(result.message())
        .startsWith(url + "/v1/traces: 5 attempts, the last one: cannot connect")
        .contains("ConnectException");
  }

  @Test
  void export_unknownHost_isRepeated() {
    ExportResult result =
        exporter(
                OtlpExporter.builder()
                    .endpoint("http://" + "x".repeat(64))) // which no server of names is asked for
            .export(TestSpan.batch(1));

    assertThat(result.message()).contains("cannot connect: UnknownHostException");
    assertThat(timing.pausedMillis).isNotEmpty();
  }

  @Test
  void export_newConnectionBreaks_isRepeatedAfterAWait() {
    collector.reply(FakeCollector.hangUp());

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(1000L);
  }

  @Test
  void export_keptConnectionBreaks_isRepeatedAtOnce() {
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));
    collector.reply(FakeCollector.hangUp());

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(0L);
    assertThat(collector.requests()).extracting(Request::connection).containsExactly(1, 1, 2);
  }

  @Test
  void export_keptConnectionBreaksTwice_waitsTheSecondTime() {
    OtlpExporter exporter = exporter(builder());
    exporter.export(TestSpan.batch(1));
    collector.reply(FakeCollector.hangUp(), FakeCollector.hangUp());

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(timing.pausedMillis).containsExactly(0L, 1500L);
  }

  @Test
  void export_connectionBreaksInsideTheHead_isRepeated() {
    collector.reply(FakeCollector.raw("HTTP/1.1 20"));

    ExportResult result = export(2);

    assertThat(result.exported() + result.failed()).isEqualTo(2);
  }

  @Test
  void export_connectionBreaksInsideTheBody_theStatusCounts() {
    collector.reply(FakeCollector.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"par"));

    assertThat(export(2)).isEqualTo(ExportResult.success(2));
    assertThat(collector.requests()).hasSize(1);
  }
}
