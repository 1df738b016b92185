// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.jdbc.JdbcTracing;
import dev.tracer.kafka.KafkaTracing;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Puts a secret wherever an application can put text: behind names that tell it, and as an e-mail
 * address, which a pattern finds, elsewhere.
 */
final class Planting {
  /** In all secrets. */
  static final String MARK = "canary7391";

  /** What a pattern finds. */
  static final String MAIL = MARK + "@secret.example";

  /** How many spans it takes to be everywhere. */
  static final int SPANS = 10;

  private Planting() {}

  static Resource resource() {
    return Resource.of(Attributes.of("owner", MAIL, "deploy.token", MARK));
  }

  static List<String> traceIds(String json) {
    Matcher ids = Pattern.compile("\\b[0-9a-f]{32}\\b").matcher(json);
    return Stream.generate(() -> ids.find() ? ids.group() : "")
        .takeWhile(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  /** By every module that makes spans. What others get in headers goes to {@code sinks}. */
  static void everywhere(Tracer tracer, Sinks sinks) throws Exception {
    Tracer scoped =
        tracer.instrumentation(
            new InstrumentationScope("lib", "1", "", Attributes.of("author", MAIL)));
    Span span =
        scoped
            .spanBuilder("mail to " + MAIL)
            .link(
                SpanContext.of(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    (byte) 1,
                    TraceState.empty()),
                Attributes.of("api-key", MARK, "note", MAIL))
            .start();
    fill(span);
    try (Scope scope = span.makeCurrent()) {
      http(tracer, sinks);
      kafka(tracer, sinks);
      jdbc(tracer);
      bridge(tracer);
    }
    span.end();
  }

  static void fill(Span span) {
    span.set("password", MARK).set("note", MAIL);
    span.set("nested", List.of(MAIL, Map.of("token", MARK, "note", Map.of("deep", MAIL))));
    span.set("url.full", "https://u:" + MARK + "@h/?access_token=" + MARK);
    span.event("sent to " + MAIL, Attributes.of("cookie", MARK, "note", MAIL));
    span.recordException(
        new IllegalStateException("no " + MAIL, new Error(MAIL)), Attributes.of("secret", MARK));
    span.status(StatusCode.ERROR, "bad " + MAIL);
  }

  private static void http(Tracer tracer, Sinks sinks) throws IOException, InterruptedException {
    HttpTracing http = HttpTracing.of(tracer);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server
        .createContext(
            "/",
            exchange -> {
              exchange
                  .getRequestHeaders()
                  .forEach(
                      (name, values) -> {
                        if (!name.equals("Authorization")) { // the application's own
                          sinks.keep("http headers", (name + values).getBytes(UTF_8));
                        }
                      });
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(500, -1);
              exchange.close();
            })
        .getFilters()
        .add(JdkServerTracing.of(http).filter());
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/orders?access_token=" + MARK))
              .header("Authorization", "Bearer " + MARK)
              .POST(HttpRequest.BodyPublishers.ofString(MARK))
              .build();
      http.client(HttpClient.newHttpClient()).send(request, BodyHandlers.discarding());
    } finally {
      server.stop(0);
    }
  }

  private static void kafka(Tracer tracer, Sinks sinks) {
    KafkaTracing kafka = KafkaTracing.of(tracer);
    MockProducer<String, String> producer =
        new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    kafka.producer(producer).send(new ProducerRecord<>("orders", MAIL, MARK));
    ProducerRecord<String, String> sent = producer.history().get(0);
    for (Header header : sent.headers()) {
      sinks.keep(
          "kafka headers", (header.key() + new String(header.value(), UTF_8)).getBytes(UTF_8));
    }
    ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 0, 0, MAIL, MARK);
    sent.headers().forEach(record.headers()::add);
    record.headers().add("authorization", MARK.getBytes(UTF_8));
    kafka.process(record, taken -> Span.current().set("user.password", taken.value()));
  }

  private static void jdbc(Tracer tracer) throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:canary");
    h2.setUser("sa");
    h2.setPassword(MARK);
    try (Connection connection = JdbcTracing.of(tracer).dataSource(h2).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table users (name varchar(99) primary key) -- " + MARK);
      statement.execute("insert into users values ('" + MARK + "')");
      statement.execute("alter user sa set password '" + MARK + "'");
      try (PreparedStatement prepared =
          connection.prepareStatement("insert into users values (?)")) {
        prepared.setString(1, MARK);
        assertThat(catchThrowable(prepared::executeUpdate)).hasMessageContaining(MARK);
      }
    }
  }

  private static void bridge(Tracer tracer) {
    OpenTelemetryBridge bridge = OpenTelemetryBridge.of(tracer);
    io.opentelemetry.api.trace.Span span =
        bridge.getTracer("lib").spanBuilder("theirs of " + MAIL).startSpan();
    span.setAttribute("password", MARK);
    span.setAttribute(AttributeKey.stringArrayKey("note"), List.of(MAIL));
    span.recordException(new IllegalStateException(MAIL));
    try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
      bridge
          .getLogsBridge()
          .get("lib")
          .logRecordBuilder()
          .setEventName("event of " + MAIL)
          .setAttribute(AttributeKey.stringKey("token"), MARK)
          .emit();
    }
    span.end();
  }

  /** All that a message of ours may tell of. */
  static void misuse(Tracer tracer) throws InterruptedException {
    String name = "mail to " + MAIL;
    Span span = tracer.startSpan(name);
    Scope outer = span.makeCurrent();
    Scope inner = span.makeCurrent();
    outer.close();
    inner.close();
    Scope elsewhere = span.makeCurrent();
    Thread other = new Thread(elsewhere::close, "other");
    other.start();
    other.join();
    elsewhere.close();
    span.end();
    tracer.startSpan(name); // never ended
  }
}
