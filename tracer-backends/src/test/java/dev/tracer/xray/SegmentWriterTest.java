// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.internal.JsonReader;
import dev.tracer.internal.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentWriterTest {
  private final JsonWriter json = new JsonWriter(64);
  private IndexedAttributes indexed = new IndexedAttributes(false, Set.of());

  @SuppressWarnings("unchecked")
  private Map<String, Object> document(SpanData span) {
    json.truncate(0);
    assertThat(new SegmentWriter(json, indexed).write(span, SegmentWriter.MAX_BYTES)).isTrue();
    return (Map<String, Object>)
        JsonReader.parse(new String(json.buffer(), 0, json.size(), StandardCharsets.UTF_8));
  }

  private static SpanFixture server(Attributes attributes) {
    return SpanFixture.span("GET /cart", 1, 0).kind(SpanKind.SERVER).attributes(attributes);
  }

  @Test
  void entry_isASegmentNamedByTheService() {
    Map<String, Object> document = document(server(Attributes.empty()).micros(0, 1_500));

    assertThat(document)
        .containsEntry("name", "shop")
        .containsEntry("id", "0000000000000001")
        .containsEntry("trace_id", "1-0af76519-16cd43dd0000000000000001")
        .containsEntry("start_time", 1_767_268_800.0)
        .containsEntry("end_time", 1_767_268_800.0015)
        .doesNotContainKeys("type", "parent_id", "namespace", "fault", "cause");
    assertThat(json.size()).isPositive();
  }

  @Test
  void entryOfARemoteCaller_isASegmentWithAParent() {
    SpanFixture span = SpanFixture.span("poll", 5, 4).kind(SpanKind.CONSUMER).remoteParent();

    assertThat(document(span))
        .containsEntry("parent_id", "0000000000000004")
        .doesNotContainKey("type");
  }

  @ParameterizedTest
  @CsvSource({
    "service.peer.name, cart, cart",
    "server.address, cart.local, cart.local",
    "db.namespace, orders, orders",
    "x, y, get it",
  })
  void call_isASubsegmentNamedByWhomItGoesTo(String attribute, String value, String name) {
    SpanFixture span =
        SpanFixture.span("get it", 2, 1)
            .kind(SpanKind.CLIENT)
            .attributes(Attributes.of(attribute, value));

    assertThat(document(span))
        .containsEntry("type", "subsegment")
        .containsEntry("parent_id", "0000000000000001")
        .containsEntry("namespace", "remote")
        .containsEntry("name", name);
  }

  @Test
  void internal_isASubsegmentWithoutNamespace() {
    assertThat(document(SpanFixture.span("work", 2, 1)))
        .containsEntry("name", "work")
        .containsEntry("type", "subsegment")
        .doesNotContainKey("namespace");
  }

  @ParameterizedTest
  @CsvSource({
    "200, UNSET, ''",
    "404, UNSET, error",
    "429, UNSET, 'error throttle'",
    "503, ERROR, fault",
    "0, ERROR, fault",
    "404, ERROR, error",
  })
  void flags_followTheStatus(long status, StatusCode code, String flags) {
    Attributes attributes =
        status == 0 ? Attributes.empty() : Attributes.of("http.response.status_code", status);
    Map<String, Object> document = document(server(attributes).status(code, null));

    for (String flag : List.of("error", "fault", "throttle")) {
      assertThat(document.containsKey(flag)).as(flag).isEqualTo(flags.contains(flag));
    }
  }

  @Test
  void http_hasRequestAndResponse() {
    Attributes attributes =
        Attributes.builder()
            .set("http.request.method", "GET")
            .set("url.scheme", "https")
            .set("server.address", "shop.example")
            .set("server.port", 8443)
            .set("url.path", "/cart")
            .set("url.query", "id=1")
            .set("user_agent.original", "curl")
            .set("client.address", "10.0.0.1")
            .set("http.response.status_code", 200)
            .set("http.response.body.size", 12)
            .build();

    assertThat(document(server(attributes)).get("http"))
        .isEqualTo(
            Map.of(
                "request",
                Map.of(
                    "method", "GET",
                    "url", "https://shop.example:8443/cart?id=1",
                    "user_agent", "curl",
                    "client_ip", "10.0.0.1"),
                "response",
                Map.of("status", 200L, "content_length", 12L)));
  }

  @Test
  void sql_hasStatementAndPlace() {
    Attributes attributes =
        Attributes.builder()
            .set("db.system.name", "postgresql")
            .set("db.query.text", "SELECT ?")
            .set("db.namespace", "orders")
            .set("server.address", "db")
            .set("server.port", 5432)
            .build();

    assertThat(
            document(SpanFixture.span("SELECT", 2, 1).kind(SpanKind.CLIENT).attributes(attributes)))
        .containsEntry("name", "orders@db")
        .containsEntry(
            "sql",
            Map.of(
                "database_type", "postgresql",
                "sanitized_query", "SELECT ?",
                "url", "db:5432/orders"));
  }

  @ParameterizedTest
  @CsvSource({
    "rpc.system.name, DynamoDb/PutItem, , DynamoDb",
    "rpc.system.name, PutItem, S3, S3",
    "rpc.system, PutItem, S3, S3",
    "rpc.system, PutItem, , get it",
    "rpc.system, /PutItem, , get it",
  })
  void callOfAws_isNamedByTheService(String system, String method, String service, String name) {
    Attributes attributes =
        Attributes.builder()
            .set(system, "aws-api")
            .set("rpc.method", method)
            .set("rpc.service", service)
            .set("aws.dynamodb.table_names", List.of("a", "b"))
            .build();

    assertThat(
            document(SpanFixture.span("get it", 2, 1).kind(SpanKind.CLIENT).attributes(attributes)))
        .containsEntry("name", name)
        .containsEntry("namespace", "aws")
        .containsEntry("aws", Map.of("operation", "PutItem"));
  }

  @Test
  void attributes_areMetadataUnlessIndexed() {
    indexed = new IndexedAttributes(false, Set.of("order.id", "list"));
    Attributes attributes =
        Attributes.builder()
            .set("order.id", 42)
            .set("AWS.x", "reserved")
            .set("list", List.of("a"))
            .build();
    Map<String, Object> document = document(server(attributes));

    assertThat(document.get("annotations")).isEqualTo(Map.of("order_id", 42L));
    assertThat(((Map<?, ?>) document.get("metadata")).get("default"))
        .isEqualTo(
            Map.of(
                "_AWS.x", "reserved",
                "list", List.of("a"),
                "otel.span_name", "GET /cart"));
  }

  @Test
  void annotations_areFiftyAtMost() {
    indexed = new IndexedAttributes(true, Set.of());
    var attributes = Attributes.builder();
    for (int i = 0; i < 60; i++) {
      attributes.set("key" + i, i);
    }

    assertThat((Map<?, ?>) document(server(attributes.build())).get("annotations")).hasSize(50);
  }

  @Test
  void exception_isWrittenWithItsCausesAndFrames() {
    Exception error = new IllegalStateException("outer", new RuntimeException("inner"));
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    SpanFixture span =
        server(Attributes.empty())
            .status(StatusCode.ERROR, "outer")
            .event(
                "exception",
                1,
                Attributes.builder()
                    .set("exception.type", "java.lang.IllegalStateException")
                    .set("exception.message", "outer")
                    .set("exception.stacktrace", trace.toString())
                    .build());

    List<?> exceptions = (List<?>) ((Map<?, ?>) document(span).get("cause")).get("exceptions");
    Map<?, ?> first = (Map<?, ?>) exceptions.get(0);
    Map<?, ?> second = (Map<?, ?>) exceptions.get(1);

    assertThat(exceptions).hasSize(2);
    assertThat(first.get("type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(first.get("message")).isEqualTo("outer");
    assertThat(first.get("cause")).isEqualTo(second.get("id"));
    assertThat((String) first.get("id")).matches("[0-9a-f]{16}").isNotEqualTo(second.get("id"));
    assertThat(second.get("type")).isEqualTo("java.lang.RuntimeException");
    assertThat(second.get("message")).isEqualTo("inner");
    Map<?, ?> frame = (Map<?, ?>) ((List<?>) first.get("stack")).get(0);
    assertThat(frame.get("path")).isEqualTo("SegmentWriterTest.java");
    assertThat((Long) frame.get("line")).isPositive();
    assertThat((String) frame.get("label"))
        .endsWith("SegmentWriterTest.exception_isWrittenWithItsCausesAndFrames");
  }

  @Test
  void exception_inAnEventOfAnotherName_isWritten() {
    Attributes event = Attributes.of("exception.type", "T", "exception.message", "no");
    SpanFixture span =
        server(Attributes.empty())
            .event("cache miss", 1, Attributes.empty())
            .event("db.client.operation.exception", 2, event);
    List<?> exceptions = (List<?>) ((Map<?, ?>) document(span).get("cause")).get("exceptions");

    assertThat(exceptions).hasSize(1);
    assertThat(((Map<?, ?>) exceptions.get(0)).get("type")).isEqualTo("T");
  }

  private List<?> exceptions(String stackTrace) {
    Attributes event = Attributes.of("exception.type", "T", "exception.stacktrace", stackTrace);
    SpanFixture span = server(Attributes.empty()).event("exception", 1, event);
    return (List<?>) ((Map<?, ?>) document(span).get("cause")).get("exceptions");
  }

  @ParameterizedTest
  @CsvSource({
    "java.base/java.lang.Thread.run, java.lang.Thread.run",
    "app//shop.Cart.add, shop.Cart.add",
    "app/shop@1.2/shop.Cart.add, shop.Cart.add",
    "shop.Cart$$Lambda/0x00007f01.run, shop.Cart$$Lambda/0x00007f01.run",
    "app//shop.Cart$$Lambda$14/0x00007f01.run, shop.Cart$$Lambda$14/0x00007f01.run",
    "Cart.add, Cart.add",
  })
  void frame_isNamedWithoutLoaderAndModule(String method, String label) {
    Map<?, ?> exception = (Map<?, ?>) exceptions("T\n\tat " + method + "(X.java:7)").get(0);

    assertThat(exception.get("stack"))
        .isEqualTo(List.of(Map.of("path", "X.java", "line", 7L, "label", label)));
  }

  @Test
  void stackTrace_withNumbersThatAreNone_isReadAsFarAsItGoes() {
    for (String more : List.of("9 more", "-1 more", "x more", "2147483648 more", "1")) {
      List<?> exceptions =
          exceptions("T\n\tat a.B.c(B.java:1)\nCaused by: U\n\tat d.E.f(E.java:2)\n\t... " + more);

      assertThat((List<?>) ((Map<?, ?>) exceptions.get(1)).get("stack"))
          .as(more)
          .hasSize(more.equals("9 more") ? 2 : 1);
    }
  }

  /** Whoever fills in a form can write what looks like a trace into an exception's message. */
  @Test
  void stackTrace_withForgedNumbers_doesNotMultiplyItsFrames() {
    String forged = "Caused by: b\n" + "\t... 9999999 more\n".repeat(8);
    List<?> exceptions = exceptions("T\n" + "\tat a.B.c(B.java:1)\n".repeat(5) + forged.repeat(9));

    assertThat(exceptions)
        .hasSize(10)
        .extracting(exception -> ((List<?>) ((Map<?, ?>) exception).get("stack")).size())
        .containsOnly(5);
    assertThat(exceptions)
        .extracting(exception -> (Object) ((Map<?, ?>) exception).get("truncated"))
        .containsOnlyNulls();
  }

  @Test
  void framesOfAllExceptions_areTwoHundredAtMostAndTheRestIsCounted() {
    String frames = "\tat a.B.c(B.java:1)\n".repeat(60);
    List<?> exceptions = exceptions("T\n" + frames + ("Caused by: U\n" + frames).repeat(5));

    assertThat(exceptions)
        .extracting(exception -> ((List<?>) ((Map<?, ?>) exception).get("stack")).size())
        .containsExactly(50, 50, 50, 50, 0, 0);
    assertThat(exceptions)
        .extracting(exception -> (Object) ((Map<?, ?>) exception).get("truncated"))
        .containsExactly(10L, 10L, 10L, 10L, 60L, 60L);
  }

  @Test
  void document_thatIsTooLarge_losesMetadataAndSaysSo() {
    SpanFixture span = server(Attributes.of("large", "x".repeat(70_000)));
    Map<String, Object> document = document(span);

    assertThat(json.size()).isLessThan(1_000);
    assertThat(((Map<?, ?>) document.get("metadata")).get("default"))
        .isEqualTo(Map.of("tracer.cut", true, "otel.span_name", "GET /cart"));
  }

  @Test
  void document_thatStaysTooLarge_isNotWritten() {
    indexed = new IndexedAttributes(true, Set.of());
    SpanFixture span = server(Attributes.of("large", "x".repeat(70_000)));
    json.raw("before");

    assertThat(new SegmentWriter(json, indexed).write(span, 1 << 20)).isFalse();
    assertThat(json.size()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"'shop (eu)!', 'shop eu'", "'!!!', span", "'größe', größe"})
  void name_keepsWhatXRayTakes(String given, String name) {
    assertThat(SegmentNames.legal(given)).isEqualTo(name);
    assertThat(SegmentNames.legal("x".repeat(300))).hasSize(200);
  }
}
