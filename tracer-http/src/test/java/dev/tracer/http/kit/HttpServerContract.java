// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.HttpTracingBuilder;
import dev.tracer.http.InboundPolicy;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every traced HTTP server does. To check one, extend this and say how to start it with a
 * handler; each test starts its own server on this machine, sends it requests and looks at the
 * answers and at the spans that ended.
 */
@Timeout(30)
public abstract class HttpServerContract {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  /** The spans of the tracer under test. */
  protected final EndedSpans spans = new EndedSpans();

  /** The tracer under test. */
  protected Tracer tracer;

  private final List<Server> servers = new ArrayList<>();

  /** A server that runs. */
  public interface Server extends AutoCloseable {
    /** Where a path of it is. */
    URI uri(String path);

    @Override
    void close();
  }

  /** A request in the hands of a {@link Handler}. */
  public interface Exchange {
    /** The request's path. */
    String path();

    /** The request's body. */
    byte[] body() throws IOException;

    /** Tells the route, by {@code HttpTracing.route} or what the server has in its place. */
    void route(String template);

    /** Sets a header of the answer. */
    void header(String name, String value);

    /** Answers, and is done. */
    void answer(int status, byte[] body) throws IOException;

    /** Lets {@code work} answer on another thread, after the handler returned. */
    void later(Runnable work);
  }

  /** What the server does with each request. */
  @FunctionalInterface
  public interface Handler {
    /** Handles one request. */
    void handle(Exchange exchange) throws IOException;
  }

  /** Starts a server that {@code tracing} traces and that gives all requests to a handler. */
  protected abstract Server start(HttpTracing tracing, Handler handler);

  /** What calls the server; not traced. */
  private HttpClient plain;

  /** Makes a client that is not traced. */
  protected HttpClient plainClient() {
    return HttpClient.newHttpClient();
  }

  /** The version of HTTP that client and server speak. */
  protected String protocolVersion() {
    return "1.1";
  }

  /** Whether an exception of the handler is seen by the client as status 500. */
  protected abstract boolean answersExceptions();

  @BeforeEach
  void startTracer() {
    tracer = tracer(builder -> builder);
    plain = plainClient();
  }

  @AfterEach
  void stop() {
    servers.forEach(Server::close);
    tracer.close();
    spans.assertNoMore();
  }

  private Tracer tracer(UnaryOperator<TracerBuilder> more) {
    return more.apply(Tracer.builder("server").processor(spans)).build();
  }

  private Server serve(UnaryOperator<HttpTracingBuilder> more, Handler handler) {
    Server server = start(more.apply(HttpTracing.builder(tracer)).build(), handler);
    servers.add(server);
    return server;
  }

  private Server serve(Handler handler) {
    return serve(builder -> builder, handler);
  }

  private Server serve() {
    return serve(exchange -> exchange.answer(200, new byte[0]));
  }

  private Server serveWith(UnaryOperator<HttpTracingBuilder> more) {
    return serve(more, exchange -> exchange.answer(200, new byte[0]));
  }

  private HttpResponse<String> get(Server server, String path, String... headers) throws Exception {
    return call(server, "GET", path, "", headers);
  }

  private HttpResponse<String> call(
      Server server, String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return plain.send(request.build(), BodyHandlers.ofString());
  }

  private static String parent(String flags) {
    return "00-" + TRACE + "-" + PARENT + "-" + flags;
  }

  private static Object attribute(SpanData span, String name) {
    return span.attributes().get(name);
  }

  private static boolean continuesTrace(SpanData span) {
    return span.context().traceId().equals(TRACE);
  }

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
      assertThat(call(server, "POST", "/a", "").statusCode()).isEqualTo(500);
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

  /** With POST, which clients do not repeat by themselves. */
  private boolean catchIo(Server server) throws Exception {
    try {
      call(server, "POST", "/a", "");
      return false;
    } catch (IOException e) {
      return true;
    }
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

  private static String exchange(URI uri, byte[] request) throws IOException {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void oldNames_areAddedOnDemand() throws Exception {
    get(serveWith(b -> b.dup(true)), "/a?q=1");

    SpanData span = spans.take();
    assertThat(attribute(span, "http.method")).isEqualTo("GET");
    assertThat(attribute(span, "http.status_code")).isEqualTo(200L);
    assertThat(attribute(span, "http.target")).isEqualTo("/a?q=1");
    assertThat(attribute(span, "http.scheme")).isEqualTo(attribute(span, "url.scheme"));
    assertThat(attribute(span, "net.host.name")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "http.client_ip")).isEqualTo("127.0.0.1");
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
