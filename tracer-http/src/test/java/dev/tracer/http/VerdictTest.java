// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.samplers.TailSampler;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.TestTracer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict of a server travels to its caller, and from there to later calls. */
class VerdictTest {
  private final TestTracer caller = TestTracer.create(VerdictTest::settings);
  private final TestTracer callee = TestTracer.create(VerdictTest::settings);
  private final ExecutorService handlers = Executors.newSingleThreadExecutor();
  private HttpServer server;

  private static void settings(TracerBuilder builder) {
    builder.sampler(
        TailSampler.create(Sampler.parentBased(Sampler.alwaysOff()), TailPolicy.error()));
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server
        .createContext(
            "/",
            exchange -> {
              exchange.getResponseHeaders().add("Server-Timing", "db;dur=5");
              int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
              exchange.sendResponseHeaders(status, -1);
              exchange.close();
            })
        .getFilters()
        .add(
            JdkServerTracing.of(HttpTracing.builder(callee.tracer()).serverTiming(true).build())
                .filter());
    server.setExecutor(handlers);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    handlers.shutdown();
    caller.close();
    callee.close();
  }

  /**
   * What the server has made once it has nothing to do any more; a caller may be answered before.
   */
  private List<SpanData> served() throws InterruptedException {
    handlers.shutdown();
    assertThat(handlers.awaitTermination(150, TimeUnit.SECONDS)).isTrue();
    return callee.spans();
  }

  private HttpResponse<Void> call(int status, boolean believes) throws Exception {
    HttpClient client =
        HttpTracing.builder(caller.tracer())
            .verdictsFrom(host -> believes)
            .build()
            .client(HttpClient.newHttpClient());
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/" + status);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  private List<String> flags(HttpResponse<?> response) {
    return response.headers().allValues("server-timing").stream()
        .filter(value -> value.startsWith("trace;"))
        .map(value -> value.substring(value.indexOf('-', value.length() - 9) + 1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"200, 00", "404, 00", "500, 01;th=0"})
  void response_tellsTheVerdictOnce(int status, String flags) throws Exception {
    HttpResponse<Void> response = call(status, false);

    assertThat(flags(response)).containsExactly(flags);
    assertThat(response.headers().allValues("server-timing")).contains("db;dur=5");
  }

  @ParameterizedTest
  @CsvSource({"true, 3", "false, 0"})
  void callerThatBelieves_keepsItsTrace(boolean believes, int kept) throws Exception {
    Span request = caller.tracer().startSpan("request");
    try (Scope scope = request.makeCurrent()) {
      // 5xx is an error of the client's span as well: what the client made of it must not count
      kept(request, believes);
      assertThat(request.isSampled()).isEqualTo(believes);
      call(200, false);
    }
    request.end();

    assertThat(caller.spans()).hasSize(kept);
    assertThat(served()).hasSize(believes ? 1 : 0); // the later call said so
    if (believes) {
      assertThat(caller.spans())
          .extracting(span -> span.attributes().get("sampling.reason"))
          .containsOnly("downstream");
    }
  }

  /** A call that ends well, of a server that keeps its trace all the same. */
  private void kept(Span request, boolean believes) {
    Span call = caller.tracer().startSpan("call");
    String timing = "trace;desc=00-" + request.traceId() + "-" + call.spanId() + "-01";
    new Verdicts(host -> believes).apply(call, "localhost", headers("db;dur=5, " + timing), 0);
    call.end();
  }

  private static HttpHeaders headers(String timing) {
    return HttpHeaders.of(Map.of("Server-Timing", List.of(timing)), (name, value) -> true);
  }

  @Test
  void errorOfTheServer_keepsBothSides() throws Exception {
    call(500, true);

    assertThat(served()).hasSize(1);
    assertThat(caller.spans()).extracting(SpanData::name).containsExactly("GET");
  }

  @ParameterizedTest
  @CsvSource({
    "00-ID-00000000000000ff-01, true",
    "00-ID-00000000000000ff-03, true",
    "00-ID-00000000000000ff-00, false",
    "00-ID-00000000000000ff-02, false",
    "00-00000000000000000000000000000fff-00000000000000ff-01, false",
    "00-ID-00000000000000ff, false",
    "00-ID-00000000000000ff-0x, false",
    "00-ID-00000000000000ff-011, false",
    "00-ID-00000000000000ff-01;th=0, true",
    "'00-ID-00000000000000ff-00, trace;desc=00-ID-00000000000000ff-01', true",
    "01, false",
    "'', false"
  })
  void verdict_isReadStrictly(String text, boolean keeps) {
    Span span = caller.tracer().startSpan("call");
    String id = text.replace("ID", span.traceId());
    new Verdicts(host -> true).apply(span, "a", headers("trace;desc=\"" + id + "\""), 0);

    assertThat(span.isSampled()).isEqualTo(keeps);
  }

  @Test
  void verdicts_areBoundedASecond() {
    Verdicts verdicts = new Verdicts(host -> true);
    int kept = 0;
    for (int i = 0; i < 250; i++) {
      Span span = caller.tracer().startSpan("call");
      String timing = "trace;desc=00-" + span.traceId() + "-" + span.spanId() + "-01";
      verdicts.apply(span, "a", headers(timing), i < 200 ? 5_000_000_000L : 6_000_000_000L);
      kept += span.isSampled() ? 1 : 0;
      span.end();
    }

    assertThat(kept).isEqualTo(150);
  }

  /** What says nothing new takes none of the hundred. */
  @Test
  void verdicts_ofTracesThatAreKeptAnyway_doNotCount() {
    Verdicts verdicts = new Verdicts(host -> true);
    TraceState state = TraceState.parse("ot=th:0");
    Span parent = Span.of(SpanContext.of(1, 2, 3, SpanContext.SAMPLED, state, true));
    Span kept = caller.tracer().spanBuilder("kept").parent(Context.root().with(parent)).start();
    for (int i = 0; i < 100; i++) {
      verdicts.apply(
          kept, "a", headers("trace;desc=00-" + kept.traceId() + "-00000000000000ff-01;th=0"), 0);
    }
    kept.end();
    Span span = caller.tracer().startSpan("call");
    verdicts.apply(
        span, "a", headers("trace;desc=00-" + span.traceId() + "-" + "f".repeat(16) + "-01"), 0);

    assertThat(span.isSampled()).isTrue();
    span.end();
  }

  @ParameterizedTest
  @CsvSource({"1024, true", "1025, false"})
  void verdict_isReadInAHeaderOfSuchALength(int length, boolean keeps) {
    Span span = caller.tracer().startSpan("call");
    String metric = "trace;desc=00-" + span.traceId() + "-00000000000000ff-01";
    String header = "b".repeat(length - metric.length() - 1) + "," + metric;
    new Verdicts(host -> true).apply(span, "a", headers(header), 0);

    assertThat(span.isSampled()).isEqualTo(keeps);
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void verdict_countsIfTheServerWasToldOfTheTrace(boolean told, int kept) throws Exception {
    Span[] call = new Span[1];
    HttpServer knowing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    knowing.createContext(
        "/",
        exchange -> { // however it came to know the id
          String timing = "trace;desc=00-" + call[0].traceId() + "-00000000000000ff-01";
          exchange.getResponseHeaders().add("Server-Timing", timing);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    knowing.start();
    try {
      HttpClient client =
          HttpTracing.builder(caller.tracer())
              .propagateTo(host -> told)
              .verdictsFrom(host -> true)
              .build()
              .client(HttpClient.newHttpClient());
      call[0] = caller.tracer().startSpan("request");
      try (Scope scope = call[0].makeCurrent()) {
        URI uri = URI.create("http://localhost:" + knowing.getAddress().getPort() + "/");
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
      }
      call[0].end();
    } finally {
      knowing.stop(0);
    }

    assertThat(caller.spans()).hasSize(2 * kept);
  }

  @ParameterizedTest
  @CsvSource({"'', 8", "';th=0', 0", "';th=8', 8"})
  void traceThatIsKeptForAShare_isKeptForItselfIfTheServerSaysSo(String more, String threshold) {
    TraceState state = TraceState.parse("ot=th:8;rv:c0000000000000");
    Span parent = Span.of(SpanContext.of(1, 2, 3, SpanContext.SAMPLED, state, true));
    Span span = caller.tracer().spanBuilder("call").parent(Context.root().with(parent)).start();
    String timing = "trace;desc=00-" + span.traceId() + "-00000000000000ff-01" + more;
    new Verdicts(host -> true).apply(span, "a", headers(timing), 0);
    span.end();

    assertThat(caller.spans().get(0).traceState().get("ot")).startsWith("th:" + threshold + ";");
  }

  @Test
  void redirect_isAnsweredByWhomItLedTo() throws Exception {
    HttpServer moved =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String target = "http://localhost:" + server.getAddress().getPort() + "/500";
    moved.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", target);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    moved.start();
    Set<String> asked = new HashSet<>();
    try {
      HttpClient client =
          HttpTracing.builder(caller.tracer())
              .verdictsFrom(asked::add)
              .build()
              .client(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build());
      URI uri = URI.create("http://127.0.0.1:" + moved.getAddress().getPort() + "/");
      client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    } finally {
      moved.stop(0);
    }

    assertThat(asked).containsExactly("localhost");
  }
}
