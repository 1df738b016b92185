// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the spans of servers look like: names, attributes, status. */
public abstract class HttpServerSpans extends HttpServerFixture {
  @Test
  void request_hasOneServerSpan() throws Exception {
    assertThat(get(serve(), "/a").statusCode()).isEqualTo(200);

    SpanData span = spans.take();
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.instrumentationScope().name()).isEqualTo("dev.tracer.http");
  }

  @Test
  void request_withTrace_continuesIt() throws Exception {
    get(serve(), "/a", "traceparent", parent("01"), "tracestate", "vendor=x");

    SpanData span = spans.take();
    assertThat(span.context().traceId()).isEqualTo(TRACE);
    assertThat(Long.toHexString(span.parentSpanIdAsLong())).isEqualTo(PARENT);
    assertThat(span.isParentRemote()).isTrue();
    assertThat(span.context().traceState()).hasToString("vendor=x");
  }

  @Test
  void request_withoutTrace_isRoot() throws Exception {
    get(serve(), "/a");

    SpanData span = spans.take();
    assertThat(span.parentSpanIdAsLong()).isZero();
    assertThat(span.context().isValid()).isTrue();
  }

  @Test
  void request_withUnsampledTrace_isNotRecordedAndPassesOn() throws Exception {
    var seen = new LinkedBlockingQueue<Span>();
    Server server =
        serve(
            exchange -> {
              seen.add(Span.current());
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a", "traceparent", parent("00"));

    Span span = Waiting.poll(seen, "the handler");
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.isSampled()).isFalse();
  }

  @Test
  void span_isCurrentInHandler() throws Exception {
    Server server =
        serve(
            exchange -> {
              tracer.run("inside", s -> {});
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a");

    SpanData inside = spans.take();
    SpanData request = spans.take();
    assertThat(inside.parentSpanIdAsLong()).isEqualTo(request.spanIdAsLong());
  }

  @Test
  void requestsOfOneConnection_haveTracesOfTheirOwn() throws Exception {
    Server server = serve();
    for (int i = 0; i < 3; i++) {
      plain.send(HttpRequest.newBuilder(server.uri("/a")).build(), BodyHandlers.discarding());
    }
    Set<String> traces = new HashSet<>();
    for (SpanData span : spans.take(3)) {
      assertThat(span.parentSpanIdAsLong()).isZero();
      traces.add(span.context().traceId());
    }
    assertThat(traces).hasSize(3);
  }

  @Test
  void name_withoutRoute_isMethodAndNeverPath() throws Exception {
    get(serve(), "/orders/4711");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(attribute(span, "http.route")).isNull();
  }

  @Test
  void route_namesSpan() throws Exception {
    Server server =
        serve(
            exchange -> {
              exchange.route("/orders/{id}");
              exchange.answer(200, new byte[0]);
            });
    get(server, "/orders/4711");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("GET /orders/{id}");
    assertThat(attribute(span, "http.route")).isEqualTo("/orders/{id}");
    assertThat(attribute(span, "url.path")).isEqualTo("/orders/4711");
  }

  @Test
  void span_hasRequiredAttributes() throws Exception {
    Server server = serve();
    get(server, "/a%20b?q=1", "user-agent", "me/1.0");

    SpanData span = spans.take();
    URI uri = server.uri("/");
    assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
    assertThat(attribute(span, "url.path")).isEqualTo("/a%20b");
    assertThat(attribute(span, "url.query")).isEqualTo("q=1");
    assertThat(attribute(span, "url.scheme")).isEqualTo(uri.getScheme());
    assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "server.port")).isEqualTo((long) uri.getPort());
    assertThat(attribute(span, "http.response.status_code")).isEqualTo(200L);
    assertThat(attribute(span, "user_agent.original")).isEqualTo("me/1.0");
    assertThat(attribute(span, "client.address")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "network.peer.address")).isEqualTo("127.0.0.1");
    assertThat((Long) attribute(span, "network.peer.port")).isPositive();
    assertThat(attribute(span, "network.protocol.version")).isEqualTo(protocolVersion());
    assertThat(attribute(span, "error.type")).isNull();
  }

  @Test
  void signaturesInQuery_areRedacted() throws Exception {
    get(serve(), "/a?x=1&sig=secret&y=2");

    SpanData span = spans.take();
    assertThat(attribute(span, "url.query")).isEqualTo("x=1&sig=REDACTED&y=2");
    assertThat(span.attributes().toString()).doesNotContain("secret");
  }

  @Test
  void forwarded_tellsClientHostAndScheme() throws Exception {
    get(
        serve(),
        "/a",
        "forwarded",
        "for=\"[2001:db8::1]:4711\";proto=https;host=\"shop.example:8443\", for=10.0.0.1");

    SpanData span = spans.take();
    assertThat(attribute(span, "client.address")).isEqualTo("2001:db8::1");
    assertThat(attribute(span, "url.scheme")).isEqualTo("https");
    assertThat(attribute(span, "server.address")).isEqualTo("shop.example");
    assertThat(attribute(span, "server.port")).isEqualTo(8443L);
    assertThat(attribute(span, "network.peer.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void forwardedByX_tellsClientHostAndScheme() throws Exception {
    get(
        serve(),
        "/a",
        "x-forwarded-for",
        "203.0.113.9, 10.0.0.1",
        "x-forwarded-host",
        "shop.example",
        "x-forwarded-proto",
        "HTTPS");

    SpanData span = spans.take();
    assertThat(attribute(span, "client.address")).isEqualTo("203.0.113.9");
    assertThat(attribute(span, "server.address")).isEqualTo("shop.example");
    assertThat(attribute(span, "server.port")).isEqualTo(443L);
    assertThat(attribute(span, "url.scheme")).isEqualTo("https");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 404, 499})
  void statusBelow500_isUnset(int status) throws Exception {
    Server server = serve(exchange -> exchange.answer(status, new byte[0]));
    assertThat(get(server, "/a").statusCode()).isEqualTo(status);

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attribute(span, "http.response.status_code")).isEqualTo((long) status);
    assertThat(attribute(span, "error.type")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void status500_isError(int status) throws Exception {
    Server server = serve(exchange -> exchange.answer(status, new byte[0]));
    get(server, "/a");

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isNull();
    assertThat(attribute(span, "error.type")).isEqualTo(Integer.toString(status));
  }

  @Test
  void exception_isRecordedAndPassedOn() throws Exception {
    Server server =
        serve(
            exchange -> {
              throw new IllegalStateException("broken");
            });
    if (answersExceptions()) {
      assertThat(status(server, "/a")).isEqualTo(500);
    } else {
      assertThat(catchIo(server)).isTrue();
    }
    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isEqualTo("broken");
    assertThat(attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.events()).hasSize(1);
    assertThat(attribute(span, "http.response.status_code"))
        .isEqualTo(answersExceptions() ? 500L : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"})
  void knownMethod_namesSpan(String method) throws Exception {
    call(serve(), method, "/a", "");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo(method);
    assertThat(attribute(span, "http.request.method")).isEqualTo(method);
  }

  @Test
  void unknownMethod_isOther() throws Exception {
    call(serve(), "BREW", "/a", "");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(attribute(span, "http.request.method")).isEqualTo("_OTHER");
    assertThat(attribute(span, "http.request.method_original")).isEqualTo("BREW");
  }

  @Test
  void headers_areRecordedByAllowListOnly() throws Exception {
    Server server =
        serve(
            b -> b.requestHeaders("X-Asked").responseHeaders("X-Answer"),
            exchange -> {
              exchange.header("x-answer", "yes");
              exchange.header("x-hidden", "hidden");
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a", "x-asked", "one", "x-asked", "two", "authorization", "secret");

    SpanData span = spans.take();
    assertThat(attribute(span, "http.request.header.x-asked")).isEqualTo(List.of("one", "two"));
    assertThat(attribute(span, "http.response.header.x-answer")).isEqualTo(List.of("yes"));
    assertThat(span.attributes().toString()).doesNotContain("secret", "hidden");
  }

  @Test
  void secretsInUrl_areRedacted() throws Exception {
    get(serve(), "/a?code=secret&Access_Token=secret&q=1");

    SpanData span = spans.take();
    assertThat(attribute(span, "url.query")).isEqualTo("code=REDACTED&Access_Token=REDACTED&q=1");
    assertThat(span.attributes().toString()).doesNotContain("secret");
  }

  @Test
  void unknownForwarder_isNoAddress() throws Exception {
    get(serve(), "/a", "x-forwarded-for", "unknown, 10.0.0.1");

    assertThat(attribute(spans.take(), "client.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void notFound_withoutRoute_isNamedByMethod() throws Exception {
    Server server = serve(exchange -> exchange.answer(404, new byte[0]));
    get(server, "/no/such/4711");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(attribute(span, "http.route")).isNull();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void optionsOfRoot_hasSpan() throws Exception {
    call(serve(), "OPTIONS", "/", "");

    SpanData span = spans.take();
    assertThat(span.name()).startsWith("OPTIONS");
    assertThat(attribute(span, "url.path")).isEqualTo("/");
  }

  @Test
  void span_hasScopeOfTheModule() throws Exception {
    get(serve(), "/a");

    assertThat(spans.take().instrumentationScope().version())
        .isEqualTo(tracer.resource().attributes().get("telemetry.sdk.version"));
  }
}
