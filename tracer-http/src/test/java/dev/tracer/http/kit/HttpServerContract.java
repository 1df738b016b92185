// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.http.InboundPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every traced HTTP server does. To check one, extend this and say how to start it with a
 * handler; each test starts its own server on this machine, sends it requests and looks at the
 * answers and at the spans that ended.
 */
public abstract class HttpServerContract extends HttpServerHooks {
  @Test
  void serverTiming_isOffByDefault() throws Exception {
    assertThat(get(serve(), "/a").headers().firstValue("server-timing")).isEmpty();
    spans.take();
  }

  @Test
  void serverTiming_tellsTrace() throws Exception {
    HttpResponse<String> response = get(serveWith(b -> b.serverTiming(true)), "/a");

    SpanData span = spans.take();
    assertThat(response.headers().firstValue("server-timing"))
        .contains(
            "trace;desc=00-" + span.context().traceId() + "-" + span.context().spanId() + "-03");
  }

  @Test
  void link_beginsNewTraceWithLink() throws Exception {
    Server server = serveWith(b -> b.inbound(InboundPolicy.link()));
    get(server, "/a", "traceparent", parent("01"), "baggage", "user=7");

    SpanData span = spans.take();
    assertThat(continuesTrace(span)).isFalse();
    assertThat(span.parentSpanIdAsLong()).isZero();
    assertThat(span.links()).hasSize(1);
    assertThat(span.links().get(0).context().traceId()).isEqualTo(TRACE);
  }

  @Test
  void link_withoutTrace_hasNoLink() throws Exception {
    get(serveWith(b -> b.inbound(InboundPolicy.link())), "/a");

    assertThat(spans.take().links()).isEmpty();
  }

  @Test
  void ignore_forgetsTraceAndBaggage() throws Exception {
    var baggage = new LinkedBlockingQueue<Baggage>();
    Server server =
        serve(
            b -> b.inbound(InboundPolicy.ignore()),
            exchange -> {
              baggage.add(Baggage.current());
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a", "traceparent", parent("00"), "baggage", "user=7");

    SpanData span = spans.take();
    assertThat(continuesTrace(span)).isFalse();
    assertThat(span.links()).isEmpty();
    assertThat(Waiting.poll(baggage, "the handler").isEmpty()).isTrue();
  }

  @Test
  void ignoredSampledFlag_leavesDecisionToSampler() throws Exception {
    Server server = serveWith(b -> b.inbound(InboundPolicy.trust().ignoreSampledFlag()));
    get(server, "/a", "traceparent", parent("00"));

    SpanData span = spans.take();
    assertThat(continuesTrace(span)).isTrue();
    assertThat(span.context().isSampled()).isTrue();
  }

  @Test
  void cappedSampledFlag_samplesNoMoreThanThat() throws Exception {
    Server server = serveWith(b -> b.inbound(InboundPolicy.trust().capSampledFlag(0)));
    assertThat(get(server, "/a", "traceparent", parent("01")).statusCode()).isEqualTo(200);
    // a trace of its own is not the caller's wish
    get(server, "/a");

    assertThat(continuesTrace(spans.take())).isFalse();
  }

  @Test
  void baggage_isCurrentInHandler() throws Exception {
    var baggage = new LinkedBlockingQueue<Baggage>();
    Server server =
        serve(
            exchange -> {
              baggage.add(Baggage.current());
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a", "baggage", "user=7,plan=free");

    assertThat(Waiting.poll(baggage, "the handler").asMap())
        .containsEntry("user", "7")
        .containsEntry("plan", "free");
    spans.take();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "garbage",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra"
      })
  void badTraceparent_beginsNewTrace(String header) throws Exception {
    assertThat(get(serve(), "/a", "traceparent", header).statusCode()).isEqualTo(200);

    SpanData span = spans.take();
    assertThat(continuesTrace(span)).isFalse();
    assertThat(span.parentSpanIdAsLong()).isZero();
  }

  @Test
  void twoTraceparents_beginNewTrace() throws Exception {
    get(serve(), "/a", "traceparent", parent("01"), "traceparent", parent("00"));

    assertThat(continuesTrace(spans.take())).isFalse();
  }

  @Test
  void oversizeBaggage_isDroppedAndCounted() throws Exception {
    var baggage = new LinkedBlockingQueue<Baggage>();
    Server server =
        serve(
            exchange -> {
              baggage.add(Baggage.current());
              exchange.answer(200, new byte[0]);
            });
    StringBuilder members = new StringBuilder("k0=v");
    for (int i = 1; i < 100; i++) {
      members.append(",k").append(i).append("=v");
    }
    get(server, "/a", "baggage", members.toString());

    assertThat(Waiting.poll(baggage, "the handler").size()).isLessThanOrEqualTo(64);
    assertThat(tracer.stats().refusedHeaders()).isPositive();
    spans.take();
  }

  @Test
  void oversizeTracestate_isDroppedAndCounted() throws Exception {
    StringBuilder members = new StringBuilder("a0=1");
    for (int i = 1; i < 40; i++) {
      members.append(",a").append(i).append("=1");
    }
    get(serve(), "/a", "traceparent", parent("01"), "tracestate", members.toString());

    SpanData span = spans.take();
    assertThat(continuesTrace(span)).isTrue();
    assertThat(span.context().traceState().isEmpty()).isTrue();
    assertThat(tracer.stats().refusedHeaders()).isPositive();
  }

  @Test
  void anyHeaderBytes_doNoHarm() throws Exception {
    Server server = serve();
    if (!protocolVersion().equals("1.1") || !server.uri("/").getScheme().equals("http")) {
      get(server, "/a");
      spans.take();
      return;
    }
    for (String name : List.of("traceparent", "tracestate", "baggage", "forwarded", "user-agent")) {
      for (String value :
          List.of("\u00ff\u00fe\u0080", "a\tb", "=", ",;,", "%zz%", "\"", "\u00e4=\u00fc")) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
            ("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + name
                    + ": "
                    + value
                    + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        String answer = exchange(server.uri("/"), request.toByteArray());
        assertThat(answer).as("%s: %s", name, value).startsWith("HTTP/1.1 200");
        assertThat(spans.take().context().isValid()).isTrue();
      }
    }
    assertThat(tracer.stats().faults()).isZero();
  }

  @Test
  void oldNames_areAddedOnDemand() throws Exception {
    get(serveWith(b -> b.oldNames(true)), "/a?q=1");

    SpanData span = spans.take();
    assertThat(attribute(span, "http.method")).isEqualTo("GET");
    assertThat(attribute(span, "http.status_code")).isEqualTo(200L);
    assertThat(attribute(span, "http.target")).isEqualTo("/a?q=1");
    assertThat(attribute(span, "http.scheme")).isEqualTo(attribute(span, "url.scheme"));
    assertThat(attribute(span, "net.host.name")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "http.client_ip")).isEqualTo("127.0.0.1");
    String oldVersion = protocolVersion().equals("2") ? "2.0" : protocolVersion();
    assertThat(attribute(span, "http.flavor")).isEqualTo(oldVersion);
    assertThat(attribute(span, "net.protocol.version")).isEqualTo(oldVersion);
  }

  @Test
  void answerFromAnotherThread_endsSpan() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    Server server =
        serve(
            exchange ->
                exchange.later(
                    () -> {
                      Waiting.await(mayAnswer, "the go-ahead");
                      try {
                        exchange.route("/later");
                        exchange.answer(503, "late".getBytes(ISO_8859_1));
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    CompletableFuture<HttpResponse<String>> response =
        plain.sendAsync(HttpRequest.newBuilder(server.uri("/a")).build(), BodyHandlers.ofString());
    spans.assertNoMore();
    mayAnswer.countDown();

    assertThat(response.get().body()).isEqualTo("late");
    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("GET /later");
    assertThat(attribute(span, "http.response.status_code")).isEqualTo(503L);
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void bodies_arriveWhole() throws Exception {
    Server server = serve(exchange -> exchange.answer(200, exchange.body()));
    String body = "x".repeat(200_000);
    assertThat(call(server, "POST", "/a", body).body()).isEqualTo(body);
    spans.take();
  }

  @Test
  void concurrentRequests_keepTheirTraces() throws Exception {
    Server server =
        serve(
            exchange -> {
              tracer.run("inside", s -> {});
              exchange.answer(200, new byte[0]);
            });
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(
          plain.sendAsync(
              HttpRequest.newBuilder(server.uri("/a")).build(), BodyHandlers.discarding()));
    }
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
    Set<Long> requests = new HashSet<>();
    Set<Long> parents = new HashSet<>();
    for (SpanData span : spans.take(80)) {
      if (span.kind() == SpanKind.SERVER) {
        requests.add(span.spanIdAsLong());
      } else {
        parents.add(span.parentSpanIdAsLong());
      }
    }
    assertThat(parents).hasSize(40).isEqualTo(requests);
  }

  @Test
  void throwingSampler_doesNotBreakRequest() throws Exception {
    tracer = tracer(b -> b.sampler(new ThrowingSampler()));
    assertThat(get(serve(), "/a").statusCode()).isEqualTo(200);

    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  @Test
  void disabledTracer_doesNotBreakRequest() throws Exception {
    tracer = tracer(b -> b.disabled(true));
    assertThat(get(serve(), "/a", "traceparent", parent("01")).statusCode()).isEqualTo(200);
  }

  @Test
  void unsampledRequest_hasItsBaggage() throws Exception {
    var baggage = new LinkedBlockingQueue<Baggage>();
    Server server =
        serve(
            exchange -> {
              baggage.add(Baggage.current());
              exchange.answer(200, new byte[0]);
            });
    get(server, "/a", "traceparent", parent("00"), "baggage", "user=7");

    assertThat(Waiting.poll(baggage, "the handler").asMap()).containsEntry("user", "7");
  }

  @ParameterizedTest
  @EnumSource(BrokenPart.class)
  void brokenTracer_doesNotBreakRequest(BrokenPart part) throws Exception {
    tracer = tracer(part::breakTracer);
    Server server = serve(part::breakTracing, exchange -> exchange.answer(200, exchange.body()));
    assertThat(get(server, "/a", "traceparent", parent("01")).statusCode()).isEqualTo(200);
    assertThat(call(server, "POST", "/a", "body").body()).isEqualTo("body");

    spans.allowAnyNumber();
    // a server may have answered before its span ends
    Waiting.until(() -> tracer.stats().faults() > 0, "a fault");
  }
}
