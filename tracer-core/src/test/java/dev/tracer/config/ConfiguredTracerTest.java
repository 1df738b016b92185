// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.FlushResult;
import dev.tracer.Resource;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import dev.tracer.propagation.CarrierSetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each variable does to the tracer. */
class ConfiguredTracerTest {
  private final LogCapture log = new LogCapture();
  private final Map<String, String> environment = new HashMap<>();
  private final List<SpanData> ended = new ArrayList<>();
  private final List<Tracer> tracers = new ArrayList<>();

  @AfterEach
  void close() {
    tracers.forEach(tracer -> tracer.close(Duration.ofSeconds(10)));
    log.close();
  }

  private TracerBuilder builder(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return Settings.of(environment, Map.of()).tracerBuilder();
  }

  private Tracer tracer(String... pairs) {
    Tracer tracer = builder(pairs).processor(new Remembering()).build();
    tracers.add(tracer);
    return tracer;
  }

  private SpanData span(String... pairs) {
    tracer(pairs).startSpan("span").end();
    return ended.get(0);
  }

  private static List<String> exporters(Tracer tracer) {
    return tracer.stats().exporters().stream().map(TracerStats.Exporter::name).toList();
  }

  /** Keeps what ended; has no account. */
  private final class Remembering implements SpanProcessor {
    @Override
    public void onEnd(SpanData span) {
      ended.add(span);
    }

    @Override
    public FlushResult flush(Duration timeout) {
      return FlushResult.EMPTY;
    }

    @Override
    public FlushResult close(Duration timeout) {
      return FlushResult.EMPTY;
    }
  }

  // service and resource

  @Test
  void nothingSet_recordsAndSendsNowhere() {
    Tracer tracer = tracer();

    assertThat(exporters(tracer)).isEmpty();
    assertThat(span().resource().serviceName()).isEqualTo(Resource.UNKNOWN_SERVICE);
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void serviceName_winsOverTheAttribute() {
    assertThat(span("OTEL_RESOURCE_ATTRIBUTES", "service.name=b").resource().serviceName())
        .isEqualTo("b");
    ended.clear();
    assertThat(span("OTEL_SERVICE_NAME", "a").resource().serviceName()).isEqualTo("a");
  }

  @Test
  void resourceOfTheApplication_isMergedAndWins() {
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "team=a,deployment.environment.name=prod");
    environment.put("OTEL_SERVICE_NAME", "by-environment");
    Resource given = Resource.of(Attributes.of("team", "b", "service.name", "by-application"));
    Tracer tracer = builder().resource(given).processor(new Remembering()).build();
    tracers.add(tracer);
    tracer.startSpan("span").end();

    Attributes attributes = ended.get(0).resource().attributes();
    assertThat(attributes.get("team")).isEqualTo("b");
    assertThat(attributes.get("deployment.environment.name")).isEqualTo("prod");
    assertThat(attributes.get("service.instance.id")).isNotNull();
    assertThat(ended.get(0).resource().serviceName()).isEqualTo("by-application");
  }

  @Test
  void resourceAttributes_arePercentDecoded() {
    Attributes attributes =
        span("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=pre%2Cprod,team=a%20b")
            .resource()
            .attributes();

    assertThat(attributes.get("deployment.environment.name")).isEqualTo("pre,prod");
    assertThat(attributes.get("team")).isEqualTo("a b");
  }

  @Test
  void resourceAttributes_malformed_areLeftOutWhole() {
    Attributes attributes =
        span("OTEL_RESOURCE_ATTRIBUTES", "a=1,nonsense").resource().attributes();

    assertThat(attributes.get("a")).isNull();
    assertThat(log.warnings()).singleElement().asString().contains("OTEL_RESOURCE_ATTRIBUTES");
  }

  @Test
  void resource_tellsOfProcessAndHost() {
    Attributes attributes = span().resource().attributes();

    assertThat(attributes.get("process.pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(attributes.get("telemetry.sdk.language")).isEqualTo("java");
    assertThat((String) attributes.get("service.instance.id")).hasSize(36);
    assertThat(attributes.get("os.type")).isNotNull();
    assertThat(attributes.get("process.command_line")).isNull();
  }

  @Test
  void resource_disabledKeys_areLeftOut() {
    Attributes attributes =
        span(
                "OTEL_RESOURCE_DISABLED_KEYS", "process.pid,ownerTeam",
                "OTEL_RESOURCE_ATTRIBUTES", "ownerTeam=a")
            .resource()
            .attributes();

    assertThat(attributes.get("process.pid")).isNull();
    assertThat(attributes.get("ownerTeam")).isNull();
    assertThat(attributes.get("os.type")).isNotNull();
  }

  @Test
  void disabled_recordsNothingAndStillPropagates() {
    Tracer tracer = tracer("OTEL_SDK_DISABLED", "true");
    tracer.startSpan("span").end();

    assertThat(ended).isEmpty();
    assertThat(inject(tracer, remote())).containsKey("traceparent");
  }

  private static Context remote() {
    return Context.root()
        .with(Span.of(SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true)));
  }

  private static Map<String, String> inject(Tracer tracer, Context context) {
    Map<String, String> headers = new TreeMap<>();
    tracer.inject(context, headers, CarrierSetter.ofMap());
    return headers;
  }

  // propagators

  @ParameterizedTest
  @CsvSource({
    "'tracecontext,baggage', 'baggage traceparent'",
    "tracecontext, traceparent",
    "baggage, baggage",
    "none, ''",
    "'baggage,nonsense', baggage",
  })
  void propagators_areThoseNamed(String names, String headers) {
    Tracer tracer = tracer("OTEL_PROPAGATORS", names);
    Context context = remote().with(Baggage.of("a", "1"));

    assertThat(String.join(" ", inject(tracer, context).keySet())).isEqualTo(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b3", "b3multi", "jaeger", "xray", "datadog"})
  void propagator_ofAMissingModule_isNamedWithIt(String name) {
    tracer("OTEL_PROPAGATORS", name);

    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_PROPAGATORS=" + name + " needs dev.tracer:tracer-backends");
  }

  // samplers

  @ParameterizedTest
  @CsvSource({
    "always_on, '', 1",
    "always_off, '', 0",
    "traceidratio, 0, 0",
    "traceidratio, 1, 1",
    "traceidratio, '', 1",
    "traceidratio, 5, 1",
    "traceidratio, x, 1",
    "parentbased_always_on, '', 1",
    "parentbased_always_off, '', 0",
    "parentbased_traceidratio, 0, 0",
    "PARENTBASED_ALWAYS_OFF, '', 0",
    "nonsense, '', 1",
  })
  void sampler_isTheOneNamed(String name, String argument, int kept) {
    Tracer tracer = tracer("OTEL_TRACES_SAMPLER", name, "OTEL_TRACES_SAMPLER_ARG", argument);
    tracer.startSpan("span").end();

    assertThat(ended).hasSize(kept);
    boolean isBad = name.equals("nonsense") || argument.equals("5") || argument.equals("x");
    assertThat(log.warnings()).hasSize(isBad ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"parentbased_always_off, 1", "always_off, 0"})
  void sampler_parentBased_followsTheParent(String name, int kept) {
    Tracer tracer = tracer("OTEL_TRACES_SAMPLER", name);
    tracer.spanBuilder("child").parent(remote()).start().end();

    assertThat(ended).hasSize(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_SAMPLER, 'always_on, always_off, traceidratio'",
    "OTEL_TRACES_EXPORTER, 'otlp, otlp/stdout, console, waterfall, none'",
    "OTEL_PROPAGATORS, 'tracecontext, baggage, none'"
  })
  void nameThatNobodyKnows_isAnsweredByThoseThatAreKnown(String variable, String known) {
    tracer(variable, "bogus");

    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains(variable + " has an unknown name: 'bogus'")
        .contains("known without further modules: " + known);
  }

  @Test
  void sampler_ofAMissingModule_isNamedWithIt() {
    tracer("OTEL_TRACES_SAMPLER", "parentbased_jaeger_remote").startSpan("span").end();

    assertThat(ended).hasSize(1);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_TRACES_SAMPLER=jaeger_remote needs dev.tracer:tracer-sampling")
        .contains("parentbased_always_on is used");
  }

  @Test
  void configurationFile_isWarnedOfAndTheVariablesCount() {
    Tracer tracer =
        tracer("OTEL_CONFIG_FILE", "/etc/otel.yaml", "OTEL_TRACES_SAMPLER", "always_off");
    tracer.startSpan("span").end();

    assertThat(ended).isEmpty();
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_CONFIG_FILE is not read; the other variables count");
  }

  // limits

  @ParameterizedTest
  @CsvSource({
    "OTEL_ATTRIBUTE_COUNT_LIMIT, 2",
    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, 2",
  })
  void limit_ofAttributes_isKept(String variable, String limit) {
    Span span = tracer(variable, limit).startSpan("span");
    span.set("a", 1).set("b", 2).set("c", 3).end();

    assertThat(ended.get(0).attributes().size()).isEqualTo(2);
    assertThat(ended.get(0).droppedAttributes()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_ATTRIBUTE_COUNT_LIMIT, 2, 2",
    "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT, 2, 3",
    "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT, 3, 2",
    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, 3, 3",
  })
  void limit_ofAttributesOfEventsAndLinks_isKept(String variable, int event, int link) {
    Attributes three = Attributes.builder().set("a", 1).set("b", 2).set("c", 3).build();
    Span span = tracer(variable, "2").startSpan("span");
    span.event("event", three).link(remote().span().context(), three).end();

    assertThat(ended.get(0).events().get(0).attributes().size()).isEqualTo(event);
    assertThat(ended.get(0).events().get(0).droppedAttributes()).isEqualTo(3 - event);
    assertThat(ended.get(0).links().get(0).attributes().size()).isEqualTo(link);
    assertThat(ended.get(0).links().get(0).droppedAttributes()).isEqualTo(3 - link);
  }

  @Test
  void limit_forSpans_goesBeforeTheGeneralOne() {
    Span span =
        tracer(
                "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
                "3",
                "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
                "5")
            .startSpan("span");
    span.set("a", "1234567").end();

    assertThat(ended.get(0).attributes().get("a")).isEqualTo("12345");
  }

  /** That of values shortens stack traces, which are values; without it they may be longer. */
  @ParameterizedTest
  @CsvSource({"'', 8192", "4096, 4096", "100, 100"})
  void limit_ofStackTraces_isTheUsualUnlessValuesAreLimited(String length, int limit) {
    Exception error = new IllegalStateException("x".repeat(20_000));
    Span span = tracer("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", length).startSpan("span");
    span.fail(error).end();

    assertThat(ended.get(0).events().get(0).attributes().get("exception.stacktrace"))
        .asString()
        .hasSizeBetween(limit / 2 + 1, limit);
  }

  @Test
  void limit_ofEventsAndLinks_isKept() {
    Span span =
        tracer("OTEL_SPAN_EVENT_COUNT_LIMIT", "1", "OTEL_SPAN_LINK_COUNT_LIMIT", "1")
            .startSpan("span");
    SpanContext other = remote().span().context();
    span.event("a").event("b").link(other).link(other).end();

    assertThat(ended.get(0).events()).hasSize(1);
    assertThat(ended.get(0).links()).hasSize(1);
  }

  // exporters

  @ParameterizedTest
  @CsvSource({
    "none, ''",
    "otlp, otlp-http",
    "otlp/stdout, otlp-stdout",
    "console, ConsoleExporter",
    "waterfall, WaterfallExporter",
    "'console,otlp,console', 'ConsoleExporter otlp-http'",
  })
  void exporters_areThoseNamed(String names, String made) {
    Tracer tracer = tracer("OTEL_TRACES_EXPORTER", names);

    assertThat(String.join(" ", exporters(tracer))).isEqualTo(made);
    assertThat(log.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zipkin", "xray"})
  void exporter_ofAMissingModule_isNamedWithIt(String name) {
    assertThat(exporters(tracer("OTEL_TRACES_EXPORTER", name))).isEmpty();
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_TRACES_EXPORTER=" + name + " needs dev.tracer:tracer-backends");
  }

  @Test
  void exporter_thatCannotBeMade_isLeftOutAndSaid() {
    Tracer tracer =
        tracer(
            "OTEL_TRACES_EXPORTER", "otlp,console",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://user:secret@host");

    assertThat(exporters(tracer)).containsExactly("ConsoleExporter");
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_TRACES_EXPORTER=otlp is left out")
        .doesNotContain("secret");
  }

  @Test
  void batch_largerThanTheQueue_isCutAndSaid() {
    tracer(
        "OTEL_TRACES_EXPORTER", "console",
        "OTEL_BSP_MAX_QUEUE_SIZE", "100",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "200");

    assertThat(log.warnings()).singleElement().asString().contains("100, its size, is used");
  }

  @Test
  void numbers_thatAreTooLarge_areCut() {
    String most = Integer.toString(Integer.MAX_VALUE);
    Tracer tracer =
        tracer(
            "OTEL_TRACES_EXPORTER", "otlp",
            "OTEL_EXPORTER_OTLP_TIMEOUT", most,
            "OTEL_BSP_MAX_QUEUE_SIZE", most,
            "OTEL_BSP_SCHEDULE_DELAY", most,
            "OTEL_BSP_EXPORT_TIMEOUT", most);

    assertThat(exporters(tracer)).containsExactly("otlp-http");
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_BSP_MAX_QUEUE_SIZE", "1048576 is used");
  }

  @Test
  void zero_isNoLimitAndNoDelay() {
    String tracer =
        tracer(
                "OTEL_TRACES_EXPORTER", "otlp",
                "OTEL_BSP_SCHEDULE_DELAY", "0",
                "OTEL_BSP_EXPORT_TIMEOUT", "0")
            .toString();

    assertThat(tracer).contains("delay=PT0.001S", "timeout=PT24H");
    assertThat(log.warnings()).isEmpty();
  }

  // OTLP over HTTP

  /** A server that remembers what it was sent. */
  private static final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<HttpExchange> requests = new LinkedBlockingQueue<>();

    Collector() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.add(exchange);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    HttpExchange take() throws InterruptedException {
      HttpExchange request = requests.poll(5, TimeUnit.MINUTES);
      assertThat(request).isNotNull();
      return request;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** What {@code collector} gets, to whom the endpoint leads unless {@code pairs} say otherwise. */
  private HttpExchange sent(Collector collector, String... pairs) throws InterruptedException {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    Tracer tracer = tracer(pairs);
    tracer.startSpan("span").end();
    tracer.flush(Duration.ofSeconds(10));
    return collector.take();
  }

  @Test
  void endpoint_alone_meansOtlp() throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request =
          sent(collector, "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url() + "/base/");

      assertThat(request.getRequestURI()).hasToString("/base/v1/traces");
    }
  }

  @Test
  void endpoint_forTraces_isTakenAsItIs() throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request =
          sent(
              collector,
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              "http://127.0.0.1:1",
              "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
              collector.url() + "/own");

      assertThat(request.getRequestURI()).hasToString("/own");
    }
  }

  @Test
  void headers_areSent_thoseForTracesInPlaceOfTheOthers() throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request =
          sent(
              collector,
              "OTEL_EXPORTER_OTLP_HEADERS",
              "x-general=1",
              "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
              "x-key=se%20cret,bad header=s3cret");

      assertThat(request.getRequestHeaders().getFirst("x-key")).isEqualTo("se cret");
      assertThat(request.getRequestHeaders().getFirst("x-general")).isNull();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("OTEL_EXPORTER_OTLP_TRACES_HEADERS")
          .doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip, 0", "GZip, gzip, 0", "none,, 0", "zstd,, 1"})
  void compression_isGzipOrNone(String value, String encoding, int warnings) throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request = sent(collector, "OTEL_EXPORTER_OTLP_COMPRESSION", value);

      assertThat(request.getRequestHeaders().getFirst("content-encoding")).isEqualTo(encoding);
      assertThat(log.warnings()).hasSize(warnings);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', application/x-protobuf, 0",
    "http/protobuf, application/x-protobuf, 0",
    "http/json, application/json, 0",
    "HTTP/JSON, application/json, 0",
    "nonsense, application/x-protobuf, 1",
  })
  void protocol_isTheOneNamed(String protocol, String contentType, int warnings) throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request = sent(collector, "OTEL_EXPORTER_OTLP_PROTOCOL", protocol);

      assertThat(request.getRequestHeaders().getFirst("content-type")).isEqualTo(contentType);
      assertThat(log.warnings()).hasSize(warnings);
    }
  }

  @ParameterizedTest
  @CsvSource({"http/protobuf, application/x-protobuf, 0", "nonsense, application/json, 1"})
  void protocolForTraces_goesBeforeTheOther_ifItIsOne(
      String protocol, String contentType, int warnings) throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request =
          sent(
              collector,
              "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
              protocol,
              "OTEL_EXPORTER_OTLP_PROTOCOL",
              "http/json");

      assertThat(request.getRequestHeaders().getFirst("content-type")).isEqualTo(contentType);
      assertThat(log.warnings()).hasSize(warnings);
    }
  }

  @Test
  void durations_thatAreNone_countAsNotSetAndSaySo() {
    tracer(
        "OTEL_TRACES_EXPORTER", "otlp",
        "OTEL_BSP_SCHEDULE_DELAY", "abc",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "0",
        "OTEL_EXPORTER_OTLP_TIMEOUT", "1234",
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "soon");

    assertThat(log.warnings())
        .hasSize(3)
        .anyMatch(line -> line.contains("DELAY") && line.contains("counts as not set"))
        .anyMatch(line -> line.contains("BATCH_SIZE") && line.contains("counts as not set"))
        .anyMatch(line -> line.contains("TRACES_TIMEOUT") && line.contains("1234 ms is used"));
  }

  @Test
  void protocol_grpc_saysWhatToSetInstead() {
    tracer(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317",
        "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_OTLP_PROTOCOL=grpc")
        .contains("http/protobuf")
        .contains("4318");
  }

  @Test
  void certificate_thatCannotBeRead_leavesTheExporterOut() {
    Tracer tracer =
        tracer(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318",
            "OTEL_EXPORTER_OTLP_CERTIFICATE", "/nonexistent/roots.pem");

    assertThat(exporters(tracer)).isEmpty();
    assertThat(log.warnings()).singleElement().asString().contains("certificates cannot be used");
  }

  @Test
  void clientKey_withoutCertificate_isSaid() {
    tracer(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY", "/nonexistent/key.pem");

    assertThat(log.warnings()).singleElement().asString().contains("only together");
  }

  @Test
  void timeout_isThatOfTheExport() throws Exception {
    try (Collector collector = new Collector()) {
      HttpExchange request =
          sent(
              collector,
              "OTEL_EXPORTER_OTLP_TIMEOUT",
              "0",
              "OTEL_BSP_SCHEDULE_DELAY",
              "50",
              "OTEL_BSP_EXPORT_TIMEOUT",
              "5000");

      assertThat(request.getRequestMethod()).isEqualTo("POST");
      assertThat(log.warnings()).isEmpty();
    }
  }
}
