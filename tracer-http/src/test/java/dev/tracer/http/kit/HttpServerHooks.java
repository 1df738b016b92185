// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpHook;
import dev.tracer.http.HttpMetrics;
import dev.tracer.http.InboundPolicy;
import dev.tracer.http.RequestView;
import dev.tracer.http.ResponseView;
import dev.tracer.sampling.Sampler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What applications can change about the spans of servers: hooks, policies, metrics, samplers. */
public abstract class HttpServerHooks extends HttpServerSpans {
  @Test
  void sampler_seesTheUrl() throws Exception {
    tracer = tracer(b -> b.sampler(new UrlSampler("url.path", "/kept")));
    Server server = serve();
    get(server, "/kept");
    get(server, "/dropped");

    assertThat(attribute(spans.take(), "url.path")).isEqualTo("/kept");
  }

  @Test
  void hook_seesRequestAndResponse() throws Exception {
    HttpHook hook =
        new HttpHook() {
          @Override
          public void onRequest(Span span, RequestView request) {
            span.set("seen.url", request.method() + request.path() + "?" + request.query());
            span.set("seen.host", request.host() + ":" + request.port());
            span.set("seen.header", request.headers("x-asked"));
          }

          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            span.set("seen.answer", response.header("x-answer"));
            span.rename(request.kind() + " " + response.status());
          }
        };
    Server server =
        serve(
            b -> b.hook(hook),
            exchange -> {
              exchange.header("x-answer", "yes");
              exchange.route("/{any}");
              exchange.answer(201, new byte[0]);
            });
    get(server, "/a?q=1", "x-asked", "one", "x-asked", "two");

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("SERVER 201");
    assertThat(attribute(span, "seen.url")).isEqualTo("GET/a?q=1");
    assertThat(attribute(span, "seen.host")).isEqualTo("127.0.0.1:" + server.uri("/").getPort());
    assertThat(attribute(span, "seen.header")).isEqualTo(List.of("one", "two"));
    assertThat(attribute(span, "seen.answer")).isEqualTo("yes");
  }

  @Test
  void untracedRequest_hasNoSpanNorAnythingInIt() throws Exception {
    Server server =
        serve(
            b -> b.untraced(request -> request.path().equals("/health")),
            exchange -> {
              tracer.run("inside", s -> {});
              exchange.answer(200, new byte[0]);
            });
    assertThat(get(server, "/health", "traceparent", parent("01")).statusCode()).isEqualTo(200);
    get(server, "/a");

    assertThat(spans.take().name()).isEqualTo("inside");
    assertThat(attribute(spans.take(), "url.path")).isEqualTo("/a");
  }

  @Test
  void inboundPolicy_canDependOnTheRequest() throws Exception {
    InboundPolicy known = InboundPolicy.trust();
    InboundPolicy stranger = InboundPolicy.link();
    Server server =
        serveWith(
            b -> b.inbound(request -> request.path().startsWith("/internal/") ? known : stranger));
    get(server, "/internal/a", "traceparent", parent("01"));
    assertThat(continuesTrace(spans.take())).isTrue();

    get(server, "/a", "traceparent", parent("01"));
    SpanData linked = spans.take();
    assertThat(continuesTrace(linked)).isFalse();
    assertThat(linked.links()).hasSize(1);
  }

  @Test
  void brokenInboundPolicy_believesNothing() throws Exception {
    Server server =
        serveWith(
            b ->
                b.inbound(
                    request -> {
                      throw new IllegalStateException("policy");
                    }));
    assertThat(get(server, "/a", "traceparent", parent("01")).statusCode()).isEqualTo(200);

    assertThat(continuesTrace(spans.take())).isFalse();
    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  @Test
  void metrics_measureUnsampledRequestsToo() throws Exception {
    var measured = new LinkedBlockingQueue<HttpMetrics.Measurement>();
    tracer = tracer(b -> b.sampler(Sampler.alwaysOff()));
    Server server =
        serve(
            b -> b.metrics((measurement, request) -> measured.add(measurement)),
            exchange -> {
              exchange.route("/orders/{id}");
              exchange.answer(exchange.path().equals("/bad") ? 503 : 200, new byte[0]);
            });
    get(server, "/orders/1");
    HttpMetrics.Measurement ok = Waiting.poll(measured, "a measurement");
    assertThat(ok.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(ok.method()).isEqualTo("GET");
    assertThat(ok.route()).isEqualTo("/orders/{id}");
    assertThat(ok.status()).isEqualTo(200);
    assertThat(ok.errorType()).isNull();
    assertThat(ok.duration()).isPositive();

    get(server, "/bad");
    HttpMetrics.Measurement bad = Waiting.poll(measured, "a measurement");
    assertThat(bad.status()).isEqualTo(503);
    assertThat(bad.errorType()).isEqualTo("503");
    assertThat(measured).isEmpty();
  }

  @Test
  void knownMethods_replaceTheOthers() throws Exception {
    var measured = new LinkedBlockingQueue<String>();
    Server server =
        serve(
            b ->
                b.knownMethods(Set.of("BREW"))
                    .metrics((measurement, request) -> measured.add(measurement.method())),
            exchange -> {
              exchange.route("/{any}");
              exchange.answer(200, new byte[0]);
            });
    call(server, "BREW", "/a", "");
    SpanData known = spans.take();
    assertThat(known.name()).isEqualTo("BREW /{any}");
    assertThat(attribute(known, "http.request.method")).isEqualTo("BREW");
    assertThat(attribute(known, "http.request.method_original")).isNull();
    assertThat(Waiting.poll(measured, "a measurement")).isEqualTo("BREW");

    get(server, "/a");
    SpanData other = spans.take();
    assertThat(other.name()).isEqualTo("HTTP /{any}");
    assertThat(attribute(other, "http.request.method")).isEqualTo("_OTHER");
    assertThat(attribute(other, "http.request.method_original")).isEqualTo("GET");
    assertThat(Waiting.poll(measured, "a measurement")).isEqualTo("_OTHER");
  }
}
