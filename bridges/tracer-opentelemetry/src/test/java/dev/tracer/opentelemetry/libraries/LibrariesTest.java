// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.Span;
import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.instrumentation.apachehttpclient.v5_2.ApacheHttpClientTelemetry;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.instrumentation.reactor.v3_1.ContextPropagationOperator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Libraries as OpenTelemetry publishes their instrumentation, unmodified, against real servers. */
class LibrariesTest {
  private final LogCapture log = new LogCapture();
  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private HttpServer server;

  /** A server that is traced by hand with Tracer's own API. */
  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var context =
              test.tracer().extract(exchange.getRequestHeaders(), CarrierGetter.ofMultiMap());
          Span span = test.tracer("server").spanBuilder("handle").parent(context).start();
          int status = exchange.getRequestURI().getPath().equals("/broken") ? 500 : 200;
          span.end(); // before the client knows: it looks at the trace as soon as it has the answer
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    test.close();
    log.close();
  }

  private String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  @Test
  void okHttp_blockingAndAsynchronous() throws Exception {
    OkHttpClient client = new OkHttpClient();
    Call.Factory calls = OkHttpTelemetry.create(bridge).newCallFactory(client);
    Request request = new Request.Builder().url(url("/")).build();
    CompletableFuture<Void> done = new CompletableFuture<>();
    test.tracer()
        .run(
            "order",
            span -> {
              calls.newCall(request).execute().close();
              calls
                  .newCall(request)
                  .enqueue(
                      new Callback() {
                        @Override
                        public void onFailure(Call call, IOException e) {
                          done.completeExceptionally(e);
                        }

                        @Override
                        public void onResponse(Call call, Response response) {
                          response.close();
                          test.tracer().run("answer", inner -> {});
                          done.complete(null);
                        }
                      });
              done.get();
            });
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    test.assertTree(
        """
        order
          GET [CLIENT]
            handle
          GET [CLIENT]
            handle
          answer
        """);
  }

  @Test
  void apacheHttpClient_answerAndServerError() throws Exception {
    try (CloseableHttpClient client = ApacheHttpClientTelemetry.create(bridge).newHttpClient()) {
      test.tracer()
          .run(
              "order",
              span -> {
                client.execute(new HttpGet(url("/")), response -> null);
                client.execute(new HttpGet(url("/broken")), response -> null);
              });
    }
    test.assertTree(
        """
        order
          GET [CLIENT]
            handle
          GET [CLIENT] ERROR
            handle
        """);
  }

  @Test
  void javaHttpClient_asynchronous() throws Exception {
    HttpClient client =
        JavaHttpClientTelemetry.create(bridge).newHttpClient(HttpClient.newHttpClient());
    HttpRequest request = HttpRequest.newBuilder(URI.create(url("/"))).build();
    test.tracer()
        .run(
            "order",
            span ->
                client
                    .sendAsync(request, BodyHandlers.discarding())
                    .thenRun(() -> test.tracer().run("answer", inner -> {}))
                    .get());
    test.assertTree(
        """
        order
          GET [CLIENT]
            handle
          answer
        """);
  }

  @Test
  void jdbc_statementsAndFailure() throws Exception {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:orders");
    DataSource traced = JdbcTelemetry.create(bridge).wrap(h2);
    test.tracer()
        .run(
            "order",
            span -> {
              try (Connection connection = traced.getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute("create table item (id int)");
                statement.executeUpdate("insert into item values (1)");
                statement.executeQuery("select id from item where id = 1").next();
                assertThat(catchThrowable(() -> statement.execute("select 1 from missing")))
                    .isNotNull();
              }
            });
    test.assertTree(
        """
        order
          CREATE table orders [CLIENT]
          INSERT orders.item [CLIENT]
          SELECT orders.item [CLIENT]
          SELECT orders.missing [CLIENT] ERROR
        """);
  }

  @Test
  void reactor_contextFollowsAcrossSchedulers() {
    ContextPropagationOperator operator = ContextPropagationOperator.create();
    operator.registerOnEachOperator();
    try {
      var theirs = bridge.getTracer("test");
      test.tracer()
          .run(
              "order",
              span ->
                  Mono.just(1)
                      .publishOn(Schedulers.parallel())
                      .doOnNext(n -> theirs.spanBuilder("on parallel").startSpan().end())
                      .publishOn(Schedulers.boundedElastic())
                      .doOnNext(n -> test.tracer().run("on elastic", inner -> {}))
                      .block());
    } finally {
      operator.resetOnEachOperator();
    }
    test.assertTree(
        """
        order
          on parallel
          on elastic
        """);
  }
}
