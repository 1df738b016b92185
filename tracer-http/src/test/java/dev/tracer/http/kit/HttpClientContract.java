// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.HttpTracingBuilder;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every traced HTTP client does. To check one, extend this and say how it makes a call; each
 * test makes its own client, calls a real server on this machine and looks at what arrived there
 * and at the spans that ended.
 */
@Timeout(30)
public abstract class HttpClientContract {
  private static final String STALE = "00-11111111111111111111111111111111-2222222222222222-01";

  /** The spans of the tracer under test. */
  protected final EndedSpans spans = new EndedSpans();

  /** The tracer under test. */
  protected Tracer tracer;

  /** What is called. */
  protected Peer peer;

  /**
   * A call.
   *
   * @param body empty for none
   */
  public record Call(String method, URI uri, Map<String, String> headers, String body) {}

  /** What came back. */
  public record Answer(int status, String body) {}

  /** A traced client. */
  @FunctionalInterface
  public interface Caller {
    /** Makes a call and waits for the answer; gives up on {@code /never} after 300 ms. */
    Answer call(Call call) throws Exception;
  }

  /** Makes a client that {@code tracing} traces. */
  protected abstract Caller client(HttpTracing tracing);

  /** The version of HTTP that client and peer speak. */
  protected String protocolVersion() {
    return "1.1";
  }

  /** Starts what is called. */
  protected Peer startPeer() {
    return JdkPeer.start();
  }

  @BeforeEach
  void start() {
    tracer = tracer(builder -> builder);
    peer = startPeer();
  }

  @AfterEach
  void stop() {
    peer.close();
    tracer.close();
    assertThat(Context.current()).as("the context left behind").isSameAs(Context.root());
    spans.assertNoMore();
  }

  private Tracer tracer(UnaryOperator<TracerBuilder> more) {
    return more.apply(Tracer.builder("caller").processor(spans)).build();
  }

  private Caller client(UnaryOperator<HttpTracingBuilder> more) {
    return client(more.apply(HttpTracing.builder(tracer)).build());
  }

  private Caller client() {
    return client(HttpTracing.of(tracer));
  }

  private Call get(String path) {
    return get(path, Map.of());
  }

  private Call get(String path, Map<String, String> headers) {
    return new Call("GET", peer.uri(path), headers, "");
  }

  private static String parentOf(SpanData span) {
    return "00-"
        + span.context().traceId()
        + "-"
        + span.context().spanId()
        + "-0"
        + span.context().traceFlags();
  }

  private static Object attribute(SpanData span, String name) {
    return span.attributes().get(name);
  }

  private static List<String> names(SpanData span) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < span.attributes().size(); i++) {
      names.add(span.attributes().name(i));
    }
    return names;
  }

  @Test
  void call_hasOneClientSpan() throws Exception {
    Answer answer = client().call(get("/status/200"));

    assertThat(answer.status()).isEqualTo(200);
    SpanData span = spans.take();
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.instrumentationScope().name()).isEqualTo("dev.tracer.http");
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
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    Caller client = client();
    assertThatThrownBy(() -> client.call(new Call("GET", nobody, Map.of(), "")))
        .isInstanceOf(Exception.class);

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
    URI uri = peer.uri("/status/200?a=1&X-Amz-Signature=deadbeef&si%67=secret&Sig=kept");
    client().call(new Call("GET", uri, Map.of(), ""));

    assertThat((String) attribute(spans.take(), "url.full"))
        .endsWith("?a=1&X-Amz-Signature=REDACTED&si%67=REDACTED&Sig=kept");
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
    client(b -> b.dup(true)).call(get("/status/404"));

    SpanData span = spans.take();
    assertThat(attribute(span, "http.method")).isEqualTo("GET");
    assertThat(attribute(span, "http.status_code")).isEqualTo(404L);
    assertThat(attribute(span, "http.url")).isEqualTo(attribute(span, "url.full"));
    assertThat(attribute(span, "net.peer.name")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "net.peer.port")).isEqualTo(attribute(span, "server.port"));
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

  /** A sampler with a bug. */
  private static final class ThrowingSampler implements Sampler {
    @Override
    public SamplingResult sample(
        Context parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      throw new IllegalStateException("sampler");
    }

    @Override
    public String description() {
      return "ThrowingSampler";
    }
  }
}
