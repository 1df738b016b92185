// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.kit.HttpServerFixture.Exchange;
import dev.tracer.http.kit.HttpServerFixture.Handler;
import dev.tracer.http.kit.HttpServerFixture.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The JDK's HttpServer in the terms of the contract. */
final class JdkServerUnderTest implements Server {
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private JdkServerUnderTest(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  static Server start(HttpServer server, String scheme, HttpTracing tracing, Handler handler) {
    JdkServerUnderTest started = new JdkServerUnderTest(server, scheme);
    server.setExecutor(started.threads);
    HttpContext context =
        server.createContext("/", exchange -> handler.handle(started.new OneExchange(exchange)));
    JdkServerTracing.of(tracing).addTo(context);
    server.start();
    return started;
  }

  @Override
  public URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try { // who asks afterwards which spans have ended sees them all
      assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private final class OneExchange implements Exchange {
    private final HttpExchange exchange;

    OneExchange(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public String path() {
      return exchange.getRequestURI().getPath();
    }

    @Override
    public byte[] body() throws IOException {
      return exchange.getRequestBody().readAllBytes();
    }

    @Override
    public void route(String template) {
      JdkServerTracing.route(exchange, template);
    }

    @Override
    public void header(String name, String value) {
      exchange.getResponseHeaders().add(name, value);
    }

    @Override
    public void answer(int status, byte[] body) throws IOException {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : 0); // 0: chunked
      if (body.length == 0) {
        exchange.close();
        return;
      }
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }

    @Override
    public void later(Runnable work) {
      threads.execute(work);
    }
  }
}
