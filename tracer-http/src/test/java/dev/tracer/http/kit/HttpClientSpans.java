// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the spans of clients look like: names, attributes, status. */
public abstract class HttpClientSpans extends HttpClientFixture {
  @Test
  void call_hasOneClientSpan() throws Exception {
    Answer answer = client().call(get("/status/200"));

    assertThat(answer.status()).isEqualTo(200);
    SpanData span = spans.take();
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.instrumentationScope().name()).isEqualTo("dev.tracer.http");
    assertThat(span.instrumentationScope().version())
        .isEqualTo(tracer.resource().attributes().get("telemetry.sdk.version"));
  }

  @Test
  void call_sendsContextOfItsSpan() throws Exception {
    client().call(get("/status/200"));

    assertThat(peer.take().one("traceparent")).isEqualTo(parentOf(spans.take()));
  }

  @Test
  void call_insideSpan_isItsChild() throws Exception {
    Caller client = client();
    tracer.run("parent", s -> client.call(get("/status/200")));

    SpanData call = spans.take();
    SpanData parent = spans.take();
    assertThat(call.context().traceId()).isEqualTo(parent.context().traceId());
    assertThat(call.parentSpanIdAsLong()).isEqualTo(parent.spanIdAsLong());
  }

  @Test
  void call_withoutParent_isRoot() throws Exception {
    client().call(get("/status/200"));

    assertThat(spans.take().parentSpanIdAsLong()).isZero();
  }

  @Test
  void call_leavesCallersContextAsItWas() throws Exception {
    Caller client = client();
    Span parent = tracer.startSpan("parent");
    try (Scope scope = parent.makeCurrent()) {
      client.call(get("/status/200"));
      assertThat(Span.current()).isSameAs(parent);
    }
    parent.end();
    spans.take(2);
  }

  @Test
  void span_hasRequiredAttributes() throws Exception {
    URI uri = peer.uri("/status/200?a=1");
    client().call(new Call("GET", uri, Map.of(), ""));

    SpanData span = spans.take();
    assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
    assertThat(attribute(span, "url.full")).isEqualTo(uri.toString());
    assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "server.port")).isEqualTo((long) uri.getPort());
    assertThat(attribute(span, "http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void span_hasProtocolVersion() throws Exception {
    client().call(get("/status/200"));

    assertThat(attribute(spans.take(), "network.protocol.version")).isEqualTo(protocolVersion());
  }

  @Test
  void span_ofSuccess_hasNoErrorTypeAndNoOldNames() throws Exception {
    client().call(get("/status/200"));

    assertThat(names(spans.take()))
        .doesNotContain("error.type", "http.method", "http.status_code", "http.url");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500, 503})
  void errorStatus_isError(int status) throws Exception {
    assertThat(client().call(get("/status/" + status)).status()).isEqualTo(status);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isNull();
    assertThat(attribute(span, "error.type")).isEqualTo(Integer.toString(status));
    assertThat(attribute(span, "http.response.status_code")).isEqualTo((long) status);
    assertThat(span.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 304})
  void otherStatus_isUnset(int status) throws Exception {
    client().call(get("/status/" + status));

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attribute(span, "error.type")).isNull();
  }

  @Test
  void refusedConnection_isErrorAndPassesOn() throws Exception {
    Caller client = client();
    try (Socket taken = new Socket()) { // nobody listens there, and nobody else gets the port
      taken.bind(JdkPeer.loopback());
      URI nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/");
      assertThatThrownBy(() -> client.call(new Call("GET", nobody, Map.of(), "")))
          .isInstanceOf(Exception.class);
    }

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat((String) attribute(span, "error.type")).endsWith("Exception");
    assertThat(attribute(span, "http.response.status_code")).isNull();
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void lostConnection_isErrorAndPassesOn() {
    Caller client = client();
    assertThatThrownBy(() -> client.call(get("/drop"))).isInstanceOf(Exception.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attribute(span, "error.type")).isNotNull();
  }

  @Test
  void timeout_isErrorAndPassesOn() {
    Caller client = client();
    assertThatThrownBy(() -> client.call(get("/never"))).isInstanceOf(Exception.class);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat((String) attribute(span, "error.type")).contains("Timeout");
  }

  @ParameterizedTest
  @CsvSource({"GET,GET", "POST,POST", "PUT,PUT", "DELETE,DELETE", "PATCH,PATCH", "OPTIONS,OPTIONS"})
  void knownMethod_namesSpan(String method, String name) throws Exception {
    client().call(new Call(method, peer.uri("/status/200"), Map.of(), ""));

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo(name);
    assertThat(attribute(span, "http.request.method_original")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BREW", "get"})
  void unknownMethod_isOther(String method) throws Exception {
    client().call(new Call(method, peer.uri("/status/200"), Map.of(), ""));

    assertThat(peer.take().method()).isEqualTo(method);
    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(attribute(span, "http.request.method")).isEqualTo("_OTHER");
    assertThat(attribute(span, "http.request.method_original")).isEqualTo(method);
  }

  @Test
  void signaturesInQuery_areRedacted() throws Exception {
    URI uri = peer.uri("/status/200?a=1&X-Amz-Signature=deadbeef&si%67=secret&signed=kept");
    client().call(new Call("GET", uri, Map.of(), ""));

    assertThat((String) attribute(spans.take(), "url.full"))
        .endsWith("?a=1&X-Amz-Signature=REDACTED&si%67=REDACTED&signed=kept");
  }

  @Test
  void secretsInUrl_areRedacted() throws Exception {
    URI uri = peer.uri("/status/200;jsessionid=secret?Access_Token=secret&password=secret&q=1");
    client().call(new Call("GET", uri, Map.of(), ""));

    assertThat((String) attribute(spans.take(), "url.full"))
        .endsWith(";jsessionid=REDACTED?Access_Token=REDACTED&password=REDACTED&q=1");
  }

  @Test
  void emptyPath_isCalled() throws Exception {
    assertThat(client().call(new Call("GET", peer.uri(""), Map.of(), "")).status()).isEqualTo(404);

    assertThat((String) attribute(spans.take(), "url.full")).startsWith(peer.uri("").toString());
  }

  @Test
  void headers_areRecordedByAllowListOnly() throws Exception {
    Caller client = client(b -> b.requestHeaders("X-Asked").responseHeaders("X-Answer"));
    client.call(get("/status/200", Map.of("x-asked", "me", "authorization", "secret")));

    SpanData span = spans.take();
    assertThat(attribute(span, "http.request.header.x-asked")).isEqualTo(List.of("me"));
    assertThat(attribute(span, "http.response.header.x-answer")).isEqualTo(List.of("yes"));
    assertThat(span.attributes().toString()).doesNotContain("secret", "hidden");
  }
}
