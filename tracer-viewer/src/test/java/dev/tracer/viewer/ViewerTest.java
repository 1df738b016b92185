// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.internal.JsonReader;
import dev.tracer.internal.LogCapture;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerTest {
  private static final String ONE = Requests.of("shop", Requests.span(1, 0, "checkout", 0, 20));

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Viewer viewer = Viewer.start();
  private final Client client = new Client(viewer.uri());

  @AfterEach
  void close() {
    viewer.close();
  }

  private String status() throws IOException {
    return new Client(viewer.uri()).get("/api/status").text();
  }

  @Test
  void traces_areReceivedAndShown() throws IOException {
    assertThat(client.postJson("/v1/traces", ONE).text()).isEqualTo("{}");
    assertThat(client.get("/api/traces").text())
        .contains("\"name\":\"checkout\"", "\"durationNanos\":20000000", "\"matched\":1");
    assertThat(client.get("/api/traces/" + Requests.TRACE).text())
        .contains("\"name\":\"checkout\"", "\"stringValue\":\"shop\"");
    assertThat(client.get("/api/traces/" + Requests.TRACE + "?format=text").text())
        .contains("checkout", "20.0 ms");
    assertThat(client.get("/api/services").text()).contains("\"shop\"", "\"checkout\"");
  }

  @Test
  void gzip_isTaken() throws IOException {
    client.header("Content-Encoding", "gzip");
    byte[] body = Client.gzip(ONE.getBytes(StandardCharsets.UTF_8));
    assertThat(client.post("/v1/traces", "application/json", body).status()).isEqualTo(200);
    assertThat(status()).contains("\"spans\":1");
  }

  @Test
  void logs_areShownInTheirTrace() throws IOException {
    client.postJson("/v1/traces", ONE);
    String log =
        """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"%s","spanId":"0000000000000001",
        "body":{"stringValue":"out of stock"}}]}]}]}"""
            .formatted(Requests.TRACE);
    assertThat(client.postJson("/v1/logs", log).status()).isEqualTo(200);
    assertThat(client.get("/api/traces/" + Requests.TRACE).text()).contains("out of stock");
  }

  @Test
  void zipkin_isTaken() throws IOException {
    String spans = "[{\"traceId\":\"" + Requests.TRACE + "\",\"id\":\"1\",\"name\":\"z\"}]";
    assertThat(client.postJson("/api/v2/spans", spans).status()).isEqualTo(202);
    assertThat(client.get("/api/traces").text()).contains("\"name\":\"z\"");
  }

  @Test
  void zipkinSpansWithoutIds_areToldOf() throws IOException {
    Client.Answer none = client.postJson("/api/v2/spans", "[{\"traceId\":\"x\"}]");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text()).isEqualTo("1 without valid ids.\n");
    assertThat(client.postJson("/api/v2/spans", "[]").status()).isEqualTo(202);
    Client.Answer some =
        client.postJson("/api/v2/spans", "[{\"traceId\":\"x\"},{\"traceId\":\"1\",\"id\":\"1\"}]");
    assertThat(some.status()).isEqualTo(202);
    assertThat(some.text()).isEqualTo("1 without valid ids.\n");
  }

  @Test
  void partialSuccess_tellsWhatWasRejected() throws Exception {
    String bad = Requests.of("s", "{\"name\":\"no ids\"}", Requests.span(1, 0, "good", 0, 1));
    assertThat(client.postJson("/v1/traces", bad).text())
        .isEqualTo(
            "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"1 without valid ids.\"}}");
    byte[] span = {10, 6, 18, 4, 18, 2, 42, 0}; // resource_spans.scope_spans.spans.name: ""
    Client.Answer answer = client.post("/v1/traces", "application/x-protobuf", span);
    assertThat(line(answer, "content-type")).endsWith("application/x-protobuf");
    ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(answer.bytes());
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("1 without valid ids.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{\"resourceSpans\":5}",
        "{\"resourceSpans\":[5]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":5}]}]}]",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":\"x\"}]}]}]}"
      })
  void garbage_isRefusedAndChangesNothing(String body) throws IOException {
    String before = status();
    assertThat(client.postJson("/v1/traces", body).status()).isEqualTo(400);
    byte[] bytes = (body + "\u0001\u0002").getBytes(StandardCharsets.UTF_8);
    assertThat(client.post("/v1/traces", "application/x-protobuf", bytes).status()).isEqualTo(400);
    assertThat(client.postJson("/api/v2/spans", "{" + body).status()).isEqualTo(400);
    assertThat(status()).isEqualTo(before);
  }

  @Test
  void refusal_ofOtlp_isAStatusInTheTypeOfTheRequest() throws Exception {
    String why = "malformed JSON: expected an object";
    for (String path : List.of("/v1/traces", "/v1/logs")) {
      Client.Answer json = client.postJson(path, "5");
      assertThat(json.status()).isEqualTo(400);
      assertThat(line(json, "content-type")).endsWith("application/json");
      assertThat(json.text()).isEqualTo("{\"message\":\"" + why + "\"}");

      Client.Answer proto = client.post(path, "application/x-protobuf", new byte[] {1});
      UnknownFieldSet status = UnknownFieldSet.parseFrom(proto.bytes());
      assertThat(proto.status()).isEqualTo(400);
      assertThat(line(proto, "content-type")).endsWith("application/x-protobuf");
      assertThat(status.asMap()).containsOnlyKeys(2);
      assertThat(status.getField(2).getLengthDelimitedList().get(0).toStringUtf8())
          .startsWith("malformed protobuf: expected ");
    }
  }

  @Test
  void pathThatTakesNothing_saysWhichDo() throws IOException {
    for (String path : List.of("/v1/metrics", "/v1/trace", "/elsewhere")) {
      Client.Answer answer = client.post(path, "application/x-protobuf", new byte[] {0});
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).contains("/v1/traces", "/v1/logs", "/api/v2/spans");
    }
  }

  @Test
  void refusal_ofOtherThanOtlp_isText() throws IOException {
    Client.Answer other = client.post("/v1/traces", "text/plain; charset=utf-8", new byte[] {'x'});
    assertThat(other.text()).isEqualTo("content types: application/json, application/x-protobuf\n");
    assertThat(client.get("/v1/traces").text()).isEqualTo("only POST is served here\n");
    assertThat(client.postJson("/api/v2/spans", "5").text())
        .isEqualTo("malformed JSON: expected an array\n");
  }

  @Test
  void goodSpansBeforeGarbage_changeNothingEither() throws IOException {
    String before = status();
    String half = ONE.substring(0, ONE.length() - 1) + ",\"x\":}";
    assertThat(client.postJson("/v1/traces", half).status()).isEqualTo(400);
    assertThat(status()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "localhost:4318, 200",
    "LOCALHOST:1, 200",
    "127.0.0.1:80, 200",
    "[::1]:4318, 200",
    "[::1], 200",
    "evil.example, 403",
    "evil.example:4318, 403",
    "localhost.evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "127.0.0.1:80@evil, 403",
    "192.168.0.1, 403",
    "0.0.0.0, 403",
    "'', 403",
    "localhost:, 200",
    "localhost:x, 403"
  })
  void host_mustNameThisMachine(String host, int status) throws IOException {
    client.header("Host", host);
    assertThat(client.get("/api/status").status()).isEqualTo(status);
    assertThat(client.postJson("/v1/traces", "{}").status()).isEqualTo(status);
    assertThat(client.get("/").status()).isEqualTo(status);
  }

  @Test
  void hostlessRequest_isRefused() throws IOException {
    client.header("Host", null);
    assertThat(client.get("/api/status").status()).isIn(400, 403);
  }

  @Test
  void otherOrigins_areRefusedAndNothingAllowsThem() throws IOException {
    client.header("Origin", "http://evil.example");
    assertThat(client.postJson("/v1/traces", ONE).status()).isEqualTo(403);
    assertThat(client.send("OPTIONS", "/v1/traces", new byte[0]).head())
        .doesNotContainIgnoringCase("Access-Control");
    client.header("Origin", "null");
    assertThat(client.get("/api/status").status()).isEqualTo(403);
    client.header("Origin", "http://localhost:" + viewer.uri().getPort());
    assertThat(client.get("/api/status").status()).isEqualTo(200);
  }

  @Test
  void simpleFormsOfOtherPages_areRefused() throws IOException {
    for (String type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
      byte[] body = ONE.getBytes(StandardCharsets.UTF_8);
      assertThat(client.post("/v1/traces", type, body).status()).isEqualTo(415);
    }
    assertThat(status()).contains("\"spans\":0");
  }

  @Test
  void answers_carryThePolicy() throws IOException {
    for (String path : new String[] {"/", "/app.js", "/api/status", "/nothing"}) {
      assertThat(client.get(path).head().toLowerCase(Locale.ROOT))
          .contains("content-security-policy: default-src 'none'; script-src 'self'")
          .contains("x-content-type-options: nosniff", "referrer-policy: no-referrer")
          .doesNotContain("unsafe-inline", "access-control");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/traces, 405",
    "POST, /api/traces, 405",
    "DELETE, /, 405",
    "GET, /x, 404",
    "GET, /../module-info.class, 404",
    "GET, /Viewer.class, 404",
    "GET, /api/x, 404",
    "GET, /api/traces/xyz, 400",
    "GET, /api/traces/00000000000000000000000000000001, 404",
    "GET, /api/traces?limit=x, 400",
    "GET, /api/traces?sort=x, 400",
    "GET, /api/traces?q=%zz, 400",
    "GET, /mcp, 405"
  })
  void wrongRequests_areToldSo(String method, String path, int status) throws IOException {
    assertThat(client.send(method, path, new byte[0]).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/app.js",
        "/nothing",
        "/api/traces",
        "/api/traces?format=text",
        "/api/traces/" + Requests.TRACE,
        "/api/traces/" + Requests.TRACE + "?format=html",
        "/api/traces/00000000000000000000000000000001",
        "/api/map",
        "/api/events"
      })
  void head_isTheAnswerToGetWithoutItsBody(String path) throws IOException {
    client.postJson("/v1/traces", ONE);
    List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("com.sun.net.httpserver");
    Handler handler = handler(warnings);
    log.addHandler(handler);
    try {
      Client.Answer head = client.send("HEAD", path, new byte[0]);
      assertThat(head.bytes()).isEmpty();
      assertThat(warnings).isEmpty();
      if (path.equals("/api/events")) {
        assertThat(head.status()).isEqualTo(200);
        return; // the answer to GET has no end
      }
      Client.Answer get = client.get(path);
      assertThat(head.status()).isEqualTo(get.status());
      assertThat(line(head, "content-type")).isEqualTo(line(get, "content-type")).isNotEmpty();
      assertThat(line(head, "content-length")).isEqualTo(line(get, "content-length"));
    } finally {
      log.removeHandler(handler);
    }
  }

  @Test
  void headOfWhatIsOnlyPosted_isNotAllowed() throws IOException {
    Client.Answer head = client.send("HEAD", "/v1/traces", new byte[0]);
    assertThat(head.status()).isEqualTo(405);
    assertThat(head.bytes()).isEmpty();
  }

  private static Handler handler(List<LogRecord> records) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        records.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** A line of a head, in small letters. */
  private static String line(Client.Answer answer, String name) {
    return answer
        .head()
        .toLowerCase(Locale.ROOT)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElse("");
  }

  @Test
  void tooLargeBody_isRefused() throws IOException {
    byte[] large = new byte[Exchange.MAX_BODY + 1];
    assertThat(client.post("/v1/traces", "application/json", large).status()).isIn(413, 0);
    client.header("Content-Encoding", "gzip");
    assertThat(
            client
                .post("/v1/traces", "application/json", Client.gzip(new byte[200 << 20]))
                .status())
        .isEqualTo(413);
    assertThat(client.post("/v1/traces", "application/json", new byte[] {31, -117, 8, 0}).status())
        .isEqualTo(400);
    client.header("Content-Encoding", "br");
    assertThat(client.postJson("/v1/traces", ONE).status()).isEqualTo(415);
    assertThat(status()).contains("\"spans\":0");
  }

  @Test
  void otherInterfaces_areNotServed() throws IOException {
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (var address : Collections.list(card.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, viewer.uri().getPort()).close())
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void runningSpans_areShownUntilTheyEnd() throws IOException {
    try (Tracer tracer = Tracer.builder("live").processor(viewer.processor()).build()) {
      Span parent = tracer.startSpan("long work");
      try (Scope scope = parent.makeCurrent()) {
        tracer.startSpan("step").end();
      }
      tracer.flush(TIMEOUT);
      String list = client.get("/api/traces").text();
      assertThat(list).contains("\"name\":\"long work\"", "\"running\":1", "\"spans\":1");
      assertThat(client.get("/api/traces/" + parent.traceId()).text())
          .contains("\"name\":\"long work\"", "\"endTimeUnixNano\":\"0\"");
      parent.end();
      tracer.flush(TIMEOUT);
      assertThat(client.get("/api/traces").text()).contains("\"running\":0", "\"spans\":2");
      assertThat(tracer.stats().exporters().get(0).exported()).isEqualTo(2);
    }
  }

  @Test
  void spanEndedByAnotherThread_isNotRunningAnyMore() throws Exception {
    try (Tracer tracer = Tracer.builder("live").processor(viewer.processor()).build()) {
      Span span = tracer.startSpan("handed over");
      CompletableFuture.runAsync(span::end).get();
      tracer.flush(TIMEOUT);
      assertThat(client.get("/api/traces").text()).contains("\"running\":0", "\"spans\":1");
    }
  }

  @Test
  void spanThatAFilterDrops_isNotRunningForEver() throws IOException {
    try (Tracer tracer =
        Tracer.builder("live").processor(viewer.processor()).filter(span -> null).build()) {
      tracer.startSpan("secret").end();
      tracer.flush(TIMEOUT);
      assertThat(client.get("/api/traces").text()).contains("\"total\":0");
    }
  }

  @Test
  void events_tellOfChanges() throws IOException {
    URL url = viewer.uri().resolve("/api/events").toURL();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.US_ASCII))) {
      String first = lines.readLine();
      assertThat(first).startsWith("data: ");
      client.postJson("/v1/traces", ONE);
      assertThat(nextEvent(lines)).isNotEqualTo(first);
    }
  }

  /** The next one behind blank lines, and comments, which come while there are no events. */
  private static String nextEvent(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && (line.isEmpty() || line.startsWith(":"))) {
      line = lines.readLine();
    }
    assertThat(line).startsWith("data: ");
    return line;
  }

  @Test
  void ourExporter_isUnderstood() throws IOException {
    try (Tracer tracer =
        Tracer.builder("sender").exporter(OtlpExporter.http(viewer.uri().toString())).build()) {
      tracer.run("sent", span -> span.set("n", 42).event("e"));
      tracer.flush(TIMEOUT);
      assertThat(tracer.stats().exporters().get(0).exported()).isEqualTo(1);
    }
    assertThat(client.get("/api/traces").text()).contains("\"name\":\"sent\"");
  }

  @Test
  void files_areOpenedAndAppended(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("copy.jsonl");
    try (Viewer copying = Viewer.builder().appendTo(file).start()) {
      new Client(copying.uri()).postJson("/v1/traces", ONE);
      assertThat(copying.open(file)).isZero();
      assertThat(Files.readAllLines(file)).as("what came over the wire").hasSize(1);
    }
    Files.writeString(
        file, Files.readString(file) + "garbage\n\n" + ONE.replace("checkout", "last"));
    assertThat(viewer.open(file)).isEqualTo(1);
    assertThat(client.get("/api/traces").text()).contains("\"name\":\"checkout\"");
    assertThatThrownBy(() -> viewer.open(folder.resolve("none"))).isInstanceOf(IOException.class);
  }

  @Test
  void spansThatCannotBeAppended_areCountedAndTold(@TempDir Path folder) throws IOException {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path file = place.resolve("copy.jsonl");
    try (LogCapture log = new LogCapture();
        Viewer copying = Viewer.builder().appendTo(file).start()) {
      Files.delete(file);
      Files.delete(place);
      Client sender = new Client(copying.uri());
      assertThat(sender.postJson("/v1/traces", ONE).text()).as("it was taken").isEqualTo("{}");
      sender.postJson("/v1/traces", ONE);
      assertThat(sender.get("/api/status").text()).contains("\"spans\":1", "\"unwrittenSpans\":2");
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("1 received", "not appended", file.toString());

      Files.createDirectory(place);
      sender.postJson("/v1/traces", ONE);
      assertThat(sender.get("/api/status").text()).contains("\"unwrittenSpans\":2");
      assertThat(Files.readAllLines(file)).hasSize(1);
      assertThat(log.infos()).hasSize(1);
    }
  }

  @Test
  void fileOfOneObjectInManyLines_isOpened(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("pretty.json");
    Files.writeString(file, ONE.replace(",", ",\n  ").replace("[", "[\n"));
    assertThat(viewer.open(file)).isZero();
    assertThat(client.get("/api/traces").text()).contains("\"name\":\"checkout\"");
    Files.writeString(file, "{\n\"resourceSpans\":\n[}");
    assertThat(viewer.open(file)).isEqualTo(3);
  }

  @Test
  void takenPort_isToldByNumber() {
    assertThatThrownBy(() -> Viewer.builder().port(viewer.uri().getPort()).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + viewer.uri().getPort());
    assertThatThrownBy(() -> Viewer.builder().port(65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port");
    assertThatThrownBy(() -> Viewer.builder().maxBytes(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes");
  }

  @Test
  void close_freesPortAndThreadsAndMayHappenTwice() throws IOException {
    client.get("/api/status");
    viewer.close();
    viewer.close();
    assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
    Viewer.builder().port(viewer.uri().getPort()).start().close();
  }

  @Test
  void close_forgetsEverythingAndTakesNothingMore(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("one.jsonl"), ONE);
    client.postJson("/v1/traces", ONE);
    assertThat(viewer.find("")).hasSize(1);
    viewer.close();
    assertThat(viewer.find("")).isEmpty();
    assertThat(viewer.spans(Requests.TRACE)).isEmpty();
    viewer.open(file);
    assertThat(viewer.find("")).isEmpty();
  }

  @Test
  void agents_listAndShowTraces() throws IOException {
    client.postJson("/v1/traces", ONE);
    assertThat(mcp("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}"))
        .contains("\"id\":1", "\"protocolVersion\"");
    assertThat(mcp("{\"id\":\"a\",\"method\":\"tools/list\"}"))
        .contains("list_traces", "show_trace");
    assertThat(mcp("{\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"list_traces\"}}"))
        .contains("checkout", "\"isError\":false");
    assertThat(
            mcp(
                "{\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"show_trace\",\"arguments\":{\"traceId\":\""
                    + Requests.TRACE
                    + "\"}}}"))
        .contains("checkout", "20.0 ms");
    assertThat(
            mcp(
                "{\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":\"show_trace\",\"arguments\":{\"traceId\":\"x\"}}}"))
        .contains("\"isError\":true");
    assertThat(
            mcp(
                "{\"id\":6,\"method\":\"tools/call\",\"params\":{\"name\":\"critical_path\",\"arguments\":{\"traceId\":\""
                    + Requests.TRACE
                    + "\"}}}"))
        .contains("critical path", "checkout");
    assertThat(mcp("{\"id\":5,\"method\":\"nothing\"}")).contains("-32601");
    assertThat(client.postJson("/mcp", "{\"method\":\"notifications/initialized\"}").status())
        .isEqualTo(202);
    assertThat(client.postJson("/mcp", "[").status()).isEqualTo(400);
  }

  @Test
  void nullArguments_areAsIfAbsent() throws IOException {
    client.postJson("/v1/traces", ONE);
    assertThat(
            mcp(
                """
                {"id":1,"method":"tools/call","params":{"name":"list_traces","arguments":{\
                "service":null,"operation":null,"q":null,"minMs":null,"errors":null,"sort":null,\
                "limit":null,"maxBytes":null}}}"""))
        .contains("checkout", "\"isError\":false");
  }

  private String mcp(String message) throws IOException {
    String answer = client.postJson("/mcp", message).text();
    assertThat(JsonReader.parse(answer)).isNotNull();
    return answer;
  }
}
