// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.sampling.Sampler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every traced HTTP client does. To check one, extend this and say how it makes a call; each
 * test makes its own client, calls a real server on this machine and looks at what arrived there
 * and at the spans that ended.
 */
public abstract class HttpClientContract extends HttpClientHooks {
  @Test
  void staleTraceHeaders_areReplaced() throws Exception {
    client().call(get("/status/200", Map.of("Traceparent", STALE, "tracestate", "old=1")));

    PeerScript.Seen seen = peer.take();
    assertThat(seen.all("traceparent")).containsExactly(parentOf(spans.take()));
    assertThat(seen.all("tracestate")).isEmpty();
  }

  @Test
  void traceState_isSent() throws Exception {
    Caller client = client();
    SpanContext remote =
        SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.parse("vendor=x"), true);
    try (Scope scope = Span.of(remote).makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(peer.take().one("tracestate")).isEqualTo("vendor=x");
    assertThat(spans.take().isParentRemote()).isTrue();
  }

  @Test
  void baggage_isSent() throws Exception {
    Caller client = client();
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(peer.take().one("baggage")).isEqualTo("user=7");
    spans.take();
  }

  @Test
  void ownBaggageHeader_withoutBaggage_isKept() throws Exception {
    client().call(get("/status/200", Map.of("baggage", "own=1")));

    assertThat(peer.take().one("baggage")).isEqualTo("own=1");
    spans.take();
  }

  @Test
  void hostOutsidePropagation_getsNothingButHasSpan() throws Exception {
    Caller client = client(b -> b.propagateTo(host -> host.endsWith(".example")));
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      client.call(get("/status/200"));
    }
    PeerScript.Seen seen = peer.take();
    assertThat(seen.all("traceparent")).isEmpty();
    assertThat(seen.all("baggage")).isEmpty();
    assertThat(spans.take().kind()).isEqualTo(SpanKind.CLIENT);
  }

  @Test
  void hostOutsideBaggage_getsTraceOnly() throws Exception {
    Caller client = client(b -> b.baggageTo(host -> !host.equals("127.0.0.1")));
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      client.call(get("/status/200"));
    }
    PeerScript.Seen seen = peer.take();
    assertThat(seen.all("traceparent")).hasSize(1);
    assertThat(seen.all("baggage")).isEmpty();
    spans.take();
  }

  @Test
  void oldNames_areAddedOnDemand() throws Exception {
    client(b -> b.oldNames(true)).call(get("/status/404"));

    SpanData span = spans.take();
    assertThat(attribute(span, "http.method")).isEqualTo("GET");
    assertThat(attribute(span, "http.status_code")).isEqualTo(404L);
    assertThat(attribute(span, "http.url")).isEqualTo(attribute(span, "url.full"));
    assertThat(attribute(span, "net.peer.name")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "net.peer.port")).isEqualTo(attribute(span, "server.port"));
    String oldVersion = protocolVersion().equals("2") ? "2.0" : protocolVersion();
    assertThat(attribute(span, "http.flavor")).isEqualTo(oldVersion);
    assertThat(attribute(span, "net.protocol.version")).isEqualTo(oldVersion);
    assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
  }

  @Test
  void unsampledCall_sendsItsContextUnsampled() throws Exception {
    tracer = tracer(b -> b.sampler(Sampler.alwaysOff()));
    client().call(get("/status/200"));

    assertThat(peer.take().one("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-02");
  }

  @Test
  void disabledTracer_passesRemoteContextOn() throws Exception {
    tracer = tracer(b -> b.disabled(true));
    Caller client = client();
    SpanContext remote = SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.empty(), true);
    try (Scope scope = Span.of(remote).makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(peer.take().one("traceparent")).isEqualTo(remote.toString());
  }

  @Test
  void resentCall_tellsHowOften() throws Exception {
    Caller client = client();
    client.call(get("/status/503"));
    try (Scope scope = HttpTracing.resend(1).makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(attribute(spans.take(), "http.request.resend_count")).isNull();
    assertThat(attribute(spans.take(), "http.request.resend_count")).isEqualTo(1L);
  }

  @Test
  void body_arrivesWhole() throws Exception {
    String body = "x".repeat(100_000);
    Answer answer = client().call(new Call("POST", peer.uri("/echo"), Map.of(), body));

    assertThat(answer.body()).isEqualTo(body);
    spans.take();
  }

  @Test
  void streamedAnswer_arrivesWhole() throws Exception {
    assertThat(client().call(get("/large")).body()).hasSize(300_000);
    spans.take();
  }

  @Test
  void severalCalls_areSiblings() throws Exception {
    Caller client = client();
    tracer.run(
        "parent",
        s -> {
          client.call(get("/status/200"));
          client.call(get("/status/200"));
        });

    List<SpanData> all = spans.take(3);
    assertThat(all.get(0).parentSpanIdAsLong()).isEqualTo(all.get(2).spanIdAsLong());
    assertThat(all.get(1).parentSpanIdAsLong()).isEqualTo(all.get(2).spanIdAsLong());
    assertThat(peer.take().one("traceparent")).isNotEqualTo(peer.take().one("traceparent"));
  }

  @Test
  void concurrentCalls_keepTheirTraces() throws Exception {
    Caller client = client();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(
          threads.submit(
              () -> tracer.call("parent", s -> client.call(get("/status/200")).status())));
    }
    for (Future<?> call : calls) {
      call.get();
    }
    threads.shutdown();
    Set<Long> parents = new HashSet<>();
    Set<Long> parentsOfCalls = new HashSet<>();
    for (SpanData span : spans.take(80)) {
      if (span.kind() == SpanKind.CLIENT) {
        parentsOfCalls.add(span.parentSpanIdAsLong());
      } else {
        parents.add(span.spanIdAsLong());
      }
    }
    assertThat(parentsOfCalls).hasSize(40).isEqualTo(parents);
  }

  @Test
  void throwingPredicate_doesNotBreakCall() throws Exception {
    Caller client =
        client(
            b ->
                b.propagateTo(
                    host -> {
                      throw new IllegalStateException("predicate");
                    }));
    assertThat(client.call(get("/status/200")).status()).isEqualTo(200);

    assertThat(tracer.stats().faults()).isEqualTo(1);
    assertThat(attribute(spans.take(), "http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void throwingSampler_doesNotBreakCall() throws Exception {
    tracer = tracer(b -> b.sampler(new ThrowingSampler()));
    assertThat(client().call(get("/status/200")).status()).isEqualTo(200);

    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  @Test
  void closedTracer_doesNotBreakCall() throws Exception {
    Caller client = client();
    tracer.close();
    assertThat(client.call(get("/status/200")).status()).isEqualTo(200);
  }

  @Test
  void suppressedContext_sendsNothing() throws Exception {
    Caller client = client();
    try (Scope scope = Context.suppressed().makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(peer.take().all("traceparent")).isEmpty();
  }

  @Test
  void unsampledCall_sendsItsBaggage() throws Exception {
    tracer = tracer(b -> b.sampler(Sampler.alwaysOff()));
    Caller client = client();
    try (Scope scope = Context.root().with(Baggage.empty().with("user", "7")).makeCurrent()) {
      client.call(get("/status/200"));
    }
    assertThat(peer.take().one("baggage")).isEqualTo("user=7");
  }

  @ParameterizedTest
  @EnumSource(BrokenPart.class)
  void brokenTracer_doesNotBreakCall(BrokenPart part) throws Exception {
    tracer = tracer(part::breakTracer);
    Caller client = client(part::breakTracing);
    assertThat(client.call(get("/status/200")).status()).isEqualTo(200);
    assertThat(client.call(new Call("POST", peer.uri("/echo"), Map.of(), "x")).body())
        .isEqualTo("x");
    assertThatThrownBy(() -> client.call(get("/drop"))).isInstanceOf(Exception.class);

    assertThat(tracer.stats().faults()).isPositive();
    spans.allowAnyNumber();
  }
}
