// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpHook;
import dev.tracer.http.HttpMetrics;
import dev.tracer.http.RequestView;
import dev.tracer.http.ResponseView;
import dev.tracer.sampling.Sampler;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What applications can change about the spans of clients: hooks, metrics, samplers. */
public abstract class HttpClientHooks extends HttpClientSpans {
  @Test
  void sampler_seesTheUrl() throws Exception {
    tracer = tracer(b -> b.sampler(new UrlSampler("url.full", "/status/404")));
    Caller client = client();
    client.call(get("/status/404"));
    client.call(get("/status/200"));

    assertThat(attribute(spans.take(), "http.response.status_code")).isEqualTo(404L);
  }

  @Test
  void hook_seesRequestAndResponse() throws Exception {
    HttpHook hook =
        new HttpHook() {
          @Override
          public void onRequest(Span span, RequestView request) {
            span.set("seen.host", request.host() + request.path());
            span.set("seen.header", request.header("x-asked"));
          }

          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            span.set("seen.answer", response.header("x-answer"));
            span.rename(request.kind() + " " + response.status());
          }
        };
    client(b -> b.hook(hook)).call(get("/status/404", Map.of("x-asked", "me")));

    SpanData span = spans.take();
    assertThat(span.name()).isEqualTo("CLIENT 404");
    assertThat(attribute(span, "seen.host")).isEqualTo("127.0.0.1/status/404");
    assertThat(attribute(span, "seen.header")).isEqualTo("me");
    assertThat(attribute(span, "seen.answer")).isEqualTo("yes");
  }

  @Test
  void hook_seesFailure() {
    var errors = new LinkedBlockingQueue<Throwable>();
    HttpHook hook =
        new HttpHook() {
          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            if (response.status() == -1 && response.error() != null) {
              errors.add(response.error());
            }
          }
        };
    Caller client = client(b -> b.hook(hook));
    assertThatThrownBy(() -> client.call(get("/drop"))).isInstanceOf(Exception.class);

    assertThat(Waiting.poll(errors, "the hook")).isInstanceOf(java.io.IOException.class);
    spans.take();
  }

  @Test
  void untracedCall_hasNoSpanAndNoHeaders() throws Exception {
    Caller client = client(b -> b.untraced(request -> request.path().endsWith("/200")));
    client.call(get("/status/200"));
    client.call(get("/status/404"));

    assertThat(peer.take().all("traceparent")).isEmpty();
    assertThat(peer.take().all("traceparent")).hasSize(1);
    assertThat(attribute(spans.take(), "http.response.status_code")).isEqualTo(404L);
  }

  @Test
  void metrics_measureUnsampledCallsToo() throws Exception {
    var measured = new LinkedBlockingQueue<HttpMetrics.Measurement>();
    tracer = tracer(b -> b.sampler(Sampler.alwaysOff()));
    Caller client = client(b -> b.metrics((measurement, request) -> measured.add(measurement)));
    client.call(get("/status/200"));
    client.call(get("/status/503"));
    assertThatThrownBy(() -> client.call(get("/drop"))).isInstanceOf(Exception.class);

    HttpMetrics.Measurement ok = Waiting.poll(measured, "a measurement");
    assertThat(ok.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(ok.method()).isEqualTo("GET");
    assertThat(ok.status()).isEqualTo(200);
    assertThat(ok.errorType()).isNull();
    assertThat(ok.duration()).isPositive();
    assertThat(Waiting.poll(measured, "a measurement").errorType()).isEqualTo("503");
    HttpMetrics.Measurement dropped = Waiting.poll(measured, "a measurement");
    assertThat(dropped.status()).isEqualTo(-1);
    assertThat(dropped.errorType()).endsWith("Exception");
    assertThat(measured).isEmpty();
  }

  @Test
  void knownMethods_replaceTheOthers() throws Exception {
    var measured = new LinkedBlockingQueue<String>();
    Caller client =
        client(
            b ->
                b.knownMethods(Set.of("BREW"))
                    .metrics((measurement, request) -> measured.add(measurement.method())));
    client.call(new Call("BREW", peer.uri("/status/200"), Map.of(), ""));
    SpanData known = spans.take();
    assertThat(known.name()).isEqualTo("BREW");
    assertThat(attribute(known, "http.request.method")).isEqualTo("BREW");
    assertThat(attribute(known, "http.request.method_original")).isNull();
    assertThat(Waiting.poll(measured, "a measurement")).isEqualTo("BREW");

    client.call(get("/status/200"));
    SpanData other = spans.take();
    assertThat(other.name()).isEqualTo("HTTP");
    assertThat(attribute(other, "http.request.method")).isEqualTo("_OTHER");
    assertThat(attribute(other, "http.request.method_original")).isEqualTo("GET");
    assertThat(Waiting.poll(measured, "a measurement")).isEqualTo("_OTHER");
  }

  /** Without a guard, the call in the hook would call the hook, and so on. */
  @Test
  void hookAndMetrics_mayCallTheirOwnClient() throws Exception {
    var own = new AtomicReference<Caller>();
    var calls = new LinkedBlockingQueue<Thread>();
    HttpHook hook =
        new HttpHook() {
          @Override
          public void onRequest(Span span, RequestView request) {
            span.set("seen.user", String.valueOf(Baggage.current().get("user")));
            callAgain(own.get(), calls);
          }

          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            callAgain(own.get(), calls);
          }
        };
    own.set(client(b -> b.hook(hook).metrics((m, request) -> callAgain(own.get(), calls))));
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      assertThat(own.get().call(get("/status/200")).status()).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      Waiting.poll(calls, "a call of a hook or of metrics").join();
    }
    assertThat(calls).isEmpty();
    assertThat(attribute(spans.take(), "seen.user")).isEqualTo("7");
    assertThat(tracer.stats().faults()).isZero();
  }

  /** The same of what is asked before a call. */
  @Test
  void predicates_mayCallTheirOwnClient() throws Exception {
    var own = new AtomicReference<Caller>();
    var calls = new LinkedBlockingQueue<Thread>();
    own.set(
        client(
            b ->
                b.untraced(request -> !calledAgain(own.get(), calls))
                    .propagateTo(host -> calledAgain(own.get(), calls))
                    .baggageTo(host -> calledAgain(own.get(), calls))));
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      assertThat(own.get().call(get("/status/200")).status()).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      Waiting.poll(calls, "a call of a predicate").join();
    }
    assertThat(calls).isEmpty();
    assertThat(attribute(spans.take(), "http.response.status_code")).isEqualTo(200L);
    assertThat(tracer.stats().faults()).isZero();
  }

  private boolean calledAgain(Caller client, BlockingQueue<Thread> calls) {
    callAgain(client, calls);
    return true;
  }

  /** On another thread: the client may need the one that calls hooks for the answer. */
  private void callAgain(Caller client, BlockingQueue<Thread> calls) {
    Runnable call =
        () -> {
          try {
            client.call(get("/status/404"));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    Thread thread = new Thread(Context.current().wrap(call));
    thread.start();
    calls.add(thread);
  }
}
