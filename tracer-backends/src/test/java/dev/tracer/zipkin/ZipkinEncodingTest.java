// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.AttributesBuilder;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.export.send.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** Checked by Zipkin's own reader. */
class ZipkinEncodingTest {
  private static final int MAX = 1 << 20;

  private final ZipkinEncoding encoding = new ZipkinEncoding();

  private byte[] encode(SpanData... spans) {
    encoding.begin();
    for (SpanData span : spans) {
      assertThat(encoding.append(span, MAX)).isTrue();
    }
    ByteBuffer bytes = encoding.end();
    return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
  }

  private Span decode(SpanData span) {
    List<Span> spans = SpanBytesDecoder.JSON_V2.decodeList(encode(span));
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  private static SpanFixture call(Attributes attributes) {
    return SpanFixture.span("get", 2, 1).kind(SpanKind.CLIENT).attributes(attributes);
  }

  @Test
  void span_isWrittenInWholeMicroseconds() {
    SpanData span = SpanFixture.span("checkout", 1, 0).kind(SpanKind.SERVER).micros(5, 1_239);

    assertThat(new String(encode(span), StandardCharsets.UTF_8))
        .isEqualTo(
            "[{\"traceId\":\"0af7651916cd43dd0000000000000001\",\"id\":\"0000000000000001\","
                + "\"kind\":\"SERVER\",\"name\":\"checkout\",\"timestamp\":1767268800000005,"
                + "\"duration\":1234,\"localEndpoint\":{\"serviceName\":\"shop\"},\"tags\":{\"otel.scope.name\":\"test\"}}]");
  }

  @Test
  void span_withEverything_isReadByZipkin() {
    SpanFixture fixture =
        SpanFixture.span("GET", 7, 3)
            .kind(SpanKind.CLIENT)
            .micros(10, 20)
            .attributes(
                Attributes.builder()
                    .set("http.request.method", "GET")
                    .set("http.response.status_code", 200)
                    .set("retry", true)
                    .set("share", 0.5)
                    .set("ids", List.of(1L, 2L))
                    .set("service.peer.name", "Cart")
                    .set("network.peer.address", "10.0.0.7")
                    .set("network.peer.port", 8080)
                    .build())
            .event("cache miss", 12, Attributes.empty())
            .event("retry", 15, Attributes.of("attempt", 2L, "why", "reset"))
            .status(StatusCode.ERROR, "broken");
    Span span = decode(fixture);

    assertThat(span.parentId()).isEqualTo("0000000000000003");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.durationAsLong()).isEqualTo(10);
    assertThat(span.localServiceName()).isEqualTo("shop");
    assertThat(span.remoteServiceName()).isEqualTo("cart");
    assertThat(span.remoteEndpoint().ipv4()).isEqualTo("10.0.0.7");
    assertThat(span.remoteEndpoint().portAsInt()).isEqualTo(8080);
    assertThat(span.annotations())
        .extracting(annotation -> annotation.value())
        .containsExactly("cache miss", "\"retry\": {\"attempt\":2,\"why\":\"reset\"}");
    assertThat(span.annotations().get(0).timestamp()).isEqualTo(1_767_268_800_000_012L);
    assertThat(span.tags())
        .containsEntry("http.response.status_code", "200")
        .containsEntry("retry", "true")
        .containsEntry("share", "0.5")
        .containsEntry("ids", "[1,2]")
        .containsEntry("otel.status_code", "ERROR")
        .containsEntry("error", "broken");
    assertThat(span.shared()).isNull();
  }

  @Test
  void duration_belowAMicrosecond_isOne() {
    assertThat(decode(SpanFixture.span("quick", 1, 0).nanos(0)).durationAsLong()).isEqualTo(1);
    assertThat(decode(SpanFixture.span("quick", 1, 0).nanos(999)).durationAsLong()).isEqualTo(1);
  }

  @Test
  void numbers_thatJsonDoesNotHave_areText() {
    Attributes attributes =
        Attributes.of("nan", Double.NaN, "list", List.of(Double.POSITIVE_INFINITY));

    assertThat(decode(SpanFixture.span("odd", 1, 0).attributes(attributes)).tags())
        .containsEntry("nan", "NaN")
        .containsEntry("list", "[\"Infinity\"]");
  }

  @Test
  void error_tagOfTheApplication_givesWayToTheStatus() {
    Attributes no = Attributes.of("error", false);
    Attributes yes = Attributes.of("error", "mine");

    assertThat(decode(SpanFixture.span("ok", 1, 0).attributes(no)).tags())
        .doesNotContainKey("error");
    assertThat(decode(SpanFixture.span("ok", 1, 0).attributes(yes)).tags())
        .containsEntry("error", "mine");
    SpanFixture failed =
        SpanFixture.span("failed", 1, 0).attributes(yes).status(StatusCode.ERROR, null);
    assertThat(decode(failed).tags()).containsEntry("error", "");
  }

  @ParameterizedTest
  @CsvSource({
    "service.peer.name, cart",
    "peer.service, cart",
    "server.address, cart",
    "net.peer.name, cart",
    "db.namespace, cart",
    "network.peer.address, cart",
  })
  void remoteEndpoint_isWhatIsKnownBest(String attribute, String name) {
    assertThat(decode(call(Attributes.of(attribute, "Cart"))).remoteServiceName()).isEqualTo(name);
  }

  @Test
  void remoteEndpoint_ofSeveral_isTheOneOfTheHigherRank() {
    List<String> ranking =
        List.of(
            "peer.service",
            "server.address",
            "net.peer.name",
            "network.peer.address",
            "server.socket.domain",
            "server.socket.address",
            "net.sock.peer.name",
            "net.sock.peer.addr",
            "peer.hostname",
            "peer.address",
            "db.name");
    for (int rank = 0; rank < ranking.size(); rank++) {
      AttributesBuilder attributes = Attributes.builder();
      ranking.subList(rank, ranking.size()).forEach(name -> attributes.set(name, name));

      assertThat(decode(call(attributes.build())).remoteServiceName()).isEqualTo(ranking.get(rank));
    }
  }

  @Test
  void remoteEndpoint_port_isThatOfItsAddress() {
    Attributes attributes =
        Attributes.builder()
            .set("server.address", "cart")
            .set("server.port", 443)
            .set("server.socket.port", 80)
            .set("net.sock.peer.addr", "10.0.0.7")
            .set("net.sock.peer.port", 3128)
            .build();

    assertThat(decode(call(attributes)).remoteEndpoint())
        .isEqualTo(Endpoint.newBuilder().serviceName("cart").ip("10.0.0.7").port(3128).build());
    assertThat(decode(call(Attributes.of("server.address", "cart", "server.port", 443L))))
        .extracting(Span::remoteEndpoint)
        .isEqualTo(Endpoint.newBuilder().serviceName("cart").port(443).build());
  }

  @Test
  void remoteEndpoint_ofAServer_isUnknown() {
    SpanFixture span =
        SpanFixture.span("get", 2, 0)
            .kind(SpanKind.SERVER)
            .attributes(Attributes.of("server.address", "me"));

    assertThat(decode(span).remoteEndpoint()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'::1', '::1'", "'2001:db8::8', '2001:db8::8'", "'fe80::1%eth0',", "'300.1.1.1',"})
  void remoteEndpoint_address_isThatOfItsFamily(String address, String ipv6) {
    Attributes attributes = Attributes.of("network.peer.address", address);

    assertThat(decode(call(attributes)).remoteEndpoint().ipv6()).isEqualTo(ipv6);
    assertThat(decode(call(attributes)).remoteEndpoint().ipv4()).isNull();
  }

  @Test
  void request_thatIsFull_refusesTheNextSpanAndStaysWhole() {
    encoding.begin();
    SpanData span = SpanFixture.span("checkout", 1, 0);
    int spans = 0;
    while (encoding.append(span, 2_000)) {
      spans++;
    }
    ByteBuffer bytes = encoding.end();

    assertThat(bytes.remaining()).isLessThanOrEqualTo(2_000);
    assertThat(
            SpanBytesDecoder.JSON_V2.decodeList(
                Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit())))
        .hasSize(spans)
        .hasSizeGreaterThan(5);
  }

  @Test
  void anyText_isReadByZipkinAsItWas() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 500; i++) {
      String text = text(random);
      SpanFixture span =
          SpanFixture.span("x" + text, 1, 0)
              .attributes(Attributes.of("key", text, "map", Map.of("k", text)))
              .event("e" + text, 1, Attributes.empty());
      Span read = decode(span);

      assertThat(read.tags().get("key")).isEqualTo(text);
      assertThat(read.annotations().get(0).value()).isEqualTo("e" + text);
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("t");
    for (int n = random.nextInt(12); n > 0; n--) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x80);
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return text.toString();
  }

  @Test
  void answer_thatIsAPage_isNoSuccess() {
    byte[] page = "<html>log in</html>".getBytes(StandardCharsets.UTF_8);
    ExportResult result =
        encoding.read(Answer.acknowledged().withBody("text/html; charset=utf-8", page), 3);

    assertThat(result.failed()).isEqualTo(3);
    assertThat(result.message()).contains("not Zipkin");
    assertThat(encoding.read(Answer.acknowledged(), 3)).isEqualTo(ExportResult.success(3));
  }
}
