// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Tracer;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.slf4j.MdcListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all services of the shop have in common, and all the tracing there is in most of them: a
 * tracer that sends to a collector, a filter in front of the server, a client that is wrapped, and
 * a listener that puts the trace id into the log.
 */
final class Service implements AutoCloseable {
  /** What a service does with a request. */
  @FunctionalInterface
  interface Handler {
    String handle(HttpExchange exchange) throws Exception;
  }

  private final Setup setup;
  private final Tracer tracer;
  private final HttpTracing tracing;
  private final HttpClient client;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Logger log;
  private final LogSender sender;

  Service(Setup setup) throws IOException {
    this.setup = setup;
    this.log = LoggerFactory.getLogger(setup.name());
    this.sender = new LogSender(setup.name(), setup.collector());
    this.tracer =
        Tracer.builder(setup.name())
            .exporter(OtlpExporter.http(setup.collector()))
            .scopeListener(MdcListener.create())
            .build();
    this.tracing = HttpTracing.of(tracer);
    this.client =
        tracing.client(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
  }

  Tracer tracer() {
    return tracer;
  }

  Logger log() {
    return log;
  }

  /** Where it is. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Serves a path; the filter makes the SERVER span, which continues the trace of the caller. */
  void serve(String path, Handler handler) {
    HttpContext context = server.createContext(path, exchange -> answer(exchange, handler));
    JdkServerTracing.of(tracing).addTo(context);
  }

  private static void answer(HttpExchange exchange, Handler handler) throws IOException {
    byte[] body;
    try {
      body = handler.handle(exchange).getBytes(StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      throw e; // the filter records it
    } catch (Exception e) {
      throw new IOException(e);
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Asks another service; the client makes the CLIENT span and sends its ids along. */
  String ask(String peer, String path) throws IOException, InterruptedException {
    URI uri = URI.create(setup.peers().get(peer) + path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(peer + " answered " + response.statusCode());
    }
    return response.body();
  }

  /** Does nothing for some milliseconds, as if it waited for somebody. */
  static void work(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Closes {@code resource} with the service, before what was registered earlier. */
  <T extends AutoCloseable> T closing(T resource) {
    resources.push(resource);
    return resource;
  }

  void start() {
    server.start();
  }

  @Override
  public void close() throws Exception {
    server.stop(0);
    threads.shutdown();
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    sender.close();
    tracer.close();
  }
}
