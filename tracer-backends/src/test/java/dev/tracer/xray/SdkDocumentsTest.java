// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.entities.TraceID;
import com.amazonaws.xray.strategy.DefaultStreamingStrategy;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;
import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Resource;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.internal.JsonReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The same work recorded by the SDK of AWS and by us, both to a daemon's socket: the documents are
 * the same but for what stands in {@link #EXPECTED}.
 */
class SdkDocumentsTest {
  private static final int DOCUMENTS = 7;
  private static final String CALLER = "53995c3f42cd8ad8";

  /** What may differ ({@code path: theirs -> ours}, regular expressions), and why. */
  private static final Map<String, String> EXPECTED = expected();

  private static Map<String, String> expected() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("aws\\.xray\\.sdk(_version)?: .*", "whose SDK it is");
    expected.put(
        "service\\.runtime(_version)?: .* -> null",
        "no field of the format's documentation; the resource has it, below metadata");
    expected.put(
        "cause\\.working_directory: .* -> null",
        "a path of the machine, which is nobody's business outside");
    expected.put("aws\\.retries: 0 -> null", "no attribute of a call of AWS has it");
    expected.put("cause\\.exceptions\\[\\d]\\.remote: false -> null", "the default");
    expected.put("cause\\.exceptions\\[\\d]\\.(skipped|truncated): 0 -> null", "the default");
    expected.put(
        "metadata\\.default\\.(http|url|server|client|db|user|user_agent|error|rpc|cloud|aws)\\..*: null -> .*",
        "attributes stay readable under their own names");
    expected.put(
        "metadata\\.default\\.otel\\.(span_name|status_description): null -> .*",
        "the format has no other place for it");
    expected.put("metadata\\.resource\\..*: null -> .*", "the SDK has no resource");
    expected.put(
        "sql\\.url: jdbc:postgresql://db.local:5432/orders -> db.local:5432/orders",
        "no attribute holds the URL of JDBC");
    expected.put(
        "sql\\.database_type: PostgreSQL -> postgresql", "OpenTelemetry's name of the system");
    expected.put(
        "sql\\.(user|driver_version|database_version): .* -> null",
        "no attribute of OpenTelemetry has it");
    return expected;
  }

  /** An exception with a cause, thrown by frames that no test runner has to do with. */
  private static <E extends Exception> E failure(Supplier<E> making) {
    CompletableFuture<E> failure = new CompletableFuture<>();
    new Thread(() -> failure.complete(making.get())).start();
    return failure.join();
  }

  private static IllegalStateException fail(int depth) {
    if (depth > 0) {
      return fail(depth - 1);
    }
    try {
      throw new UnsupportedOperationException(refused(2));
    } catch (UnsupportedOperationException e) {
      return new IllegalStateException("cannot pay", e);
    }
  }

  /** A cause that was made further in than what it caused. */
  private static RuntimeException refused(int depth) {
    return depth > 0 ? refused(depth - 1) : new IllegalArgumentException("card: 3 digits\nmissing");
  }

  private static RuntimeException deepFailure(int depth) {
    return depth > 0 ? deepFailure(depth - 1) : new RuntimeException();
  }

  /** As the SDK's servlet filter, HTTP client and JDBC driver do it. */
  private static void recordByTheSdk(int port, IllegalStateException failure, Exception deep)
      throws Exception {
    DaemonConfiguration daemon = new DaemonConfiguration();
    daemon.setDaemonAddress("127.0.0.1:" + port);
    AWSXRayRecorder recorder =
        AWSXRayRecorderBuilder.standard()
            .withSamplingStrategy(new AllSamplingStrategy())
            .withStreamingStrategy(new DefaultStreamingStrategy(0)) // a document each
            .withEmitter(Emitter.create(daemon))
            .build();
    Segment segment = recorder.beginSegment("shop", TraceID.create(), CALLER);
    segment.putService("version", "1.2");
    segment.setUser("u-17");
    segment.putHttp(
        "request",
        Map.of(
            "method", "POST",
            "url", "https://shop.example:8443/cart",
            "user_agent", "curl/8",
            "client_ip", "10.0.0.1"));

    Subsegment database = recorder.beginSubsegment("orders@db.local");
    database.setNamespace("remote");
    database.putSql("url", "jdbc:postgresql://db.local:5432/orders");
    database.putSql("user", "app");
    database.putSql("driver_version", "42.7");
    database.putSql("database_version", "16");
    database.putSql("database_type", "PostgreSQL");
    database.putSql("sanitized_query", "SELECT * FROM orders WHERE id = ?");
    database.addException(failure);
    recorder.endSubsegment();

    Subsegment work = recorder.beginSubsegment("work");
    work.putAnnotation("order_id", 42);
    work.putAnnotation("gift", true);
    work.putAnnotation("color", "red");
    work.putAnnotation("weight", 1.5);
    work.putMetadata("note", "fragile \"glass\"");
    work.putMetadata("sizes", List.of(1L, 2L));
    httpCall(recorder, "pay.local", 429);
    httpCall(recorder, "mail.local", 404);
    recorder.endSubsegment();

    Subsegment aws = recorder.beginSubsegment("DynamoDb");
    aws.setNamespace("aws");
    aws.putAllAws(
        Map.of(
            "operation", "PutItem",
            "region", "eu-central-1",
            "table_name", "orders",
            "request_id", "R1",
            "retries", 0));
    aws.putHttp("response", Map.of("status", 200, "content_length", 2));
    recorder.endSubsegment();

    Subsegment deeper = recorder.beginSubsegment("deep");
    deeper.addException(deep);
    recorder.endSubsegment();

    segment.putHttp("response", Map.of("status", 503, "content_length", 12));
    segment.setFault(true);
    recorder.endSegment();
  }

  private static void httpCall(AWSXRayRecorder recorder, String host, int status) {
    Subsegment call = recorder.beginSubsegment(host);
    call.setNamespace("remote");
    call.putHttp("request", Map.of("method", "GET", "url", "http://" + host + "/a?b=c"));
    call.putHttp("response", Map.of("status", status, "content_length", 7));
    call.setError(true);
    call.setThrottle(status == 429);
    recorder.endSubsegment();
  }

  private static void recordByUs(int port, IllegalStateException failure, Exception deep) {
    Tracer tracer =
        Tracer.builder("shop")
            .resource(Resource.of(Attributes.of("service.version", "1.2")))
            .idGenerator(XRayIds.create())
            .exporter(
                XRayExporter.builder()
                    .daemonAddress("127.0.0.1:" + port)
                    .indexed("order.id", "gift", "color", "weight")
                    .build())
            .build();
    SpanContext caller =
        SpanContext.of(
            "6b0aa73e1af067aaf00067aa0ba902b7", CALLER, SpanContext.SAMPLED, TraceState.empty());
    Span server =
        tracer
            .spanBuilder("POST /cart")
            .parent(Context.root().with(Span.of(caller)))
            .kind(SpanKind.SERVER)
            .set("http.request.method", "POST")
            .set("url.scheme", "https")
            .set("server.address", "shop.example")
            .set("server.port", 8443)
            .set("url.path", "/cart")
            .set("user_agent.original", "curl/8")
            .set("client.address", "10.0.0.1")
            .set("user.id", "u-17")
            .start();
    try (Scope scope = server.makeCurrent()) {
      tracer
          .spanBuilder("SELECT orders")
          .kind(SpanKind.CLIENT)
          .set("db.system.name", "postgresql")
          .set("db.namespace", "orders")
          .set("db.query.text", "SELECT * FROM orders WHERE id = ?")
          .set("server.address", "db.local")
          .set("server.port", 5432)
          .start()
          .fail(failure)
          .end();
      tracer.run(
          "work",
          work -> {
            work.set("order.id", 42).set("gift", true).set("color", "red").set("weight", 1.5);
            work.set("note", "fragile \"glass\"").set("sizes", List.of(1L, 2L));
            httpCall(tracer, "pay.local", 429);
            httpCall(tracer, "mail.local", 404);
          });
      tracer
          .spanBuilder("DynamoDb.PutItem")
          .kind(SpanKind.CLIENT)
          .set("rpc.system.name", "aws-api")
          .set("rpc.method", "DynamoDb/PutItem")
          .set("server.address", "dynamodb.eu-central-1.amazonaws.com")
          .set("cloud.region", "eu-central-1")
          .set("aws.request_id", "R1")
          .set("aws.dynamodb.table_names", List.of("orders"))
          .set("http.response.status_code", 200)
          .set("http.response.body.size", 2)
          .start()
          .end();
      tracer.startSpan("deep").fail(deep).end();
    }
    server.set("http.response.status_code", 503).set("http.response.body.size", 12).end();
    tracer.close(Duration.ofMinutes(5));
  }

  private static void httpCall(Tracer tracer, String host, int status) {
    tracer
        .spanBuilder("GET")
        .kind(SpanKind.CLIENT)
        .set("http.request.method", "GET")
        .set("url.full", "http://" + host + "/a?b=c")
        .set("server.address", host)
        .set("http.response.status_code", status)
        .set("http.response.body.size", 7)
        .start()
        .end();
  }

  /** The documents by their names. */
  private static Map<String, Map<?, ?>> receive(DatagramSocket daemon) throws Exception {
    Map<String, Map<?, ?>> documents = new TreeMap<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      daemon.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      String[] lines = text.split("\n", 2);
      assertThat((Map<?, ?>) JsonReader.parse(lines[0]))
          .isEqualTo(Map.of("format", "json", "version", 1L));
      Map<?, ?> document = (Map<?, ?>) JsonReader.parse(lines[1]);
      assertThat(documents.put((String) document.get("name"), document)).isNull();
    }
    return documents;
  }

  @Test
  void documents_areThoseOfTheSdkButForWhatIsKnown() throws Exception {
    IllegalStateException failure = failure(() -> fail(2));
    RuntimeException deep = failure(() -> deepFailure(60));
    Map<String, Map<String, Object>> theirs;
    Map<String, Map<String, Object>> ours;
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(150_000);
      recordByTheSdk(daemon.getLocalPort(), failure, deep);
      theirs = SdkDocuments.comparable(receive(daemon));
      recordByUs(daemon.getLocalPort(), failure, deep);
      ours = SdkDocuments.comparable(receive(daemon));
    }

    assertThat(ours.keySet()).isEqualTo(theirs.keySet()).hasSize(DOCUMENTS);
    List<String> unexpected = new ArrayList<>();
    List<String> unused = new ArrayList<>(EXPECTED.keySet());
    for (String name : theirs.keySet()) {
      SdkDocuments.differences(theirs.get(name), ours.get(name))
          .forEach(
              difference -> {
                List<String> reasons =
                    EXPECTED.keySet().stream().filter(difference::matches).toList();
                unused.removeAll(reasons);
                if (reasons.isEmpty()) {
                  unexpected.add(name + ": " + difference);
                }
              });
    }
    assertThat(unexpected).as("differences").isEmpty();
    assertThat(unused).as("what differs no more").isEmpty();
  }
}
