// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our client calls a service traced by a foreign tracer in another process, which calls our server.
 * Needs what the Maven profile "interop" fetches.
 */
@Tag("interop")
class InteropTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("ours").processor(spans).build();
  private final HttpTracing tracing = HttpTracing.of(tracer);
  private final BlockingQueue<Baggage> baggage = new LinkedBlockingQueue<>();
  private HttpServer server;

  /** Whose tracer. */
  enum Foreigner {
    OPENTELEMETRY_JAVA_AGENT(ForeignProcess::javaAgent),
    OPENTELEMETRY_NODE(ForeignProcess::node);

    private final Supplier<ForeignProcess> start;

    Foreigner(Supplier<ForeignProcess> start) {
      this.start = start;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(JdkPeer.loopback(), 0);
    server
        .createContext(
            "/ours",
            exchange -> {
              baggage.add(Baggage.current());
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            })
        .getFilters()
        .add(JdkServerTracing.of(tracing).filter());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    tracer.close();
  }

  private URI ours() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ours");
  }

  private static int get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  @ParameterizedTest
  @EnumSource
  void trace_goesThroughForeignServiceAndBack(Foreigner foreigner) throws Exception {
    HttpClient client = tracing.client(HttpClient.newHttpClient());
    SpanContext remote =
        SpanContext.of(
            7,
            8,
            9,
            (byte) (SpanContext.SAMPLED | SpanContext.RANDOM),
            TraceState.parse("vendor=x"),
            true);
    Context caller =
        Context.root().with(Span.of(remote)).with(Baggage.of("user", "J\u00fcrgen, 7"));
    try (ForeignProcess relay = foreigner.start.get();
        Scope scope = caller.makeCurrent()) {
      assertThat(get(client, relay.relay(ours()))).isEqualTo(204);
    }
    SpanData first = spans.take();
    SpanData second = spans.take();
    SpanData call = first.kind() == SpanKind.CLIENT ? first : second;
    SpanData request = first.kind() == SpanKind.CLIENT ? second : first;
    assertThat(call.context().traceIdLow()).isEqualTo(8);
    assertThat(request.context().traceId()).isEqualTo(call.context().traceId());
    assertThat(request.isParentRemote()).isTrue();
    assertThat(request.parentSpanIdAsLong())
        .as("a span of the foreign tracer")
        .isNotEqualTo(call.spanIdAsLong())
        .isNotZero();
    assertThat(request.context().traceState().get("vendor")).isEqualTo("x");
    assertThat(Waiting.poll(baggage, "our server").get("user")).isEqualTo("J\u00fcrgen, 7");
  }

  @ParameterizedTest
  @EnumSource
  void foreignTrace_isContinued(Foreigner foreigner) throws Exception {
    try (ForeignProcess relay = foreigner.start.get()) {
      assertThat(get(HttpClient.newHttpClient(), relay.relay(ours()))).isEqualTo(204);
    }
    SpanData request = spans.take();
    assertThat(request.isParentRemote()).isTrue();
    assertThat(request.context().isSampled()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void unsampledTrace_staysUnsampled(Foreigner foreigner) throws Exception {
    HttpClient client = tracing.client(HttpClient.newHttpClient());
    SpanContext remote = SpanContext.of(7, 8, 9, (byte) 0, TraceState.empty(), true);
    try (ForeignProcess relay = foreigner.start.get();
        Scope scope = Span.of(remote).makeCurrent()) {
      assertThat(get(client, relay.relay(ours()))).isEqualTo(204);
    }
    Waiting.poll(baggage, "our server");
    spans.assertNoMore();
  }
}
