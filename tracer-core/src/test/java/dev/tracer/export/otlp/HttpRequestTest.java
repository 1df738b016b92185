// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tracer.Attributes;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.otlp.FakeCollector.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What requests are made of a batch. */
class HttpRequestTest extends HttpExportFixture {
  // requests

  @Test
  void export_postsTheBatchAsJson() {
    assertThat(export(3)).isEqualTo(ExportResult.success(3));

    Request request = onlyRequest();
    assertThat(request.line()).isEqualTo("POST /v1/traces HTTP/1.1");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("user-agent")).startsWith("dev.tracer-exporter-java/");
    assertThat(request.headers()).doesNotContainKeys("content-encoding", "authorization");
    assertThat(collector.spanNames()).containsExactly("span-0", "span-1", "span-2");
  }

  @Test
  void export_nothing_sendsNothing() {
    assertThat(exporter(builder()).export(List.of())).isEqualTo(ExportResult.success(0));
    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void tracesEndpoint_isUsedAsItIs() {
    exporter(OtlpExporter.builder().tracesEndpoint(collector.url() + "/other?key=1"))
        .export(TestSpan.batch(1));

    assertThat(onlyRequest().line()).isEqualTo("POST /other?key=1 HTTP/1.1");
  }

  @Test
  void export_asksForAnAnswerThatIsNotPacked() {
    export(1);

    assertThat(collector.requests().get(0).header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void export_again_usesTheSameConnection() {
    OtlpExporter exporter = exporter(builder());
    for (int i = 0; i < 3; i++) {
      assertThat(exporter.export(TestSpan.batch(2)).exported()).isEqualTo(2);
    }

    assertThat(collector.requests()).extracting(Request::connection).containsOnly(1);
  }

  @Test
  void gzip_compressesTheBody() throws IOException {
    OtlpExporter exporter = exporter(builder().gzip(true));
    exporter.export(TestSpan.batch(50));
    exporter.export(TestSpan.batch(2));

    for (Request request : collector.requests()) {
      assertThat(request.header("content-encoding")).isEqualTo("gzip");
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
      int count = OtlpJson.spans(OtlpJson.parse(new String(plain, StandardCharsets.UTF_8))).size();
      assertThat(count).isIn(50, 2);
      assertThat(request.body().length).isLessThan(plain.length);
    }
    assertThat(collector.requests()).hasSize(2);
  }

  @Test
  void header_isSent() {
    exporter(builder().header("Authorization", "Bearer 1").header("X-Tenant", "a"))
        .export(TestSpan.batch(1));

    assertThat(onlyRequest().header("authorization")).isEqualTo("Bearer 1");
    assertThat(onlyRequest().header("x-tenant")).isEqualTo("a");
  }

  @Test
  void headers_areAskedForBeforeEachAttempt() {
    collector.reply(FakeCollector.status(503, ""));
    int[] calls = new int[1];
    exporter(
            builder()
                .header("Authorization", "fixed")
                .headers(() -> Map.of("Authorization", "token-" + ++calls[0])))
        .export(TestSpan.batch(1));

    assertThat(collector.requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly("token-1", "token-2");
  }

  static Stream<Arguments> brokenSuppliers() {
    return Stream.of(
        arguments("throws IllegalStateException", supplier(null)),
        arguments("returns null", (Supplier<?>) () -> null),
        arguments("line break", supplier(Map.of("X-Key", "secret\r\nHost: evil"))),
        arguments("reserved", supplier(Map.of("content-length", "secret"))),
        arguments("bad name", supplier(Map.of("secret key", "secret"))));
  }

  private static Supplier<Map<String, String>> supplier(Map<String, String> headers) {
    return () -> {
      if (headers == null) {
        throw new IllegalStateException("secret");
      }
      return headers;
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenSuppliers")
  void headers_supplierIsBroken_batchFailsAndNothingSecretIsTold(
      String name, Supplier<Map<String, String>> supplier) {
    ExportResult result = exporter(builder().headers(supplier)).export(TestSpan.batch(2));

    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message()).contains("supplier of headers").doesNotContain("secret");
    assertThat(collector.requests()).isEmpty();
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void userOfTheEndpoint_isSentAsAuthorization() {
    exporter(builder().endpoint("http://u:p@127.0.0.1:" + collector.port()))
        .export(TestSpan.batch(1));

    assertThat(onlyRequest().header("authorization")).isEqualTo("Basic dTpw");
  }

  @Test
  void proxy_getsTheRequest() {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", collector.port()));
    ExportResult result =
        exporter(OtlpExporter.builder().endpoint("http://collector.invalid:4318").proxy(proxy))
            .export(TestSpan.batch(1));

    assertThat(result.exported()).isEqualTo(1);
    assertThat(onlyRequest().line())
        .isEqualTo("POST http://collector.invalid:4318/v1/traces HTTP/1.1");
  }

  // sizes

  @Test
  void export_largerThanARequestMayBe_isSplit() {
    ExportResult result = exporter(builder().maxRequestBytes(4096)).export(TestSpan.batch(100));

    assertThat(result).isEqualTo(ExportResult.success(100));
    assertThat(collector.requests()).hasSizeBetween(5, 20);
    assertThat(collector.requests())
        .allSatisfy(request -> assertThat(request.body()).hasSizeLessThanOrEqualTo(4096));
    assertThat(collector.spanNames()).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void export_oneSpanLargerThanARequestMayBe_isLeftOut() {
    List<SpanData> batch = TestSpan.batch(5);
    ((TestSpan) batch.get(2)).attributes = Attributes.of("text", "x".repeat(5000));

    ExportResult result = exporter(builder().maxRequestBytes(4096)).export(batch);

    assertThat(result)
        .isEqualTo(
            new ExportResult(4, 0, 1, 0, "a span is larger than a request may be (4096 bytes)"));
    assertThat(collector.spanNames()).containsExactly("span-0", "span-1", "span-3", "span-4");
  }

  @Test
  void export_tooLargeForTheServer_isHalvedUntilItFits() {
    collector.orElse(
        (request, out) ->
            FakeCollector.status(spanCount(request) > 3 ? 413 : 200, "").send(request, out));

    assertThat(export(20)).isEqualTo(ExportResult.success(20));
    assertThat(collector.requests()).extracting(HttpRequestTest::spanCount).startsWith(20, 10, 5);
    assertThat(collector.requests()) // it may wait for the rest of what it refused
        .extracting(Request::connection)
        .startsWith(1, 2, 3);
    assertThat(timing.pausedMillis).isEmpty();
  }

  @Test
  void export_oneSpanTooLargeForTheServer_isOversizeAndTheOthersArrive() {
    collector.orElse(
        (request, out) ->
            FakeCollector.status(request.text().contains("\"span-5\"") ? 413 : 200, "")
                .send(request, out));

    ExportResult result = export(8);

    assertThat(result.exported()).isEqualTo(7);
    assertThat(result.oversize()).isEqualTo(1);
    assertThat(result.failed()).isZero();
    assertThat(result.message()).contains("HTTP status 413");
  }

  private static int spanCount(Request request) {
    return OtlpJson.spans(OtlpJson.parse(request.text())).size();
  }

  @Test
  void export_partsHaveDifferentFates_countsAddUp() {
    collector.reply(
        FakeCollector.ok(),
        FakeCollector.status(400, "bad"),
        FakeCollector.status(200, REJECTED.formatted("1", "")));

    ExportResult result = exporter(builder().maxRequestBytes(2048)).export(TestSpan.batch(30));

    int sum = result.exported() + result.rejected() + result.oversize() + result.failed();
    assertThat(sum).isEqualTo(30);
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.failed()).isPositive();
    assertThat(result.message()).contains("400: bad");
  }

  @Test
  void export_spanCannotBeRead_theOthersArrive() {
    List<SpanData> batch = TestSpan.batch(3);
    ((TestSpan) batch.get(1)).name = null;

    ExportResult result = exporter(builder()).export(batch);

    assertThat(result).isEqualTo(new ExportResult(2, 0, 0, 1, "a span could not be read"));
    assertThat(collector.spanNames()).containsExactly("span-0", "span-2");
  }

  @Test
  void export_noSpanCanBeRead_sendsNoEmptyRequest() {
    TestSpan broken = TestSpan.named(null);

    assertThat(exporter(builder()).export(List.of(broken, broken)).failed()).isEqualTo(2);
    assertThat(collector.requests()).isEmpty();
  }
}
